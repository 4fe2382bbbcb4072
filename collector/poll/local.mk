libcollector_a_SOURCES += \
	%D%/claim.c %D%/claim.h \
	%D%/delay.c %D%/delay.h \
	%D%/agenda.c %D%/agenda.h \
	%D%/contact.c %D%/contact.h \
	%D%/course.c %D%/course.h \
	%D%/counts.c %D%/counts.h \
	%D%/device.h \
	%D%/hurry.c %D%/hurry.h \
	%D%/ledger.c %D%/ledger.h \
	%D%/memory.c %D%/memory.h \
	%D%/metrics.c %D%/metrics.h \
	%D%/plan.c %D%/plan.h \
	%D%/planner.c %D%/planner.h \
	%D%/poll.c %D%/poll.h \
	%D%/probe.c %D%/probe.h \
	%D%/pulse.c %D%/pulse.h \
	%D%/reading.c %D%/reading.h \
	%D%/register.c %D%/register.h \
	%D%/request.c %D%/request.h \
	%D%/roster.c %D%/roster.h \
	%D%/share.c %D%/share.h \
	%D%/schedule.c %D%/schedule.h \
	%D%/tell.c %D%/tell.h \
	%D%/window.c %D%/window.h \
	%D%/wish.c %D%/wish.h
libcollector_a_SOURCES += %D%/trial.c %D%/trial.h \
	%D%/examiner.c %D%/examiner.h \
	%D%/legacy.c %D%/legacy.h
