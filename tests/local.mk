# A unit test per .c file, a fuzz target per parser, and shell scripts that
# speak TAP; `make check` runs them all under prove.
UNIT_TESTS =
FUZZ_TESTS =
SCRIPT_TESTS =
UNIT_LIBS = $(CMOCKA_LIBS)

include tests/unit/base/local.mk
include tests/unit/model/local.mk
include tests/unit/model/statistics/local.mk
include tests/unit/model/stability/local.mk
include tests/unit/model/structure/local.mk
include tests/unit/model/trail/local.mk
include tests/unit/wire/local.mk
include tests/unit/profile/local.mk
include tests/unit/framework/local.mk
include tests/unit/mib/local.mk
include tests/unit/journal/local.mk
include tests/unit/bundle/local.mk
include tests/unit/store/local.mk
include tests/unit/load/local.mk
include tests/unit/collector/local.mk
include tests/unit/register/local.mk
include tests/unit/reporter/local.mk
include tests/fuzz/local.mk
include tests/fleet/local.mk
include tests/report/local.mk
include tests/integration/local.mk
include tests/model/local.mk

# Not built by each `make check`: of hundreds one that names a few needs those.
EXTRA_PROGRAMS += $(UNIT_TESTS) $(FUZZ_TESTS)
CLEANFILES += $(UNIT_TESTS) $(FUZZ_TESTS)
EXTRA_DIST += %D%/.clang-tidy %D%/check %D%/run %D%/start %D%/valgrind.supp $(SCRIPT_TESTS) %D%/unit/scratch.h %D%/unit/source.h %D%/unit/test.h %D%/fuzz/replay.c \
	%D%/fuzz/corpus %D%/data

# The names of the programs, for those who run them in another way.
print-programs:
	@echo $(UNIT_TESTS) $(FUZZ_TESTS)

print-tests:
	@echo $(SCRIPT_TESTS) $(UNIT_TESTS) $(FUZZ_TESTS)

check-programs: $(check_PROGRAMS) $(UNIT_TESTS) $(FUZZ_TESTS) \
	tests/integration/slow_sync.so

# TESTS="tests/unit/base/test_buf" runs one; VERBOSE=1 shows each claim.
# Scripts wait, programs are quick: those come last.
check-local: all-am
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) tests/integration/slow_sync.so \
	    $$(echo "$${TESTS:-check-programs}" | tr ' ' '\n' | grep -v '\.t$$')
	$(AM_V_at)srcdir='$(abs_top_srcdir)' builddir='$(abs_top_builddir)' \
	    PROVE='$(PROVE)' sh $(top_srcdir)/tests/run \
	    $${TESTS:-$(SCRIPT_TESTS) $(UNIT_TESTS) $(FUZZ_TESTS)}
