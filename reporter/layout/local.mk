libreporter_a_SOURCES += \
	%D%/block.c %D%/block.h \
	%D%/box.h %D%/measure.h %D%/style.h \
	%D%/canvas.c %D%/canvas.h \
	%D%/palette.c %D%/palette.h \
	%D%/column.c %D%/column.h \
	%D%/hyphen.c %D%/hyphen.h \
	%D%/line.c %D%/line.h \
	%D%/flow.c %D%/foot.c %D%/flow.h \
	%D%/text.c %D%/table.c %D%/tiles.c %D%/light.c %D%/figure.c \
	%D%/contents.c %D%/cover.c %D%/masthead.c %D%/furniture.c \
	%D%/layout.c %D%/dump.c %D%/paint.c
