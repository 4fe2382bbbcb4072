check_PROGRAMS += %D%/poll_once
%C%_poll_once_SOURCES = %D%/poll_once.c
%C%_poll_once_LDADD = libfleet.a $(COLLECTOR_LIBS)
EXTRA_DIST += %D%/run %D%/README.md %D%/peers/lib.sh %D%/peers/collectd \
	%D%/peers/snmp_exporter %D%/peers/snmpbulkwalk

bench-snmp: all %D%/poll_once
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/snmp/run
.PHONY: bench-snmp

# Minutes long, and of a calm machine only: not a part of `make bench`.
EXTRA_DIST += %D%/fleet
bench-fleet: all tests/fleet/fleetd tests/fleet/fleetctl tests/fleet/fleetread
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    sh $(top_srcdir)/bench/snmp/fleet
.PHONY: bench-fleet
