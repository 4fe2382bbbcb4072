# A target is one fuzz_NOUN.c; linked with replay.c it runs its corpus once.
# FUZZ_TESTS += %D%/fuzz_noun
# %C%_fuzz_noun_SOURCES = %D%/fuzz_noun.c %D%/replay.c
# %C%_fuzz_noun_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/noun"'
# %C%_fuzz_noun_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_ber
%C%_fuzz_ber_SOURCES = %D%/fuzz_ber.c %D%/replay.c
%C%_fuzz_ber_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/ber"'
%C%_fuzz_ber_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_snmp
%C%_fuzz_snmp_SOURCES = %D%/fuzz_snmp.c %D%/replay.c
%C%_fuzz_snmp_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/snmp"'
%C%_fuzz_snmp_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_recording
%C%_fuzz_recording_SOURCES = %D%/fuzz_recording.c %D%/replay.c
%C%_fuzz_recording_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/recording"'
%C%_fuzz_recording_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_observation
%C%_fuzz_observation_SOURCES = %D%/fuzz_observation.c %D%/replay.c
%C%_fuzz_observation_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/observation"'
%C%_fuzz_observation_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_journal
%C%_fuzz_journal_SOURCES = %D%/fuzz_journal.c %D%/replay.c
%C%_fuzz_journal_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/journal"'
%C%_fuzz_journal_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_conf
%C%_fuzz_conf_SOURCES = %D%/fuzz_conf.c %D%/replay.c
%C%_fuzz_conf_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/conf"'
%C%_fuzz_conf_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_csv
%C%_fuzz_csv_SOURCES = %D%/fuzz_csv.c %D%/replay.c
%C%_fuzz_csv_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/csv"'
%C%_fuzz_csv_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_json
%C%_fuzz_json_SOURCES = %D%/fuzz_json.c %D%/replay.c
%C%_fuzz_json_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/json"'
%C%_fuzz_json_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_json_cut
%C%_fuzz_json_cut_SOURCES = %D%/fuzz_json_cut.c %D%/replay.c
%C%_fuzz_json_cut_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/json_cut"'
%C%_fuzz_json_cut_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_regex
%C%_fuzz_regex_SOURCES = %D%/fuzz_regex.c %D%/replay.c
%C%_fuzz_regex_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/regex"'
%C%_fuzz_regex_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_regex_words
%C%_fuzz_regex_words_SOURCES = %D%/fuzz_regex_words.c %D%/replay.c
%C%_fuzz_regex_words_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/regex_words"'
%C%_fuzz_regex_words_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_utf8
%C%_fuzz_utf8_SOURCES = %D%/fuzz_utf8.c %D%/replay.c
%C%_fuzz_utf8_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/utf8"'
%C%_fuzz_utf8_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_syslog
%C%_fuzz_syslog_SOURCES = %D%/fuzz_syslog.c %D%/replay.c
%C%_fuzz_syslog_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/syslog"'
%C%_fuzz_syslog_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_frame
%C%_fuzz_frame_SOURCES = %D%/fuzz_frame.c %D%/replay.c
%C%_fuzz_frame_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/frame"'
%C%_fuzz_frame_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_template
%C%_fuzz_template_SOURCES = %D%/fuzz_template.c %D%/replay.c
%C%_fuzz_template_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/template"'
%C%_fuzz_template_LDADD = $(REPORTER_LIBS)
FUZZ_TESTS += %D%/fuzz_profile
%C%_fuzz_profile_SOURCES = %D%/fuzz_profile.c %D%/replay.c
%C%_fuzz_profile_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/profile"'
%C%_fuzz_profile_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_scheme
%C%_fuzz_scheme_SOURCES = %D%/fuzz_scheme.c %D%/replay.c
%C%_fuzz_scheme_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/scheme"'
%C%_fuzz_scheme_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_version
%C%_fuzz_version_SOURCES = %D%/fuzz_version.c %D%/replay.c
%C%_fuzz_version_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/version"'
%C%_fuzz_version_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_fix_text
%C%_fuzz_fix_text_SOURCES = %D%/fuzz_fix_text.c %D%/replay.c
%C%_fuzz_fix_text_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/fix_text"'
%C%_fuzz_fix_text_LDADD = $(REGISTER_LIBS)

FUZZ_TESTS += %D%/fuzz_framework
%C%_fuzz_framework_SOURCES = %D%/fuzz_framework.c %D%/replay.c
%C%_fuzz_framework_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/framework"'
%C%_fuzz_framework_LDADD = $(REPORTER_LIBS)

FUZZ_TESTS += %D%/fuzz_evidence
%C%_fuzz_evidence_SOURCES = %D%/fuzz_evidence.c %D%/replay.c
%C%_fuzz_evidence_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/evidence"'
%C%_fuzz_evidence_LDADD = $(REPORTER_LIBS)

FUZZ_TESTS += %D%/fuzz_masked
%C%_fuzz_masked_SOURCES = %D%/fuzz_masked.c %D%/replay.c
%C%_fuzz_masked_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/masked"'
%C%_fuzz_masked_LDADD = $(REPORTER_LIBS)

FUZZ_TESTS += %D%/fuzz_config
%C%_fuzz_config_SOURCES = %D%/fuzz_config.c %D%/replay.c
%C%_fuzz_config_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/config"'
%C%_fuzz_config_LDADD = $(COLLECTOR_LIBS)

FUZZ_TESTS += %D%/fuzz_mail
%C%_fuzz_mail_SOURCES = %D%/fuzz_mail.c %D%/replay.c
%C%_fuzz_mail_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/mail"'
%C%_fuzz_mail_LDADD = $(COLLECTOR_LIBS)
FUZZ_TESTS += %D%/fuzz_walk
%C%_fuzz_walk_SOURCES = %D%/fuzz_walk.c %D%/replay.c
%C%_fuzz_walk_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/walk"'
%C%_fuzz_walk_LDADD = $(COLLECTOR_LIBS)

FUZZ_TESTS += %D%/fuzz_snmp3
%C%_fuzz_snmp3_SOURCES = %D%/fuzz_snmp3.c %D%/replay.c
%C%_fuzz_snmp3_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/snmp3"'
%C%_fuzz_snmp3_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_security
%C%_fuzz_security_SOURCES = %D%/fuzz_security.c %D%/replay.c
%C%_fuzz_security_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/security"'
%C%_fuzz_security_LDADD = $(COLLECTOR_LIBS)

# New inputs, FUZZ_SECONDS of them for each target; see there. Unless that is
# set, twenty million packets go through the codec of SNMP as well, and
# twenty-four million lines and frames through what takes syslog apart.
EXTRA_DIST += %D%/run
fuzz:
	$(AM_V_at)sh $(top_srcdir)/tests/fuzz/run
	$(AM_V_at)test -n "$$FUZZ_SECONDS" || $(MAKE) fuzz-packets fuzz-lines

fuzz-lines:
	$(AM_V_at)FUZZ_RUNS=12000000 sh $(top_srcdir)/tests/fuzz/run syslog frame
	$(AM_V_at)FUZZ_RUNS=200000 sh $(top_srcdir)/tests/fuzz/run events

fuzz-packets:
	$(AM_V_at)FUZZ_RUNS=10000000 sh $(top_srcdir)/tests/fuzz/run snmp snmp3

FUZZ_TESTS += %D%/fuzz_neighbour
%C%_fuzz_neighbour_SOURCES = %D%/fuzz_neighbour.c %D%/replay.c
%C%_fuzz_neighbour_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/neighbour"'
%C%_fuzz_neighbour_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_trap
%C%_fuzz_trap_SOURCES = %D%/fuzz_trap.c %D%/replay.c
%C%_fuzz_trap_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/trap"'
%C%_fuzz_trap_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_metric
%C%_fuzz_metric_SOURCES = %D%/fuzz_metric.c %D%/replay.c
%C%_fuzz_metric_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/metric"'
%C%_fuzz_metric_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_samples
%C%_fuzz_samples_SOURCES = %D%/fuzz_samples.c %D%/replay.c
%C%_fuzz_samples_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/samples"'
%C%_fuzz_samples_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_relp
%C%_fuzz_relp_SOURCES = %D%/fuzz_relp.c %D%/replay.c
%C%_fuzz_relp_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/relp"'
%C%_fuzz_relp_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_events
%C%_fuzz_events_SOURCES = %D%/fuzz_events.c %D%/replay.c
%C%_fuzz_events_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/events"'
%C%_fuzz_events_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_trail
%C%_fuzz_trail_SOURCES = %D%/fuzz_trail.c %D%/replay.c
%C%_fuzz_trail_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/trail"'
%C%_fuzz_trail_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_mapping
%C%_fuzz_mapping_SOURCES = %D%/fuzz_mapping.c %D%/replay.c
%C%_fuzz_mapping_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/mapping"'
%C%_fuzz_mapping_LDADD = $(REGISTER_LIBS)
FUZZ_TESTS += %D%/fuzz_privacy
%C%_fuzz_privacy_SOURCES = %D%/fuzz_privacy.c %D%/replay.c
%C%_fuzz_privacy_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/privacy"'
%C%_fuzz_privacy_LDADD = $(COLLECTOR_LIBS)
FUZZ_TESTS += %D%/fuzz_redaction
%C%_fuzz_redaction_SOURCES = %D%/fuzz_redaction.c %D%/replay.c
%C%_fuzz_redaction_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/redaction"'
%C%_fuzz_redaction_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_seal
%C%_fuzz_seal_SOURCES = %D%/fuzz_seal.c %D%/replay.c
%C%_fuzz_seal_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/seal"'
%C%_fuzz_seal_LDADD = $(REPORTER_LIBS)

FUZZ_TESTS += %D%/fuzz_exploited
%C%_fuzz_exploited_SOURCES = %D%/fuzz_exploited.c %D%/replay.c
%C%_fuzz_exploited_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/exploited"'
%C%_fuzz_exploited_LDADD = $(REGISTER_LIBS)
FUZZ_TESTS += %D%/fuzz_manifest
%C%_fuzz_manifest_SOURCES = %D%/fuzz_manifest.c %D%/replay.c
%C%_fuzz_manifest_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/manifest"'
%C%_fuzz_manifest_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_picture
%C%_fuzz_picture_SOURCES = %D%/fuzz_picture.c %D%/replay.c
%C%_fuzz_picture_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/picture"'
%C%_fuzz_picture_LDADD = $(REPORTER_LIBS)
FUZZ_TESTS += %D%/fuzz_baseline
%C%_fuzz_baseline_SOURCES = %D%/fuzz_baseline.c %D%/replay.c
%C%_fuzz_baseline_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/baseline"'
%C%_fuzz_baseline_LDADD = $(SHARED_LIBS)
FUZZ_TESTS += %D%/fuzz_prefix
%C%_fuzz_prefix_SOURCES = %D%/fuzz_prefix.c %D%/replay.c
%C%_fuzz_prefix_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/prefix"'
%C%_fuzz_prefix_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_alerts
%C%_fuzz_alerts_SOURCES = %D%/fuzz_alerts.c %D%/replay.c
%C%_fuzz_alerts_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/alerts"'
%C%_fuzz_alerts_LDADD = $(SHARED_LIBS)

FUZZ_TESTS += %D%/fuzz_moment
%C%_fuzz_moment_SOURCES = %D%/fuzz_moment.c %D%/replay.c
%C%_fuzz_moment_CPPFLAGS = $(AM_CPPFLAGS) -DCORPUS='"%D%/corpus/moment"'
%C%_fuzz_moment_LDADD = $(SHARED_LIBS)
