check_PROGRAMS += %D%/verify
%C%_verify_SOURCES = %D%/verify.c
%C%_verify_LDADD = $(COLLECTOR_LIBS)
EXTRA_DIST += %D%/run %D%/fill.sql %D%/README.md

bench-verdict: %D%/verify tests/integration/varbinds
	$(AM_V_at)builddir='$(abs_top_builddir)' srcdir='$(abs_top_srcdir)' \
	    sh $(top_srcdir)/bench/verdict/run
.PHONY: bench-verdict
