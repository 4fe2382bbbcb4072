libcollector_a_SOURCES += \
	%D%/alert.c %D%/alert.h \
	%D%/courier.c %D%/courier.h \
	%D%/desk.c %D%/desk.h \
	%D%/errand.c %D%/errand.h \
	%D%/equipment.c %D%/equipment.h \
	%D%/exposition.c %D%/exposition.h \
	%D%/message.c %D%/message.h \
	%D%/exporter.c %D%/exporter.h \
	%D%/inform.c %D%/inform.h \
	%D%/mime.c %D%/mime.h \
	%D%/payload.c %D%/payload.h \
	%D%/post.c %D%/post.h \
	%D%/siren.c %D%/siren.h \
	%D%/smtp.c %D%/smtp.h \
	%D%/transfer.c %D%/transfer.h \
	%D%/web.c %D%/web.h \
	%D%/wording.c %D%/wording.h
