UNIT_TESTS += %D%/test_scheme_file

%C%_test_scheme_file_SOURCES = %D%/test_scheme_file.c
%C%_test_scheme_file_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
