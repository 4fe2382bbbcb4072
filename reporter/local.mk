# patchwacht-report: evidence to assessment to layout to PDF.
noinst_LIBRARIES += libreporter.a
libreporter_a_SOURCES =

include reporter/evidence/local.mk
include reporter/assess/local.mk
include reporter/template/local.mk
include reporter/layout/local.mk
include reporter/chart/local.mk
include reporter/pdf/local.mk
include reporter/seal/local.mk
