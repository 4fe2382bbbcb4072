SCRIPT_TESTS += %D%/store.t %D%/database.t %D%/schema.t %D%/backup.t \
	%D%/remote.t
SCRIPT_TESTS += %D%/heard.t %D%/poll.t
EXTRA_DIST += %D%/lib.sh
SCRIPT_TESTS += %D%/register.t
SCRIPT_TESTS += %D%/supervisor.t %D%/alert.t
SCRIPT_TESTS += %D%/journal.t
check_PROGRAMS += %D%/count_journal
%C%_count_journal_SOURCES = %D%/count_journal.c
%C%_count_journal_LDADD = $(SHARED_LIBS)
SCRIPT_TESTS += %D%/verify.t
check_PROGRAMS += %D%/varbinds
%C%_varbinds_SOURCES = %D%/varbinds.c
%C%_varbinds_LDADD = $(SHARED_LIBS)
SCRIPT_TESTS += %D%/pdf.t
SCRIPT_TESTS += %D%/identify.t
SCRIPT_TESTS += %D%/listen.t
SCRIPT_TESTS += %D%/users.t
