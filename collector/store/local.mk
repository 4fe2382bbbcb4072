libcollector_a_SOURCES += \
	%D%/bind.c %D%/bind.h \
	%D%/column.c %D%/column.h \
	%D%/feed.c %D%/feed.h \
	%D%/message_row.c %D%/message_row.h \
	%D%/packer.c %D%/packer.h \
	%D%/rows.c %D%/rows.h \
	%D%/sampler.c %D%/sampler.h \
	%D%/store.c %D%/store.h
