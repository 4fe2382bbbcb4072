UNIT_TESTS += %D%/test_buf %D%/test_clock

%C%_test_buf_SOURCES = %D%/test_buf.c
%C%_test_buf_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_clock_SOURCES = %D%/test_clock.c
%C%_test_clock_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
