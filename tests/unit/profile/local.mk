UNIT_TESTS += %D%/test_scheme_file %D%/test_profiles %D%/test_load \
	%D%/test_match %D%/test_packages %D%/test_identity

noinst_HEADERS += %D%/given.h

%C%_test_scheme_file_SOURCES = %D%/test_scheme_file.c
%C%_test_scheme_file_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_profiles_SOURCES = %D%/test_profiles.c
%C%_test_profiles_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_load_SOURCES = %D%/test_load.c
%C%_test_load_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_match_SOURCES = %D%/test_match.c
%C%_test_match_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_packages_SOURCES = %D%/test_packages.c
%C%_test_packages_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_identity_SOURCES = %D%/test_identity.c
%C%_test_identity_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_trap_rules
%C%_test_trap_rules_SOURCES = %D%/test_trap_rules.c
%C%_test_trap_rules_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_metric
%C%_test_metric_SOURCES = %D%/test_metric.c
%C%_test_metric_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_draft
%C%_test_draft_SOURCES = %D%/test_draft.c
%C%_test_draft_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_order
%C%_test_order_SOURCES = %D%/test_order.c
%C%_test_order_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_vitals
%C%_test_vitals_SOURCES = %D%/test_vitals.c
%C%_test_vitals_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_samples
%C%_test_samples_SOURCES = %D%/test_samples.c
%C%_test_samples_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_baseline %D%/test_baseline_judge
%C%_test_baseline_SOURCES = %D%/test_baseline.c
%C%_test_baseline_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_baseline_judge_SOURCES = %D%/test_baseline_judge.c
%C%_test_baseline_judge_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_event_rules
%C%_test_event_rules_SOURCES = %D%/test_event_rules.c
%C%_test_event_rules_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_people
%C%_test_people_SOURCES = %D%/test_people.c
%C%_test_people_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_gist
%C%_test_gist_SOURCES = %D%/test_gist.c
%C%_test_gist_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_alert_rules
%C%_test_alert_rules_SOURCES = %D%/test_alert_rules.c
%C%_test_alert_rules_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_part_names
%C%_test_part_names_SOURCES = %D%/test_part_names.c
%C%_test_part_names_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_notable
%C%_test_notable_SOURCES = %D%/test_notable.c
%C%_test_notable_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_titled
%C%_test_titled_SOURCES = %D%/test_titled.c
%C%_test_titled_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_suggest
%C%_test_suggest_SOURCES = %D%/test_suggest.c
%C%_test_suggest_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_people_shape
%C%_test_people_shape_SOURCES = %D%/test_people_shape.c
%C%_test_people_shape_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_wanted
%C%_test_wanted_SOURCES = %D%/test_wanted.c
%C%_test_wanted_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
