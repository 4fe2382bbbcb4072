# The audit trail: its rows, lines and anchors, and what was done to it.
libshared_a_SOURCES += \
	%D%/row.c %D%/row.h \
	%D%/line.c %D%/line.h \
	%D%/point.c %D%/point.h \
	%D%/walk.c %D%/walk.h
