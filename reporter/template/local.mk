libreporter_a_SOURCES += \
	%D%/template.h %D%/tree.h \
	%D%/words.c %D%/words.h \
	%D%/parse.c %D%/component.c %D%/footnote.c %D%/load.c %D%/check.c %D%/compare.c %D%/inspect.c \
	%D%/value.c %D%/value.h \
	%D%/sources.c \
	%D%/render.c %D%/render.h %D%/render_component.c \
	%D%/render_table.c %D%/render_chart.c
