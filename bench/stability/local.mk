check_PROGRAMS += %D%/rates
%C%_rates_SOURCES = %D%/rates.c %D%/trials.c %D%/trials.h %D%/fleet.c \
	%D%/fleet.h %D%/lives.c %D%/lives.h
%C%_rates_LDADD = $(SHARED_LIBS)
BENCHES += bench-stability
EXTRA_DIST += %D%/run %D%/README.md

bench-stability: %D%/rates
	$(AM_V_at)builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/stability/run
.PHONY: bench-stability
