libshared_a_SOURCES += %D%/calendar_file.c %D%/calendar_file.h
libshared_a_SOURCES += %D%/baseline.c %D%/baseline.h \
	%D%/baseline_judge.c %D%/baseline_judge.h
libshared_a_SOURCES += \
	%D%/check.c %D%/check.h \
	%D%/component.c %D%/component.h \
	%D%/draft.c %D%/draft.h \
	%D%/event_check.c %D%/event_check.h \
	%D%/event_rules.c %D%/event_rules.h \
	%D%/extract.c %D%/extract.h \
	%D%/gist.c %D%/gist.h \
	%D%/identity.c %D%/identity.h \
	%D%/load.c %D%/load.h \
	%D%/match.c %D%/match.h \
	%D%/message.c %D%/message.h \
	%D%/notable.c %D%/notable.h \
	%D%/object.c %D%/object.h \
	%D%/metric.c %D%/metric.h \
	%D%/metric_file.c %D%/metric_file.h \
	%D%/metric_row.c %D%/metric_row.h \
	%D%/packages.c %D%/packages.h \
	%D%/people.c %D%/people.h \
	%D%/people_shape.c %D%/people_shape.h \
	%D%/profile.c %D%/profile.h \
	%D%/rule.c %D%/rule.h \
	%D%/sample_sum.c %D%/sample_sum.h \
	%D%/samples.c %D%/samples.h \
	%D%/scheme_file.c %D%/scheme_file.h \
	%D%/set.c %D%/set.h \
	%D%/suggest.c %D%/suggest.h \
	%D%/titled.c %D%/titled.h \
	%D%/trap_rules.c %D%/trap_rules.h \
	%D%/vitals.c %D%/vitals.h \
	%D%/wanted.c %D%/wanted.h
libshared_a_SOURCES += %D%/alert_rules.c %D%/alert_rules.h
libshared_a_SOURCES += %D%/part_names.c %D%/part_names.h
