libcollector_a_SOURCES += \
	%D%/alert.c %D%/alert.h \
	%D%/message.c %D%/message.h \
	%D%/mime.c %D%/mime.h \
	%D%/smtp.c %D%/smtp.h
