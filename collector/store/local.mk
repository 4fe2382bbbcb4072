libcollector_a_SOURCES += \
	%D%/feed.c %D%/feed.h \
	%D%/packer.c %D%/packer.h \
	%D%/rulebook.c %D%/rulebook.h \
	%D%/store.c %D%/store.h
