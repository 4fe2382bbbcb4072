# UNIT_TESTS += %D%/test_NOUN
UNIT_TESTS += %D%/test_journal

%C%_test_journal_SOURCES = %D%/test_journal.c
%C%_test_journal_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
