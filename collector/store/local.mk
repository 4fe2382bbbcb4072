libcollector_a_SOURCES += \
	%D%/bind.c %D%/bind.h \
	%D%/feed.c %D%/feed.h \
	%D%/rows.c %D%/rows.h \
	%D%/sampler.c %D%/sampler.h \
	%D%/store.c %D%/store.h
