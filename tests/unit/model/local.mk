UNIT_TESTS += %D%/test_evr %D%/test_version %D%/test_fixset

%C%_test_evr_SOURCES = %D%/test_evr.c
%C%_test_evr_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_version_SOURCES = %D%/test_version.c
%C%_test_version_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_fixset_SOURCES = %D%/test_fixset.c
%C%_test_fixset_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_address %D%/test_observation

%C%_test_address_SOURCES = %D%/test_address.c
%C%_test_address_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_observation_SOURCES = %D%/test_observation.c
%C%_test_observation_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_sender_term
%C%_test_sender_term_SOURCES = %D%/test_sender_term.c
%C%_test_sender_term_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_own_clock
%C%_test_own_clock_SOURCES = %D%/test_own_clock.c bench/stability/lives.c \
	bench/stability/lives.h
%C%_test_own_clock_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_uptime
%C%_test_uptime_SOURCES = %D%/test_uptime.c
%C%_test_uptime_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_silence
%C%_test_silence_SOURCES = %D%/test_silence.c
%C%_test_silence_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_deadline
%C%_test_deadline_SOURCES = %D%/test_deadline.c
%C%_test_deadline_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_level
%C%_test_level_SOURCES = %D%/test_level.c
%C%_test_level_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_history
%C%_test_history_SOURCES = %D%/test_history.c
%C%_test_history_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_deployment
%C%_test_deployment_SOURCES = %D%/test_deployment.c
%C%_test_deployment_CPPFLAGS = $(AM_CPPFLAGS) -DSRCDIR='"$(abs_top_srcdir)"'
%C%_test_deployment_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_prefix
%C%_test_prefix_SOURCES = %D%/test_prefix.c
%C%_test_prefix_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_sweep
%C%_test_sweep_SOURCES = %D%/test_sweep.c
%C%_test_sweep_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_offer
%C%_test_offer_SOURCES = %D%/test_offer.c
%C%_test_offer_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_stream
%C%_test_stream_SOURCES = %D%/test_stream.c
%C%_test_stream_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_range
%C%_test_range_SOURCES = %D%/test_range.c
%C%_test_range_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_finding
%C%_test_finding_SOURCES = %D%/test_finding.c
%C%_test_finding_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_counter
%C%_test_counter_SOURCES = %D%/test_counter.c
%C%_test_counter_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_shape %D%/test_event_class
%C%_test_shape_SOURCES = %D%/test_shape.c
%C%_test_shape_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_event_class_SOURCES = %D%/test_event_class.c
%C%_test_event_class_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_assessment
%C%_test_assessment_SOURCES = %D%/test_assessment.c
%C%_test_assessment_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_function
%C%_test_function_SOURCES = %D%/test_function.c
%C%_test_function_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_appointment
%C%_test_appointment_SOURCES = %D%/test_appointment.c
%C%_test_appointment_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_recurrence
%C%_test_recurrence_SOURCES = %D%/test_recurrence.c
%C%_test_recurrence_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_decision
%C%_test_decision_SOURCES = %D%/test_decision.c
%C%_test_decision_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_incident
%C%_test_incident_SOURCES = %D%/test_incident.c
%C%_test_incident_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_expand %D%/test_scheme
%C%_test_expand_SOURCES = %D%/test_expand.c
%C%_test_expand_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_scheme_SOURCES = %D%/test_scheme.c
%C%_test_scheme_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_pair
%C%_test_pair_SOURCES = %D%/test_pair.c
%C%_test_pair_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
