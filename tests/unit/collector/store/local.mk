UNIT_TESTS += %D%/test_bind

%C%_test_bind_SOURCES = %D%/test_bind.c
%C%_test_bind_LDADD = $(COLLECTOR_LIBS) $(UNIT_LIBS)
