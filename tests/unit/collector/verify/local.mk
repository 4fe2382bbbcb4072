UNIT_TESTS += %D%/test_pseudonym
%C%_test_pseudonym_SOURCES = %D%/test_pseudonym.c
%C%_test_pseudonym_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_lines
%C%_test_lines_SOURCES = %D%/test_lines.c
%C%_test_lines_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
