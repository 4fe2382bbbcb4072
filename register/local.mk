# patchwacht: the operator's one command.
noinst_LIBRARIES += libregister.a
libregister_a_SOURCES = \
	%D%/command.c %D%/command.h \
	%D%/flag.c %D%/flag.h \
	%D%/nearest.c %D%/nearest.h \
	%D%/external.c %D%/external.h \
	%D%/context.c %D%/context.h \
	%D%/table.c %D%/table.h \
	%D%/table_forms.c %D%/table_forms.h \
	%D%/check.c %D%/check.h \
	%D%/ask.c %D%/ask.h \
	%D%/policy_file.c %D%/policy_file.h \
	%D%/verb_init.c \
	%D%/work.c %D%/work.h \
	%D%/verb_site.c \
	%D%/credential_input.c %D%/credential_input.h \
	%D%/verb_credential.c %D%/verb_credential.h \
	%D%/request_wait.c %D%/request_wait.h \
	%D%/examine.c %D%/examine.h %D%/verb_snmp_test.c \
	%D%/device_input.c %D%/device_input.h \
	%D%/verb_device.c %D%/verb_device.h %D%/verb_device_list.c \
	%D%/verb_device_history.c %D%/verb_device_samples.c \
	%D%/port_rates.c %D%/port_rates.h \
	%D%/fix_text.c %D%/fix_text.h \
	%D%/patch_input.c %D%/patch_input.h \
	%D%/patch_scope.c %D%/patch_scope.h \
	%D%/verb_patch.c %D%/verb_patch.h %D%/verb_patch_list.c \
	%D%/verb_deployment.c %D%/verb_exception.c %D%/verb_policy.c \
	%D%/verb_status.c %D%/verb_trail.c %D%/verb_trap.c \
	%D%/deployment_columns.c %D%/deployment_columns.h \
	%D%/import.c %D%/import.h \
	%D%/profiles.c %D%/profiles.h \
	%D%/block.c %D%/block.h \
	%D%/progress.c %D%/progress.h \
	%D%/sweep_plan.c %D%/sweep_plan.h \
	%D%/proposal.c %D%/proposal.h \
	%D%/verb_range.c \
	%D%/verb_discover.c %D%/verb_discover.h %D%/verb_proposal.c \
	%D%/verb_compare.c %D%/verb_identify.c %D%/verb_profile.c \
	%D%/verb_inventory.c \
	%D%/journal_dump.c %D%/journal_dump.h %D%/verb_journal.c \
	%D%/verb_inventory.c %D%/verb_journal.c \
	%D%/log_input.c %D%/log_input.h %D%/log_line.c %D%/log_line.h \
	%D%/verb_log.c %D%/verb_log.h %D%/verb_log_watch.c \
	%D%/verb_snmp_names.c \
	%D%/log_test_send.c %D%/log_test_send.h \
	%D%/verb_log_test.c \
	%D%/verb_senders.c \
	%D%/verb_events.c \
	%D%/verb_parse_syslog.c \
	%D%/verbs.h

bin_PROGRAMS += patchwacht
patchwacht_SOURCES = %D%/main.c
patchwacht_LDADD = $(REGISTER_LIBS)

include register/db/local.mk
