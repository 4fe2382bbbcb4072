check_PROGRAMS += %D%/append
%C%_append_SOURCES = %D%/append.c
%C%_append_LDADD = $(SHARED_LIBS)
EXTRA_DIST += %D%/run %D%/README.md

bench-journal: %D%/append
	$(AM_V_at)builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/journal/run
.PHONY: bench-journal
