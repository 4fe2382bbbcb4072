libshared_a_SOURCES += \
	%D%/async.c %D%/async.h \
	%D%/lookup.c %D%/lookup.h \
	%D%/loader.c %D%/loader.h \
	%D%/param.c %D%/param.h \
	%D%/pgcopy.c %D%/pgcopy.h \
	%D%/place.c %D%/place.h \
	%D%/conninfo.c %D%/conninfo.h \
	%D%/sqlstate.c %D%/sqlstate.h \
	%D%/rows.c %D%/rows.h \
	%D%/db.c %D%/db.h \
	%D%/change.c %D%/change.h %D%/change_hash.h \
	%D%/credential.c %D%/credential.h \
	%D%/credential_store.c %D%/credential_store.h \
	%D%/request_store.c %D%/request_store.h \
	%D%/run.c %D%/run.h \
	%D%/range_store.c %D%/range_store.h \
	%D%/discovery_store.c %D%/discovery_store.h \
	%D%/proposal_store.c \
	%D%/neighbour_store.c %D%/neighbour_store.h \
	%D%/outbox.c %D%/outbox.h \
	%D%/change_detail.c %D%/change_detail.h \
	%D%/tenant_store.c %D%/tenant_store.h \
	%D%/device_store.c %D%/device_store.h %D%/site_store.c \
	%D%/patch_store.c %D%/patch_store.h \
	%D%/deployment_store.c %D%/deployment_store.h %D%/deployment_list.c \
	%D%/exception_store.c %D%/exception_store.h \
	%D%/status_store.c %D%/status_store.h \
	%D%/policy_store.c %D%/policy_store.h \
	%D%/follow.c %D%/follow.h \
	%D%/log_store.c %D%/log_store.h \
	%D%/message_tally.c %D%/message_tally.h \
	%D%/trap_store.c %D%/trap_store.h \
	%D%/device_state.c %D%/device_state.h %D%/device_states.c \
	%D%/version_point.c %D%/version_point.h \
	%D%/line_store.c %D%/line_store.h \
	%D%/evidence.c %D%/evidence.h \
	%D%/sender_store.c %D%/sender_store.h \
	%D%/sample_store.c %D%/sample_store.h \
	%D%/inventory_store.c %D%/inventory_store.h \
	%D%/verdict.c %D%/verdict.h \
	%D%/alert.c %D%/alert.h \
	%D%/migrations.h
nodist_libshared_a_SOURCES = %D%/migrations.c

# Their numbers are their versions, and their order.
SCHEMA = \
	%D%/schema/001-ground.sql \
	%D%/schema/002-device.sql \
	%D%/schema/003-observation.sql \
	%D%/schema/004-register.sql \
	%D%/schema/005-alert.sql \
	%D%/schema/006-report.sql \
	%D%/schema/007-verdict.sql \
	%D%/schema/008-rights.sql \
	%D%/schema/009-decisions.sql
SCHEMA += %D%/schema/010-request.sql
SCHEMA += %D%/schema/011-sample.sql
SCHEMA += %D%/schema/012-trap.sql
SCHEMA += %D%/schema/013-discovery.sql
SCHEMA += %D%/schema/014-hints.sql
SCHEMA += %D%/schema/015-window.sql
SCHEMA += %D%/schema/016-sender.sql
SCHEMA += %D%/schema/017-message.sql
SCHEMA += %D%/schema/018-refused.sql
SCHEMA += %D%/schema/019-approval.sql
SCHEMA += %D%/schema/020-event.sql
SCHEMA += %D%/schema/021-log.sql
SCHEMA += %D%/schema/022-model.sql
SCHEMA += %D%/schema/023-anchor.sql
SCHEMA += %D%/schema/024-ward.sql
SCHEMA += %D%/schema/025-zone.sql
SCHEMA += %D%/schema/026-ward-around.sql
EXTRA_DIST += $(SCHEMA)
CLEANFILES += %D%/migrations.c

# Two of one number would be two versions of one migration.
%D%/migrations.c: $(SCHEMA) %D%/local.mk build-aux/embed
	@twice=`echo $(SCHEMA) | tr ' ' '\n' | sed 's,.*/,,; s,-.*,,' | \
	    sort | uniq -d`; test -z "$$twice" || \
	    { echo "lib/store/schema: two files of number $$twice" >&2; exit 1; }
	$(AM_V_GEN)$(MKDIR_P) $(@D) && cd $(srcdir) && \
	    sh build-aux/embed migrations \
	    `echo $(SCHEMA) | tr ' ' '\n' | sort` >$(abs_builddir)/$@.tmp && \
	    mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
