EXTRA_DIST += %D%/run %D%/README.md
bench-alerts: all
	$(AM_V_at)srcdir=$(srcdir) builddir=. sh $(srcdir)/bench/alert/run
.PHONY: bench-alerts
