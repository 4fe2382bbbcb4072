libreporter_a_SOURCES += \
	%D%/picture.c %D%/picture.h %D%/brand.c %D%/brand.h
