# patchwacht-report: evidence to assessment to layout to PDF.
noinst_LIBRARIES += libreporter.a
libreporter_a_SOURCES = %D%/pool.c %D%/pool.h \
	%D%/formats.c %D%/formats.h \
	%D%/output_ciso.c %D%/output_csv.c %D%/output_csv.h \
	%D%/output_html.c %D%/output_html.h \
	%D%/output_json.c %D%/output_json.h \
	%D%/output_pdf.c %D%/output_pdf.h \
	%D%/arguments.c %D%/arguments.h \
	%D%/kind.c %D%/kind.h %D%/templates.c %D%/templates.h \
	%D%/report.c %D%/report.h %D%/issue.c %D%/issue.h \
	%D%/work.h %D%/work_source.c %D%/work_means.c \
	%D%/work_pages.c %D%/work_names.c %D%/work_files.c \
	%D%/keep.c %D%/keep.h %D%/source.c %D%/source.h \
	%D%/sealing.c %D%/sealing.h %D%/bundling.c %D%/bundling.h \
	%D%/bar.c %D%/bar.h %D%/batch.c %D%/batch.h %D%/crew.c %D%/crew.h \
	%D%/customers.c %D%/customers.h %D%/deliver.c %D%/deliver.h %D%/reissue.c %D%/reissue.h \
	%D%/due.c %D%/due.h %D%/due_bundle.c %D%/due_bundle.h %D%/removal.c %D%/removal.h \
	%D%/rebundle.c %D%/rebundle.h \
	%D%/removal_bundle.c %D%/removal_bundle.h

bin_PROGRAMS += patchwacht-report
patchwacht_report_SOURCES = %D%/main.c
patchwacht_report_LDADD = $(REPORTER_LIBS)

bin_PROGRAMS += patchwacht-template
patchwacht_template_SOURCES = %D%/main_template.c
patchwacht_template_LDADD = $(REPORTER_LIBS)

include reporter/brand/local.mk
include reporter/evidence/local.mk
include reporter/assess/local.mk
include reporter/template/local.mk
include reporter/layout/local.mk
include reporter/html/local.mk
include reporter/chart/local.mk
include reporter/pdf/local.mk
include reporter/seal/local.mk
include reporter/bundle/local.mk
