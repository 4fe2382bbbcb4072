include tests/unit/collector/engine/local.mk
include tests/unit/collector/poll/local.mk
include tests/unit/collector/discover/local.mk

UNIT_TESTS += %D%/test_config %D%/test_control %D%/test_mail
%C%_test_config_SOURCES = %D%/test_config.c
%C%_test_config_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_control_SOURCES = %D%/test_control.c
%C%_test_control_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_mail_SOURCES = %D%/test_mail.c
%C%_test_mail_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
include tests/unit/collector/listen/local.mk
include tests/unit/collector/verify/local.mk
include tests/unit/collector/trap/local.mk

UNIT_TESTS += %D%/test_judge
%C%_test_judge_SOURCES = %D%/test_judge.c
%C%_test_judge_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_papers
%C%_test_papers_SOURCES = %D%/test_papers.c
%C%_test_papers_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_due
%C%_test_due_SOURCES = %D%/test_due.c
%C%_test_due_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_packer
%C%_test_packer_SOURCES = %D%/test_packer.c tests/unit/journal/fixture.c tests/unit/journal/fixture.h
%C%_test_packer_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_scribe
%C%_test_scribe_SOURCES = %D%/test_scribe.c tests/unit/journal/fixture.c tests/unit/journal/fixture.h \
	tests/unit/journal/slow.c tests/unit/journal/slow.h
%C%_test_scribe_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_exporter
%C%_test_exporter_SOURCES = %D%/test_exporter.c
%C%_test_exporter_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_exposition
%C%_test_exposition_SOURCES = %D%/test_exposition.c
%C%_test_exposition_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_siren
%C%_test_siren_SOURCES = %D%/test_siren.c
%C%_test_siren_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_outcome
%C%_test_outcome_SOURCES = %D%/test_outcome.c
%C%_test_outcome_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_away %D%/test_turn
%C%_test_away_SOURCES = %D%/test_away.c
%C%_test_away_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
%C%_test_turn_SOURCES = %D%/test_turn.c
%C%_test_turn_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_keeper
%C%_test_keeper_SOURCES = %D%/test_keeper.c
%C%_test_keeper_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_endpoint
%C%_test_endpoint_SOURCES = %D%/test_endpoint.c
%C%_test_endpoint_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_roles
%C%_test_roles_SOURCES = %D%/test_roles.c
%C%_test_roles_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_page
%C%_test_page_SOURCES = %D%/test_page.c
%C%_test_page_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
