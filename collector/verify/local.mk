libcollector_a_SOURCES += \
	%D%/context.c %D%/context.h \
	%D%/versions.c %D%/versions.h %D%/wave.c %D%/wave.h \
	%D%/judge.c %D%/judge.h \
	%D%/own.c %D%/own.h \
	%D%/proof.c %D%/proof.h \
	%D%/steps.c %D%/steps.h \
	%D%/happening.c %D%/happening.h \
	%D%/reading.c %D%/reading.h \
	%D%/ports.c %D%/ports.h %D%/jumps.c %D%/jumps.h \
	%D%/calendars.c %D%/calendars.h \
	%D%/checking.c %D%/checking.h \
	%D%/same.c %D%/same.h \
	%D%/lines.c %D%/lines.h \
	%D%/message.c %D%/message.h \
	%D%/pseudonym.c %D%/pseudonym.h \
	%D%/redact.c %D%/redact.h \
	%D%/notification.c %D%/notification.h \
	%D%/ending.c %D%/ending.h \
	%D%/closing.c %D%/closing.h \
	%D%/tick.c %D%/tick.h %D%/watch.c %D%/watch.h \
	%D%/ranges.c %D%/ranges.h \
	%D%/comparing.c %D%/comparing.h %D%/weeks.c %D%/weeks.h \
	%D%/comparing_ring.c %D%/comparing_ring.h %D%/comparing.c %D%/comparing.h %D%/weeks.c %D%/weeks.h \
	%D%/tick.c %D%/tick.h \
	%D%/look.c %D%/look.h \
	%D%/verify.c %D%/verify.h
