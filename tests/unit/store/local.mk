UNIT_TESTS += %D%/test_conninfo %D%/test_credential

%C%_test_conninfo_SOURCES = %D%/test_conninfo.c
%C%_test_conninfo_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_credential_SOURCES = %D%/test_credential.c
%C%_test_credential_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_place
%C%_test_place_SOURCES = %D%/test_place.c
%C%_test_place_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
