libshared_a_SOURCES += \
	%D%/address.c %D%/address.h \
	%D%/prefix.c %D%/prefix.h \
	%D%/sweep.c %D%/sweep.h \
	%D%/offer.c %D%/offer.h \
	%D%/range.c %D%/range.h \
	%D%/evr.c %D%/evr.h \
	%D%/expand.c %D%/expand.h \
	%D%/observation.c %D%/observation.h \
	%D%/sender_term.c %D%/sender_term.h \
	%D%/scheme.c %D%/scheme.h \
	%D%/version.c %D%/version.h \
	%D%/fixset.c %D%/fixset.h \
	%D%/decision.c %D%/decision.h \
	%D%/function.c %D%/function.h \
	%D%/policy.c %D%/policy.h \
	%D%/assessment.c %D%/assessment.h \
	%D%/deadline.c %D%/deadline.h \
	%D%/level.c %D%/level.h \
	%D%/listen_conf.c %D%/listen_conf.h \
	%D%/seal_conf.c %D%/seal_conf.h \
	%D%/program_conf.c %D%/program_conf.h \
	%D%/deployment.c %D%/deployment.h \
	%D%/transition.c \
	%D%/pair.c %D%/pair.h \
	%D%/alert_rule.c \
	%D%/uptime.c %D%/uptime.h \
	%D%/silence.c %D%/silence.h \
	%D%/stream.c %D%/stream.h
libshared_a_SOURCES += %D%/finding.c %D%/finding.h
libshared_a_SOURCES += %D%/shape.c %D%/shape.h
libshared_a_SOURCES += %D%/event_class.c %D%/event_class.h
libshared_a_SOURCES += %D%/counter.c %D%/counter.h
libshared_a_SOURCES += %D%/recurrence.c %D%/recurrence.h
libshared_a_SOURCES += %D%/appointment.c %D%/appointment.h
libshared_a_SOURCES += %D%/wake.c %D%/wake.h
libshared_a_SOURCES += %D%/incident.c %D%/incident.h
libshared_a_SOURCES += %D%/own_clock.c %D%/own_clock.h
