UNIT_TESTS += %D%/test_privacy

%C%_test_privacy_SOURCES = %D%/test_privacy.c
%C%_test_privacy_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_crowd
%C%_test_crowd_SOURCES = %D%/test_crowd.c
%C%_test_crowd_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_intake
%C%_test_intake_SOURCES = %D%/test_intake.c tests/unit/journal/fixture.c tests/unit/journal/fixture.h \
	tests/unit/journal/slow.c tests/unit/journal/slow.h
%C%_test_intake_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
