libcollector_a_SOURCES += \
	%D%/feed.c %D%/feed.h \
	%D%/packer.c %D%/packer.h \
	%D%/store.c %D%/store.h
