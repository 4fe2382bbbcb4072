UNIT_TESTS += %D%/test_period
%C%_test_period_SOURCES = %D%/test_period.c
%C%_test_period_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_timing
%C%_test_timing_SOURCES = %D%/test_timing.c %D%/evidence_text.h
%C%_test_timing_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure
%C%_test_measure_SOURCES = %D%/test_measure.c %D%/evidence_text.h
%C%_test_measure_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_values
%C%_test_values_SOURCES = %D%/test_values.c %D%/evidence_text.h
%C%_test_values_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_sample
%C%_test_sample_SOURCES = %D%/test_sample.c
%C%_test_sample_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_template
%C%_test_template_SOURCES = %D%/test_template.c
%C%_test_template_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_layout
%C%_test_layout_SOURCES = %D%/test_layout.c %D%/laid.h %D%/half_em.h
%C%_test_layout_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_chart
%C%_test_chart_SOURCES = %D%/test_chart.c
%C%_test_chart_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_words
%C%_test_words_SOURCES = %D%/test_words.c
%C%_test_words_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_entries
%C%_test_entries_SOURCES = %D%/test_entries.c %D%/evidence_text.h
%C%_test_entries_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_keep
%C%_test_keep_SOURCES = %D%/test_keep.c
%C%_test_keep_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_kind
%C%_test_kind_SOURCES = %D%/test_kind.c
%C%_test_kind_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

EXTRA_DIST += %D%/year.json
UNIT_TESTS += %D%/test_trend
%C%_test_trend_SOURCES = %D%/test_trend.c
%C%_test_trend_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_scope
%C%_test_scope_SOURCES = %D%/test_scope.c
%C%_test_scope_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_output
%C%_test_output_SOURCES = %D%/test_output.c
%C%_test_output_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_measure_change
%C%_test_measure_change_SOURCES = %D%/test_measure_change.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_change_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_clock
%C%_test_measure_clock_SOURCES = %D%/test_measure_clock.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_clock_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_evidence
%C%_test_measure_evidence_SOURCES = %D%/test_measure_evidence.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_evidence_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_exposure
%C%_test_measure_exposure_SOURCES = %D%/test_measure_exposure.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_exposure_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_inventory
%C%_test_measure_inventory_SOURCES = %D%/test_measure_inventory.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_inventory_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_monitoring
%C%_test_measure_monitoring_SOURCES = %D%/test_measure_monitoring.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_monitoring_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_network
%C%_test_measure_network_SOURCES = %D%/test_measure_network.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_network_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_stability
%C%_test_measure_stability_SOURCES = %D%/test_measure_stability.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_stability_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_time
%C%_test_measure_time_SOURCES = %D%/test_measure_time.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_time_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_audit_sample
%C%_test_audit_sample_SOURCES = %D%/test_audit_sample.c %D%/measured.h %D%/evidence_text.h
%C%_test_audit_sample_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_seal_room
%C%_test_seal_room_SOURCES = %D%/test_seal_room.c
%C%_test_seal_room_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_templates
%C%_test_templates_SOURCES = %D%/test_templates.c
%C%_test_templates_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_settings
%C%_test_measure_settings_SOURCES = %D%/test_measure_settings.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_settings_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_own_values
%C%_test_own_values_SOURCES = %D%/test_own_values.c %D%/measured.h %D%/evidence_text.h
%C%_test_own_values_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_settings_values
%C%_test_settings_values_SOURCES = %D%/test_settings_values.c %D%/measured.h %D%/evidence_text.h
%C%_test_settings_values_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_chosen
%C%_test_chosen_SOURCES = %D%/test_chosen.c %D%/evidence_text.h
%C%_test_chosen_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_edits
%C%_test_edits_SOURCES = %D%/test_edits.c %D%/measured.h %D%/evidence_text.h
%C%_test_edits_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_before
%C%_test_before_SOURCES = %D%/test_before.c
%C%_test_before_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_limit
%C%_test_limit_SOURCES = %D%/test_limit.c
%C%_test_limit_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_gate
%C%_test_gate_SOURCES = %D%/test_gate.c
%C%_test_gate_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_brand
%C%_test_brand_SOURCES = %D%/test_brand.c
%C%_test_brand_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_bar
%C%_test_bar_SOURCES = %D%/test_bar.c
%C%_test_bar_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_deliver
%C%_test_deliver_SOURCES = %D%/test_deliver.c
%C%_test_deliver_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_measure_entry
%C%_test_measure_entry_SOURCES = %D%/test_measure_entry.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_entry_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_logging
%C%_test_measure_logging_SOURCES = %D%/test_measure_logging.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_logging_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_patch
%C%_test_measure_patch_SOURCES = %D%/test_measure_patch.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_patch_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_measure_process
%C%_test_measure_process_SOURCES = %D%/test_measure_process.c %D%/measured.h %D%/evidence_text.h
%C%_test_measure_process_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_exposure_values
%C%_test_exposure_values_SOURCES = %D%/test_exposure_values.c %D%/measured.h %D%/evidence_text.h
%C%_test_exposure_values_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_interventions
%C%_test_interventions_SOURCES = %D%/test_interventions.c %D%/measured.h %D%/evidence_text.h
%C%_test_interventions_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_masked
%C%_test_masked_SOURCES = %D%/test_masked.c
%C%_test_masked_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_crew
%C%_test_crew_SOURCES = %D%/test_crew.c
%C%_test_crew_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_body
%C%_test_body_SOURCES = %D%/test_body.c
%C%_test_body_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_bidi
%C%_test_bidi_SOURCES = %D%/test_bidi.c
%C%_test_bidi_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_document
%C%_test_document_SOURCES = %D%/test_document.c
%C%_test_document_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_lengths
%C%_test_lengths_SOURCES = %D%/test_lengths.c
%C%_test_lengths_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_html_text
%C%_test_html_text_SOURCES = %D%/test_html_text.c
%C%_test_html_text_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_pdf_text
%C%_test_pdf_text_SOURCES = %D%/test_pdf_text.c
%C%_test_pdf_text_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_value
%C%_test_value_SOURCES = %D%/test_value.c
%C%_test_value_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_line
%C%_test_line_SOURCES = %D%/test_line.c %D%/half_em.h
%C%_test_line_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_column
%C%_test_column_SOURCES = %D%/test_column.c
%C%_test_column_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_rows
%C%_test_rows_SOURCES = %D%/test_rows.c %D%/laid.h %D%/half_em.h
%C%_test_rows_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_foot
%C%_test_foot_SOURCES = %D%/test_foot.c %D%/laid.h %D%/half_em.h
%C%_test_foot_LDADD = $(REPORTER_LIBS) $(UNIT_LIBS)
