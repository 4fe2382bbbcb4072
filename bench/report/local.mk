check_PROGRAMS += %D%/measure
%C%_measure_SOURCES = %D%/measure.c
BENCHES += bench-report
EXTRA_DIST += %D%/run %D%/customers %D%/kinds %D%/fill.sql %D%/README.md

bench-report: %D%/measure patchwacht-report patchwacht-db tests/report/draw
	$(AM_V_at)builddir='$(abs_top_builddir)' srcdir='$(abs_top_srcdir)' \
	    sh $(top_srcdir)/bench/report/run
.PHONY: bench-report
