UNIT_TESTS += %D%/test_privacy

%C%_test_privacy_SOURCES = %D%/test_privacy.c
%C%_test_privacy_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
