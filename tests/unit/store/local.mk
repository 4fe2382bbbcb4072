UNIT_TESTS += %D%/test_conninfo %D%/test_credential

%C%_test_conninfo_SOURCES = %D%/test_conninfo.c
%C%_test_conninfo_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_credential_SOURCES = %D%/test_credential.c
%C%_test_credential_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_schema_version
%C%_test_schema_version_SOURCES = %D%/test_schema_version.c
%C%_test_schema_version_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_refused
%C%_test_refused_SOURCES = %D%/test_refused.c
%C%_test_refused_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_place
%C%_test_place_SOURCES = %D%/test_place.c
%C%_test_place_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

# Needs a server: tests/integration/store.t starts one.
check_PROGRAMS += %D%/check_db
%C%_check_db_SOURCES = %D%/check_db.c
%C%_check_db_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_pgcopy
%C%_test_pgcopy_SOURCES = %D%/test_pgcopy.c
%C%_test_pgcopy_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_lookup
%C%_test_lookup_SOURCES = %D%/test_lookup.c
%C%_test_lookup_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_template_tally
%C%_test_template_tally_SOURCES = %D%/test_template_tally.c
%C%_test_template_tally_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_message_tally
%C%_test_message_tally_SOURCES = %D%/test_message_tally.c
%C%_test_message_tally_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_states
%C%_test_states_SOURCES = %D%/test_states.c
%C%_test_states_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_past
%C%_test_past_SOURCES = %D%/test_past.c
%C%_test_past_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

# Needs a server: tests/integration/log_store.t starts one.
check_PROGRAMS += %D%/check_log
%C%_check_log_SOURCES = %D%/check_log.c
%C%_check_log_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_channel_secret
%C%_test_channel_secret_SOURCES = %D%/test_channel_secret.c
%C%_test_channel_secret_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_array
%C%_test_array_SOURCES = %D%/test_array.c
%C%_test_array_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
