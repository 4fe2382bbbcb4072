libcollector_a_SOURCES += \
	%D%/alert.c %D%/alert.h
