# The structure of devices before a change and after it.
libcollector_a_SOURCES += \
	%D%/anatomy.c %D%/anatomy.h \
	%D%/compare.c %D%/compare.h
