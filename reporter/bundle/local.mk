libreporter_a_SOURCES += \
	%D%/bundle.c %D%/bundle.h %D%/readings.c %D%/manifest.c
