libcollector_a_SOURCES += \
	%D%/certificates.c %D%/certificates.h \
	%D%/connection.c %D%/connection.h \
	%D%/crowd.c %D%/crowd.h \
	%D%/door.c %D%/door.h \
	%D%/intake.c %D%/intake.h \
	%D%/listen.c %D%/listen.h \
	%D%/privacy.c %D%/privacy.h \
	%D%/refusals.c %D%/refusals.h \
	%D%/sender_set.c %D%/sender_set.h \
	%D%/senders.c %D%/senders.h \
	%D%/speech.h \
	%D%/speech_relp.c \
	%D%/speech_syslog.c \
	%D%/tallies.c %D%/tallies.h \
	%D%/tls.c %D%/tls.h \
	%D%/udp.c %D%/udp.h
