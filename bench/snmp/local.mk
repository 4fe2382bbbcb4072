check_PROGRAMS += %D%/poll_once
%C%_poll_once_SOURCES = %D%/poll_once.c
%C%_poll_once_LDADD = libfleet.a $(COLLECTOR_LIBS)
check_PROGRAMS += %D%/cost
%C%_cost_SOURCES = %D%/cost.c
%C%_cost_LDADD = $(SHARED_LIBS)
EXTRA_DIST += %D%/run %D%/fleet %D%/README.md %D%/peers/lib.sh \
	%D%/peers/collectd %D%/peers/snmp_exporter %D%/peers/snmpbulkwalk

# SCENES=none leaves out the large fleet, which takes the longest.
bench-snmp: all %D%/poll_once %D%/cost tests/fleet/fleetd tests/fleet/fleetctl
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/snmp/run
	$(AM_V_at)test "$$SCENES" = none || { $(MAKE) bench-fleet && \
	    sed 1d bench/results/fleet.tsv >>bench/results/snmp.tsv; }
.PHONY: bench-snmp

bench-fleet: all tests/fleet/fleetd tests/fleet/fleetctl tests/fleet/fleetread
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/snmp/fleet
.PHONY: bench-fleet
