UNIT_TESTS += %D%/test_bind

%C%_test_bind_SOURCES = %D%/test_bind.c
%C%_test_bind_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_message_row
%C%_test_message_row_SOURCES = %D%/test_message_row.c
%C%_test_message_row_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_column
%C%_test_column_SOURCES = %D%/test_column.c
%C%_test_column_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_rows
%C%_test_rows_SOURCES = %D%/test_rows.c
%C%_test_rows_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_sampler
%C%_test_sampler_SOURCES = %D%/test_sampler.c
%C%_test_sampler_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
