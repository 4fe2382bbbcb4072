libshared_a_SOURCES += \
	%D%/err.c %D%/err.h \
	%D%/log.c %D%/log.h \
	%D%/buf.c %D%/buf.h \
	%D%/clock.c %D%/clock.h
