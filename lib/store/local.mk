libshared_a_SOURCES += \
	%D%/array.c %D%/array.h \
	%D%/async.c %D%/async.h %D%/change.c %D%/change.h \
	%D%/change_detail.c %D%/change_detail.h \
	%D%/export/export_store.c %D%/export/export_store.h \
	%D%/export/export_said.c %D%/export/export_said.h \
	%D%/export/export_watch.c %D%/export/export_watch.h \
	%D%/export/known_store.c %D%/export/known_store.h %D%/export/known_ask.c \
	%D%/past.c %D%/past.h %D%/todo/todo_store.c %D%/todo/todo_store.h \
	%D%/change_list.c %D%/change_list.h \
	%D%/conninfo.c %D%/conninfo.h %D%/db.c %D%/db.h %D%/db_part.h \
	%D%/db_connect.c %D%/db_failure.c %D%/db_transaction.c \
	%D%/change_strays.c %D%/change_strays.h \
	%D%/conninfo.c %D%/conninfo.h %D%/db.c %D%/db.h \
	%D%/follow.c %D%/follow.h %D%/id_block.c %D%/id_block.h %D%/loader.c %D%/loader.h \
	%D%/loader_batch.c %D%/loader_batch.h \
	%D%/lookup.c %D%/lookup.h %D%/migrations.h \
	%D%/alert/outbox.c %D%/alert/outbox.h %D%/param.c %D%/param.h \
	%D%/alert/lease.c %D%/alert/lease.h \
	%D%/pgcopy.c %D%/pgcopy.h %D%/place.c %D%/place.h \
	%D%/report/delivery_store.c %D%/report/delivery_store.h \
	%D%/report/report_store.c %D%/report/report_store.h \
	%D%/report/schedule_store.c %D%/report/schedule_store.h \
	%D%/refused.c %D%/refused.h \
	%D%/retention_store.c %D%/retention_store.h \
	%D%/row_batch.c %D%/row_batch.h \
	%D%/rows.c %D%/rows.h %D%/run.c %D%/run.h \
	%D%/schema_version.c %D%/schema_version.h %D%/slate.c %D%/slate.h \
	%D%/sqlstate.c %D%/sqlstate.h \
	%D%/device/device_state.c %D%/device/device_state.h \
	%D%/device/device_states.c \
	%D%/device/device_store.c %D%/device/device_store.h \
	%D%/device/device_batch.c %D%/device/device_batch.h \
	%D%/device/directory.c %D%/device/directory.h \
	%D%/device/inventory_store.c %D%/device/inventory_store.h \
	%D%/device/port_store.c %D%/device/port_store.h \
	%D%/device/check_store.c %D%/device/check_store.h \
	%D%/device/sample_store.c %D%/device/sample_store.h \
	%D%/device/site_store.c \
	%D%/device/tenant_store.c %D%/device/tenant_store.h \
	%D%/entry/entry_store.c %D%/entry/entry_store.h \
	%D%/patch/comparison_store.c %D%/patch/comparison_store.h \
	%D%/patch/holiday_store.c %D%/patch/holiday_store.h \
	%D%/patch/ring_store.c %D%/patch/ring_store.h \
	%D%/log/hold_store.c %D%/log/hold_store.h \
	%D%/log/line_store.c %D%/log/line_store.h \
	%D%/log/log_store.c %D%/log/log_store.h \
	%D%/log/message_tally.c %D%/log/message_tally.h \
	%D%/log/own_store.c %D%/log/own_store.h \
	%D%/log/jump_store.c %D%/log/jump_store.h \
	%D%/log/redaction_store.c %D%/log/redaction_store.h \
	%D%/log/replay_store.c %D%/log/replay_store.h \
	%D%/log/sender_store.c %D%/log/sender_store.h \
	%D%/log/template_tally.c %D%/log/template_tally.h \
	%D%/network/credential.c %D%/network/credential.h \
	%D%/network/credential_store.c %D%/network/credential_store.h \
	%D%/network/discovery_store.c %D%/network/discovery_store.h \
	%D%/network/legacy_store.c %D%/network/legacy_store.h \
	%D%/network/neighbour_store.c %D%/network/neighbour_store.h \
	%D%/network/proposal_store.c \
	%D%/network/range_store.c %D%/network/range_store.h \
	%D%/network/request_store.c %D%/network/request_store.h \
	%D%/network/trap_store.c %D%/network/trap_store.h \
	%D%/patch/alert.c %D%/patch/alert.h %D%/patch/deployment_list.c \
	%D%/patch/assessment_store.c %D%/patch/assessment_store.h \
	%D%/patch/deployment_store.c %D%/patch/deployment_store.h \
	%D%/patch/evidence.c %D%/patch/evidence.h \
	%D%/patch/claim_store.c %D%/patch/claim_store.h \
	%D%/patch/exception_store.c %D%/patch/exception_store.h \
	%D%/patch/late_sql.h \
	%D%/patch/patch_batch.c %D%/patch/patch_batch.h \
	%D%/patch/patch_json.h \
	%D%/patch/patch_store.c %D%/patch/patch_store.h \
	%D%/patch/plan_store.c %D%/patch/plan_store.h \
	%D%/patch/policy_store.c %D%/patch/policy_store.h \
	%D%/patch/states.h \
	%D%/patch/status_store.c %D%/patch/status_store.h \
	%D%/patch/target_store.c %D%/patch/target_store.h \
	%D%/patch/closing_store.c %D%/patch/closing_store.h \
	%D%/patch/history_store.c %D%/patch/history_store.h \
	%D%/patch/exposure_store.c %D%/patch/exposure_store.h \
	%D%/patch/told_store.c %D%/patch/told_store.h \
	%D%/patch/window_store.c %D%/patch/window_store.h \
	%D%/patch/held_sql.h \
	%D%/patch/verdict.c %D%/patch/verdict_sql.h %D%/patch/verdict_write.c %D%/patch/verdict.h \
	%D%/patch/version_point.c %D%/patch/version_point.h \
	%D%/people/apart_store.c %D%/people/apart_store.h \
	%D%/people/holder_store.c %D%/people/holder_store.h \
	%D%/structure/difference_store.c %D%/structure/difference_store.h \
	%D%/structure/structure_store.c %D%/structure/structure_store.h \
	%D%/structure/watch_store.c %D%/structure/watch_store.h \
	%D%/framework/framework_store.c %D%/framework/framework_store.h \
	%D%/supplier/supplier_claim.c %D%/supplier/supplier_claim.h \
	%D%/supplier/supplier_store.c %D%/supplier/supplier_store.h \
	%D%/system/system_batch.c %D%/system/system_batch.h \
	%D%/system/system_store.c %D%/system/system_store.h
libshared_a_SOURCES += \
	%D%/alert/alert_list.c %D%/alert/alert_list.h \
	%D%/alert/channel_secret.c %D%/alert/channel_secret.h \
	%D%/alert/channel_store.c %D%/alert/channel_store.h \
	%D%/alert/digest_store.c %D%/alert/digest_store.h \
	%D%/alert/incident_store.c %D%/alert/incident_store.h \
	%D%/alert/metric_store.c %D%/alert/metric_store.h \
	%D%/alert/mute_store.c %D%/alert/mute_store.h \
	%D%/alert/watch_store.c %D%/alert/watch_store.h
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
SCHEMA += %D%/schema/027-assessment.sql
SCHEMA += %D%/schema/028-holder.sql
SCHEMA += %D%/schema/029-entry.sql
SCHEMA += %D%/schema/030-plan.sql
SCHEMA += %D%/schema/033-system.sql
SCHEMA += %D%/schema/041-exception.sql
SCHEMA += %D%/schema/049-loaded.sql
SCHEMA += %D%/schema/031-guard.sql
SCHEMA += %D%/schema/032-trail.sql
SCHEMA += %D%/schema/034-scope.sql
SCHEMA += %D%/schema/038-past.sql
SCHEMA += %D%/schema/036-hold.sql
SCHEMA += %D%/schema/039-window.sql
SCHEMA += %D%/schema/040-retention.sql
SCHEMA += %D%/schema/043-batch.sql
SCHEMA += %D%/schema/044-own.sql
SCHEMA += %D%/schema/046-closing.sql
SCHEMA += %D%/schema/055-asks.sql
SCHEMA += %D%/schema/056-duty.sql
SCHEMA += %D%/schema/057-hands.sql
SCHEMA += %D%/schema/058-classes.sql
SCHEMA += %D%/schema/059-tested.sql
SCHEMA += %D%/schema/070-then.sql
SCHEMA += %D%/schema/071-kept.sql
SCHEMA += %D%/schema/072-same.sql
SCHEMA += %D%/schema/073-incident.sql
SCHEMA += %D%/schema/085-structure.sql
SCHEMA += %D%/schema/086-notable.sql
SCHEMA += %D%/schema/091-moments.sql
SCHEMA += %D%/schema/092-entries.sql
SCHEMA += %D%/schema/093-terms.sql
SCHEMA += %D%/schema/094-agree.sql
SCHEMA += %D%/schema/095-ids.sql
SCHEMA += %D%/schema/110-target.sql
SCHEMA += %D%/schema/111-stability.sql
SCHEMA += %D%/schema/112-ring.sql
SCHEMA += %D%/schema/113-noticed.sql
SCHEMA += %D%/schema/114-scope.sql
SCHEMA += %D%/schema/115-ports.sql
SCHEMA += %D%/schema/116-checks.sql
SCHEMA += %D%/schema/117-index.sql
SCHEMA += %D%/schema/118-shape.sql
SCHEMA += %D%/schema/120-recorded.sql
SCHEMA += %D%/schema/130-exposure.sql
SCHEMA += %D%/schema/139-contracts.sql
SCHEMA += %D%/schema/121-permission.sql
SCHEMA += %D%/schema/131-framework.sql
SCHEMA += %D%/schema/141-schedule.sql
SCHEMA += %D%/schema/142-delivery.sql
SCHEMA += %D%/schema/143-step.sql
SCHEMA += %D%/schema/122-holidays.sql
SCHEMA += %D%/schema/150-found.sql
SCHEMA += %D%/schema/151-own_kept.sql
SCHEMA += %D%/schema/152-limit.sql
SCHEMA += %D%/schema/153-region.sql
SCHEMA += %D%/schema/154-lease.sql
SCHEMA += %D%/schema/155-readers.sql
SCHEMA += %D%/schema/160-past_deployment.sql
SCHEMA += %D%/schema/163-parts.sql
SCHEMA += %D%/schema/164-ids_of_others.sql
SCHEMA += %D%/schema/166-first_step.sql
SCHEMA += %D%/schema/175-sealed.sql
SCHEMA += %D%/schema/176-withdrawn.sql
SCHEMA += %D%/schema/178-assessed.sql
SCHEMA += %D%/schema/179-journal_behind.sql
SCHEMA += %D%/schema/180-reading.sql
SCHEMA += %D%/schema/162-clock_seen.sql
SCHEMA += %D%/schema/165-integrity.sql
SCHEMA += %D%/schema/167-sleeping.sql
SCHEMA += %D%/schema/156-figures.sql
SCHEMA += %D%/schema/161-trail_plan.sql
SCHEMA += %D%/schema/132-threshold.sql
SCHEMA += %D%/schema/133-functions.sql
SCHEMA += %D%/schema/123-jump.sql
SCHEMA += %D%/schema/157-own_rows.sql
SCHEMA += %D%/schema/158-set_up.sql
SCHEMA += %D%/schema/181-schedule_bundle.sql
SCHEMA += %D%/schema/182-bundle_made.sql
SCHEMA += %D%/schema/183-damage.sql
SCHEMA += %D%/schema/184-held_patch.sql
SCHEMA += %D%/schema/188-asked.sql
SCHEMA += %D%/schema/185-past_ring.sql
SCHEMA += %D%/schema/186-entry_id.sql
SCHEMA += %D%/schema/187-told_seq.sql
SCHEMA += %D%/schema/189-first_step_by_key.sql
SCHEMA += %D%/schema/190-extension_asked.sql
SCHEMA += %D%/schema/191-no_foreign_triggers.sql
SCHEMA += %D%/schema/192-bundle_folders.sql
SCHEMA += %D%/schema/193-owed.sql
SCHEMA += %D%/schema/194-in_turn.sql
SCHEMA += %D%/schema/195-planned.sql
SCHEMA += %D%/schema/196-sender_terms.sql
SCHEMA += %D%/schema/197-follows.sql
EXTRA_DIST += $(SCHEMA) %D%/schema/holes
CLEANFILES += %D%/migrations.c

# Two of one number would be two versions of one migration.
%D%/migrations.c: $(SCHEMA) %D%/local.mk %D%/schema/holes build-aux/embed \
    build-aux/schema-numbers
	@cd $(srcdir) && sh build-aux/schema-numbers lib/store/schema/holes $(SCHEMA)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && cd $(srcdir) && \
	    sh build-aux/embed migrations \
	    `echo $(SCHEMA) | tr ' ' '\n' | sort` >$(abs_builddir)/$@.tmp && \
	    mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
