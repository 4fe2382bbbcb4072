# What journal records become in the database.
libshared_a_SOURCES += \
	%D%/bind.c %D%/bind.h \
	%D%/column.c %D%/column.h \
	%D%/marks.c %D%/marks.h \
	%D%/message_row.c %D%/message_row.h \
	%D%/replay.c %D%/replay.h \
	%D%/rows.c %D%/rows.h \
	%D%/sampler.c %D%/sampler.h
