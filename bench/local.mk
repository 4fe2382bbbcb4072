# make bench-AREA measures one area and writes bench/results/AREA.tsv; make
# bench does all.
BENCHES = bench-alerts bench-snmp bench-journal bench-syslog bench-verdict bench-parity
bench: $(BENCHES)
.PHONY: bench

EXTRA_DIST += %D%/README.md
include bench/alert/local.mk
include bench/identify/local.mk
include bench/journal/local.mk
include bench/parity/local.mk
include bench/report/local.mk
include bench/snmp/local.mk
include bench/syslog/local.mk
include bench/verdict/local.mk
include bench/stability/local.mk
