UNIT_TESTS += %D%/test_catalogue %D%/test_framework

%C%_test_catalogue_SOURCES = %D%/test_catalogue.c
%C%_test_catalogue_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
%C%_test_framework_SOURCES = %D%/test_framework.c
%C%_test_framework_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_threshold
%C%_test_threshold_SOURCES = %D%/test_threshold.c
%C%_test_threshold_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
