check_PROGRAMS += %D%/flood
%C%_flood_SOURCES = %D%/flood.c
EXTRA_DIST += %D%/run %D%/README.md

bench-syslog: all %D%/flood
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/syslog/run
.PHONY: bench-syslog
