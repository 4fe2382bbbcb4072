libshared_a_SOURCES += \
	%D%/anchor.c %D%/anchor.h \
	%D%/archive.c %D%/archive.h \
	%D%/audit.c %D%/audit.h \
	%D%/blanks.c %D%/blanks.h \
	%D%/browse.c %D%/browse.h \
	%D%/checkpoint.c %D%/checkpoint.h \
	%D%/declared.c %D%/declared.h \
	%D%/front.c %D%/front.h \
	%D%/journal.c %D%/journal.h \
	%D%/keys.c %D%/keys.h \
	%D%/notes.c %D%/notes.h \
	%D%/position.c %D%/position.h \
	%D%/reader.c %D%/reader.h \
	%D%/recheck.c %D%/recheck.h \
	%D%/record.c %D%/record.h \
	%D%/recover.c %D%/recover.h \
	%D%/redact.c %D%/redact.h \
	%D%/redaction.c %D%/redaction.h \
	%D%/room.c %D%/room.h \
	%D%/scan.c %D%/scan.h \
	%D%/segment.c %D%/segment.h \
	%D%/streams.c %D%/streams.h \
	%D%/syncer.c %D%/syncer.h \
	%D%/tail.c %D%/tail.h \
	%D%/trim.c \
	%D%/verifier.h \
	%D%/verify.c %D%/verify.h
