UNIT_TESTS += %D%/test_pseudonym
%C%_test_pseudonym_SOURCES = %D%/test_pseudonym.c
%C%_test_pseudonym_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
