libreporter_a_SOURCES += \
	%D%/blocks.c %D%/figure.c %D%/html.h %D%/light.c %D%/style.c \
	%D%/table.c %D%/text.c
