BENCHES += bench-identify
EXTRA_DIST += %D%/run %D%/pairs.awk %D%/score.awk %D%/README.md

# CORPUS=DIR: recordings with known versions, which are not part of the project.
bench-identify: all $(check_PROGRAMS)
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    CORPUS='$(CORPUS)' sh $(top_srcdir)/bench/identify/run
.PHONY: bench-identify
