# Nothing to build here yet.
check_PROGRAMS += bench/syslog/flood
bench_syslog_flood_SOURCES = bench/syslog/flood.c
include bench/snmp/local.mk
