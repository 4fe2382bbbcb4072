UNIT_TESTS += %D%/test_difference
%C%_test_difference_SOURCES = %D%/test_difference.c
%C%_test_difference_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_sentence
%C%_test_sentence_SOURCES = %D%/test_sentence.c
%C%_test_sentence_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_match
%C%_test_match_SOURCES = %D%/test_match.c
%C%_test_match_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
