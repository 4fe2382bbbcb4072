EXTRA_DIST += %D%/run %D%/README.md

# RECORDINGS is a folder of others.
bench-parity: all tests/fleet/ask
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/parity/run $(RECORDINGS)
.PHONY: bench-parity
