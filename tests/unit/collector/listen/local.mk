UNIT_TESTS += %D%/test_privacy

%C%_test_privacy_SOURCES = %D%/test_privacy.c
%C%_test_privacy_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_crowd
%C%_test_crowd_SOURCES = %D%/test_crowd.c
%C%_test_crowd_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
