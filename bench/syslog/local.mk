check_PROGRAMS += %D%/flood %D%/parse
%C%_parse_SOURCES = %D%/parse.c
%C%_parse_LDADD = $(SHARED_LIBS)
%C%_flood_SOURCES = %D%/flood.c
%C%_flood_LDADD = $(TLS_LIBS)
EXTRA_DIST += %D%/run %D%/lib.sh %D%/peers %D%/speed %D%/crash %D%/away \
	%D%/understood %D%/transports %D%/look %D%/README.md

bench-syslog: all %D%/flood %D%/parse tests/integration/count_journal \
    tests/integration/send_relp
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/syslog/run
.PHONY: bench-syslog
