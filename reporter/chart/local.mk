libreporter_a_SOURCES += \
	%D%/chart.c %D%/chart.h \
	%D%/draw.h %D%/bars.c %D%/line.c %D%/timeline.c
