libcollector_a_SOURCES += \
	%D%/intake.c %D%/intake.h \
	%D%/listen.c %D%/listen.h \
	%D%/privacy.c %D%/privacy.h \
	%D%/tcp.c %D%/tcp.h \
	%D%/udp.c %D%/udp.h
