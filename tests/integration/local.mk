# Those that take longest first: started last, one would end alone. One name a
# line: lists that are merged stay lists.
SCRIPT_TESTS += \
	%D%/discover.t \
	%D%/verify.t \
	%D%/same.t \
	%D%/storm.t \
	%D%/structure.t \
	%D%/replay.t \
	%D%/credential.t \
	%D%/trap.t \
	%D%/pdf.t \
	%D%/odd.t \
	%D%/shipped.t \
	%D%/issued.t \
	%D%/bundle.t \
	%D%/seal.t \
	%D%/database.t \
	%D%/ourselves.t \
	%D%/events.t \
	%D%/poll.t \
	%D%/process.t \
	%D%/plan.t \
	%D%/exchange.t \
	%D%/sample.t \
	%D%/killed.t \
	%D%/schema.t \
	%D%/workers.t \
	%D%/log_test.t \
	%D%/listen.t \
	%D%/slow.t \
	%D%/frozen.t \
	%D%/journal.t \
	%D%/backup.t
SCRIPT_TESTS += \
	%D%/abuse.t \
	%D%/again.t \
	%D%/alert.t \
	%D%/audit.t \
	%D%/batch.t \
	%D%/both.t \
	%D%/calendar.t \
	%D%/channels.t \
	%D%/checks.t \
	%D%/clock.t \
	%D%/complete.t \
	%D%/customers.t \
	%D%/deliver.t \
	%D%/engines.t \
	%D%/exceptions.t \
	%D%/exposure.t \
	%D%/figures.t \
	%D%/fleet.t \
	%D%/formats.t \
	%D%/frameworks.t \
	%D%/full.t \
	%D%/functions.t \
	%D%/heard.t \
	%D%/hold.t \
	%D%/identify.t \
	%D%/inventory.t \
	%D%/kinds.t \
	%D%/legacy.t \
	%D%/log.t \
	%D%/log_store.t \
	%D%/many.t \
	%D%/maintenance.t \
	%D%/mapping.t \
	%D%/metrics.t \
	%D%/named.t \
	%D%/names.t \
	%D%/notice.t \
	%D%/papers.t \
	%D%/parity.t \
	%D%/parse.t \
	%D%/parts.t \
	%D%/ports.t \
	%D%/program.t \
	%D%/recheck.t \
	%D%/records.t \
	%D%/redact.t \
	%D%/register.t \
	%D%/reissue.t \
	%D%/relp.t \
	%D%/remote.t \
	%D%/retention.t \
	%D%/rfc.t \
	%D%/rfc_v3.t \
	%D%/schedule.t \
	%D%/sender_terms.t \
	%D%/senders.t \
	%D%/spaces.t \
	%D%/stability.t \
	%D%/store.t \
	%D%/supervisor.t \
	%D%/tamper.t \
	%D%/then.t \
	%D%/tls.t \
	%D%/todo.t \
	%D%/told.t \
	%D%/turns.t \
	%D%/users.t \
	%D%/usm.t \
	%D%/versions.t \
	%D%/waiting.t \
	%D%/watch.t
EXTRA_DIST += %D%/lib.sh %D%/asking.sh %D%/readings.sh %D%/ca.sh %D%/sealing.sh
EXTRA_DIST += %D%/functions.acts

check_PROGRAMS += %D%/ask_user
%C%_ask_user_SOURCES = %D%/ask_user.c
%C%_ask_user_LDADD = $(COLLECTOR_LIBS)
check_PROGRAMS += %D%/count_journal
%C%_count_journal_SOURCES = %D%/count_journal.c
%C%_count_journal_LDADD = $(SHARED_LIBS)
check_PROGRAMS += %D%/overhear
%C%_overhear_SOURCES = %D%/overhear.c
%C%_overhear_LDADD = $(SHARED_LIBS)
check_PROGRAMS += %D%/pairs
%C%_pairs_SOURCES = %D%/pairs.c
%C%_pairs_LDADD = $(SHARED_LIBS)
check_PROGRAMS += %D%/seal_user
%C%_seal_user_SOURCES = %D%/seal_user.c
%C%_seal_user_LDADD = $(SHARED_LIBS)
check_PROGRAMS += %D%/send_relp
%C%_send_relp_SOURCES = %D%/send_relp.c
check_PROGRAMS += %D%/varbinds
%C%_varbinds_SOURCES = %D%/varbinds.c
%C%_varbinds_LDADD = $(SHARED_LIBS)
check_PROGRAMS += %D%/write_journal
%C%_write_journal_SOURCES = %D%/write_journal.c
%C%_write_journal_LDADD = $(SHARED_LIBS)

# Loaded into a program, it makes the disk slow.
EXTRA_DIST += %D%/slow_sync.c
CLEANFILES += %D%/slow_sync.so
%D%/slow_sync.so: %D%/slow_sync.c
	$(AM_V_CCLD)$(CC) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
	    $(srcdir)/tests/integration/slow_sync.c
