UNIT_TESTS += %D%/test_scheme_file %D%/test_profiles

%C%_test_scheme_file_SOURCES = %D%/test_scheme_file.c
%C%_test_scheme_file_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_profiles_SOURCES = %D%/test_profiles.c
%C%_test_profiles_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
