UNIT_TESTS += %D%/test_probe %D%/test_reading %D%/test_schedule

%C%_test_probe_SOURCES = %D%/test_probe.c tests/unit/collector/engine/fake.c \
	tests/unit/collector/engine/fake.h
%C%_test_probe_LDADD = libfleet.a $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_reading_SOURCES = %D%/test_reading.c
%C%_test_reading_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_schedule_SOURCES = %D%/test_schedule.c
%C%_test_schedule_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_share
%C%_test_share_SOURCES = %D%/test_share.c
%C%_test_share_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_delay
%C%_test_delay_SOURCES = %D%/test_delay.c
%C%_test_delay_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_memory
%C%_test_memory_SOURCES = %D%/test_memory.c
%C%_test_memory_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_keys
%C%_test_keys_SOURCES = %D%/test_keys.c
%C%_test_keys_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_trial
%C%_test_trial_SOURCES = %D%/test_trial.c tests/unit/collector/engine/fake.c \
	tests/unit/collector/engine/fake.h
%C%_test_trial_LDADD = libfleet.a $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_agenda
%C%_test_agenda_SOURCES = %D%/test_agenda.c
%C%_test_agenda_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_examiner
%C%_test_examiner_SOURCES = %D%/test_examiner.c
%C%_test_examiner_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_legacy
%C%_test_legacy_SOURCES = %D%/test_legacy.c
%C%_test_legacy_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_plan %D%/test_planner
%C%_test_plan_SOURCES = %D%/test_plan.c
%C%_test_plan_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_planner_SOURCES = %D%/test_planner.c
%C%_test_planner_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_ledger
%C%_test_ledger_SOURCES = %D%/test_ledger.c tests/unit/journal/fixture.c tests/unit/journal/fixture.h \
	tests/unit/journal/slow.c tests/unit/journal/slow.h
%C%_test_ledger_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_pulse
%C%_test_pulse_SOURCES = %D%/test_pulse.c tests/unit/journal/fixture.c tests/unit/journal/fixture.h
%C%_test_pulse_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

# Whom they ask is played by the tests.
UNIT_TESTS += %D%/test_window %D%/test_roster
%C%_test_window_SOURCES = %D%/test_window.c tests/unit/store/made_rows.c tests/unit/store/made_rows.h
%C%_test_window_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_roster_SOURCES = %D%/test_roster.c tests/unit/store/made_rows.c tests/unit/store/made_rows.h
%C%_test_roster_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
