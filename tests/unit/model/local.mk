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
