libreporter_a_SOURCES += \
	%D%/before.c %D%/before.h \
	%D%/chosen.c %D%/chosen.h \
	%D%/cohort.c %D%/cohort.h \
	%D%/edits.c %D%/edits.h \
	%D%/facts.c %D%/facts.h \
	%D%/gate.c %D%/gate.h \
	%D%/lengths.c %D%/lengths.h \
	%D%/limit.c %D%/limit.h \
	%D%/timing.c %D%/timing.h \
	%D%/without.c %D%/without.h \
	%D%/measure.c %D%/measure.h %D%/measures.h \
	%D%/measure_change.c %D%/measure_clock.c %D%/measure_entry.c \
	%D%/measure_evidence.c %D%/measure_exposure.c %D%/measure_inventory.c \
	%D%/measure_logging.c %D%/measure_monitoring.c %D%/measure_network.c \
	%D%/measure_patch.c %D%/measure_process.c %D%/measure_settings.c \
	%D%/measure_stability.c %D%/measure_time.c \
	%D%/sample.c %D%/sample.h \
	%D%/said.c %D%/said.h \
	%D%/values.c %D%/values.h %D%/value_parts.h \
	%D%/value_customers.c %D%/value_document.c %D%/value_summary.c %D%/value_sites.c \
	%D%/value_entries.c %D%/value_own.c \
	%D%/value_exposure.c %D%/value_figures.c %D%/value_process.c \
	%D%/value_sample.c %D%/value_settings.c \
	%D%/value_patches.c %D%/value_work.c \
	%D%/value_rounds.c %D%/value_trend.c %D%/value_earlier.c %D%/value_watch.c \
	%D%/value_actions.c %D%/value_interventions.c %D%/value_matrix.c \
	%D%/value_standing.c %D%/value_measure.c
