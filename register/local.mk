# patchwacht: the operator's one command.
noinst_LIBRARIES += libregister.a
libregister_a_SOURCES = \
	%D%/command.c %D%/command.h %D%/context.c %D%/context.h \
	%D%/external.c %D%/external.h %D%/flag.c %D%/flag.h \
	%D%/import.c %D%/import.h %D%/import_table.c %D%/import_table.h \
	%D%/missing.c %D%/missing.h \
	%D%/verb_status.c %D%/verbs.h %D%/work.c %D%/work.h \
	%D%/alert/channel_input.c %D%/alert/channel_input.h \
	%D%/alert/rule_known.c %D%/alert/rule_known.h \
	%D%/alert/channel_program.c %D%/alert/channel_program.h \
	%D%/alert/verb_alert.c %D%/alert/verb_alert.h \
	%D%/alert/verb_channel.c %D%/alert/verb_mute.c \
	%D%/audit/revision.c %D%/audit/revision.h \
	%D%/audit/trail_check.c %D%/audit/trail_check.h \
	%D%/audit/verb_audit.c %D%/audit/verb_evidence.c \
	%D%/audit/verb_bundle.c \
	%D%/device/device_input.c %D%/device/device_input.h \
	%D%/device/device_named.c %D%/device/device_named.h \
	%D%/device/device_same.c %D%/device/device_same.h \
	%D%/device/port_rates.c %D%/device/port_rates.h \
	%D%/device/verb_device.c %D%/device/verb_device.h \
	%D%/device/verb_device_accept.c %D%/device/verb_device_import.c \
	%D%/device/verb_device_history.c %D%/device/verb_device_list.c \
	%D%/network/verb_legacy.c %D%/device/verb_checks.c %D%/device/verb_device_checks.c \
	%D%/device/verb_device_lost.c %D%/device/verb_device_ports.c %D%/device/verb_device_samples.c %D%/device/verb_inventory.c \
	%D%/device/verb_site.c \
	%D%/entry/entry_import.c \
	%D%/entry/entry_input.c %D%/entry/entry_input.h \
	%D%/entry/entry_kind.c %D%/entry/entry_kind.h \
	%D%/entry/topics.c %D%/entry/topics.h \
	%D%/entry/verb_entry.c %D%/entry/verb_entry.h \
	%D%/entry/verb_entry_list.c \
	%D%/framework/framework_choose.c %D%/framework/framework_controls.c \
	%D%/framework/verb_framework.c %D%/framework/verb_framework.h \
	%D%/log/journal_dump.c %D%/log/journal_dump.h \
	%D%/log/journal_folder.c %D%/log/journal_folder.h \
	%D%/log/log_input.c %D%/log/log_input.h \
	%D%/log/log_line.c %D%/log/log_line.h \
	%D%/log/log_test_send.c %D%/log/log_test_send.h \
	%D%/log/verb_events.c %D%/log/verb_hold.c %D%/log/verb_journal.c %D%/log/verb_journal.h \
	%D%/log/verb_journal_redact.c %D%/log/verb_journal_replay.c \
	%D%/log/redact_declare.c %D%/log/redact_declare.h \
	%D%/log/redact_find.c %D%/log/redact_find.h \
	%D%/log/redact_shapes.c %D%/log/redact_shapes.h \
	%D%/log/replay_open.c %D%/log/replay_open.h \
	%D%/log/verb_log.c %D%/log/verb_log.h %D%/log/verb_log_test.c \
	%D%/log/verb_log_watch.c %D%/log/verb_parse_syslog.c \
	%D%/log/verb_senders.c \
	%D%/network/block.c %D%/network/block.h \
	%D%/network/range_check.c %D%/network/range_check.h \
	%D%/network/credential_input.c %D%/network/credential_input.h \
	%D%/network/examine.c %D%/network/examine.h \
	%D%/network/proposal.c %D%/network/proposal.h \
	%D%/network/request_wait.c %D%/network/request_wait.h \
	%D%/network/sweep_plan.c %D%/network/sweep_plan.h \
	%D%/network/verb_credential.c %D%/network/verb_credential.h \
	%D%/network/verb_discover.c %D%/network/verb_discover.h \
	%D%/network/verb_proposal.c %D%/network/verb_range.c \
	%D%/network/verb_snmp_names.c %D%/network/verb_snmp_test.c \
	%D%/network/verb_trap.c \
	%D%/patch/deployment_columns.c %D%/patch/deployment_columns.h \
	%D%/patch/fix_text.c %D%/patch/fix_text.h \
	%D%/patch/patch_input.c %D%/patch/patch_input.h \
	%D%/patch/patch_same.c %D%/patch/patch_same.h \
	%D%/patch/patch_scope.c %D%/patch/patch_scope.h \
	%D%/patch/verb_assess.c \
	%D%/patch/verb_deployment.c %D%/patch/verb_exception.c \
	%D%/patch/verb_exception.h \
	%D%/patch/verb_exception_decide.c %D%/patch/verb_exception_list.c \
	%D%/patch/mitigation_columns.h \
	%D%/patch/plan_check.c %D%/patch/plan_check.h \
	%D%/patch/verb_mitigation.c %D%/patch/verb_pilot.c \
	%D%/patch/stability_plot.c %D%/patch/stability_plot.h \
	%D%/patch/verb_stability.c %D%/patch/verb_ring.c \
	%D%/patch/verb_patch.c %D%/patch/verb_patch.h \
	%D%/patch/exploited_file.c %D%/patch/exploited_file.h \
	%D%/patch/verb_advisory.c %D%/patch/verb_exploited.c \
	%D%/patch/verb_vulnerability.c \
	%D%/patch/verb_patch_import.c \
	%D%/patch/verb_patch_list.c \
	%D%/people/document.c %D%/people/document.h \
	%D%/people/refusal.c %D%/people/refusal.h \
	%D%/people/verb_user.c \
	%D%/plan/calendar.c %D%/plan/calendar.h \
	%D%/plan/notice.c %D%/plan/notice.h \
	%D%/plan/verb_notice.c %D%/plan/verb_plan.c \
	%D%/plan/verb_told.c %D%/plan/verb_window.c \
	%D%/profile/profiles.c %D%/profile/profiles.h \
	%D%/profile/verb_compare.c %D%/profile/verb_identify.c \
	%D%/profile/verb_profile.c \
	%D%/report/schedule_fits.c %D%/report/schedule_fits.h \
	%D%/report/schedule_input.c %D%/report/schedule_input.h \
	%D%/report/verb_report.c %D%/report/verb_schedule.c \
	%D%/setup/answer.c %D%/setup/answer.h \
	%D%/setup/ask.c %D%/setup/ask.h \
	%D%/setup/check.c %D%/setup/check.h \
	%D%/setup/key_pairs.c %D%/setup/key_pairs.h \
	%D%/setup/policy_file.c %D%/setup/policy_file.h \
	%D%/setup/verb_retention.c \
	%D%/setup/verb_init.c %D%/setup/verb_policy.c \
	%D%/show/list.c %D%/show/list.h \
	%D%/show/progress.c %D%/show/progress.h \
	%D%/exchange/import_claim.c %D%/exchange/import_claim.h \
	%D%/exchange/import_site.c %D%/exchange/import_site.h \
	%D%/exchange/import_supplier.c %D%/exchange/import_supplier.h \
	%D%/exchange/import_framework.c \
	%D%/exchange/import_permission.c \
	%D%/exchange/import_field.c %D%/exchange/import_field.h \
	%D%/exchange/import_said.h %D%/exchange/import_window.c \
	%D%/exchange/by_text.c %D%/exchange/by_text.h \
	%D%/exchange/exchange_kind.c %D%/exchange/exchange_kind.h \
	%D%/exchange/import_channel.c %D%/exchange/import_exception.c \
	%D%/exchange/import_exposure.c %D%/exchange/import_pilot.c \
	%D%/exchange/import_range.c %D%/exchange/import_watch.c \
	%D%/exchange/import_told.c %D%/exchange/import_person.c \
	%D%/exchange/import_policy.c %D%/exchange/import_retired.c %D%/exchange/import_schedule.c \
	%D%/exchange/json_rows.c %D%/exchange/json_rows.h \
	%D%/exchange/list_text.c %D%/exchange/list_text.h \
	%D%/exchange/verb_export.c \
	%D%/show/as_of.c %D%/show/as_of.h \
	%D%/todo/verb_todo.c \
	%D%/show/table.c %D%/show/table.h \
	%D%/show/table_forms.c %D%/show/table_forms.h \
	%D%/mapping/date_form.c %D%/mapping/date_form.h \
	%D%/mapping/mapping.c %D%/mapping/mapping.h \
	%D%/mapping/mapping_find.c %D%/mapping/mapping_find.h \
	%D%/mapping/verb_mapping.c \
	%D%/supplier/claims.c %D%/supplier/claims.h \
	%D%/supplier/verb_supplier.c \
	%D%/system/system_input.h \
	%D%/system/system_known.c %D%/system/system_known.h \
	%D%/system/verb_system.c

bin_PROGRAMS += patchwacht
patchwacht_SOURCES = %D%/main.c
patchwacht_LDADD = $(REGISTER_LIBS)

include register/db/local.mk
