UNIT_TESTS += %D%/test_check \
	%D%/test_fix_text \
	%D%/test_flag %D%/test_import \
	%D%/test_policy_file %D%/test_progress \
	%D%/test_table

%C%_test_check_SOURCES = %D%/test_check.c
%C%_test_check_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_fix_text_SOURCES = %D%/test_fix_text.c
%C%_test_fix_text_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_flag_SOURCES = %D%/test_flag.c
%C%_test_flag_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_policy_file_SOURCES = %D%/test_policy_file.c
%C%_test_policy_file_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_table_SOURCES = %D%/test_table.c %D%/../store/made_rows.c
%C%_test_table_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_import_SOURCES = %D%/test_import.c
%C%_test_import_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_redact_find
%C%_test_redact_find_SOURCES = %D%/test_redact_find.c
%C%_test_redact_find_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_log_input
%C%_test_log_input_SOURCES = %D%/test_log_input.c
%C%_test_log_input_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_progress_SOURCES = %D%/test_progress.c
%C%_test_progress_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)


UNIT_TESTS += %D%/test_entry
%C%_test_entry_SOURCES = %D%/test_entry.c
%C%_test_entry_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_date_form %D%/test_mapping
%C%_test_date_form_SOURCES = %D%/test_date_form.c
%C%_test_date_form_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_mapping_SOURCES = %D%/test_mapping.c
%C%_test_mapping_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_list_text
%C%_test_list_text_SOURCES = %D%/test_list_text.c
%C%_test_list_text_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_json_rows
%C%_test_json_rows_SOURCES = %D%/test_json_rows.c
%C%_test_json_rows_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_notice %D%/test_calendar
%C%_test_notice_SOURCES = %D%/test_notice.c
%C%_test_notice_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
%C%_test_calendar_SOURCES = %D%/test_calendar.c
%C%_test_calendar_CPPFLAGS = $(AM_CPPFLAGS) -DSRCDIR='"$(abs_top_srcdir)"'
%C%_test_calendar_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_exploited_file
%C%_test_exploited_file_SOURCES = %D%/test_exploited_file.c
%C%_test_exploited_file_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_refusal
%C%_test_refusal_SOURCES = %D%/test_refusal.c
%C%_test_refusal_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_answer
%C%_test_answer_SOURCES = %D%/test_answer.c
%C%_test_answer_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_import_table
%C%_test_import_table_SOURCES = %D%/test_import_table.c
%C%_test_import_table_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_key_pairs
%C%_test_key_pairs_SOURCES = %D%/test_key_pairs.c
%C%_test_key_pairs_LDADD = $(REGISTER_LIBS) $(UNIT_LIBS)
