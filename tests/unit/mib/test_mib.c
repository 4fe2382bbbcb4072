/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/mib/mib.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/oid.h"

#include "tests/unit/test.h"

static const struct {
	const char *name, *oid, *whole;
} known[] = {
	{ "sysDescr.0", "1.3.6.1.2.1.1.1.0", "SNMPv2-MIB::sysDescr.0" },
	{ "IF-MIB::ifName", "1.3.6.1.2.1.31.1.1.1.1", "IF-MIB::ifName" },
	{ "ifInErrors.4294967295", "1.3.6.1.2.1.2.2.1.14.4294967295",
	    "IF-MIB::ifInErrors.4294967295" },
	{ "1.3.6.1.2.1.47.1.1.1.1.10", "1.3.6.1.2.1.47.1.1.1.1.10",
	    "ENTITY-MIB::entPhysicalSoftwareRev" },
	{ "prtGeneralSerialNumber.1", "1.3.6.1.2.1.43.5.1.1.17.1",
	    "Printer-MIB::prtGeneralSerialNumber.1" },
	{ "upsEstimatedChargeRemaining.0", "1.3.6.1.2.1.33.1.2.4.0",
	    "UPS-MIB::upsEstimatedChargeRemaining.0" },
	{ "lldpRemSysName", "1.0.8802.1.1.2.1.4.1.1.9",
	    "LLDP-MIB::lldpRemSysName" },
	{ "usmStatsWrongDigests.0", "1.3.6.1.6.3.15.1.1.5.0",
	    "SNMP-USER-BASED-SM-MIB::usmStatsWrongDigests.0" },
	{ "coldStart", "1.3.6.1.6.3.1.1.5.1", "SNMPv2-MIB::coldStart" },
	{ "enterprises.9.9", "1.3.6.1.4.1.9.9", "SNMPv2-SMI::enterprises.9.9" },
	{ "PATCHWACHT-MIB::patchwachtAlert", "1.3.6.1.4.1.8072.9999.9999.1.0.1",
	    "PATCHWACHT-MIB::patchwachtAlert" },
};

static const char *const unknown[] = { "", ".", "::", "nosuchname",
	"IF-MIB::", "IF-MIB::sysDescr", "NO-SUCH-MIB::ifName", "ifName.",
	"ifName.x", "ifName.-1", "ifName.4294967296", "ifName..1", "1.3.6..1",
	"sysDescr.0 ", "../../../etc/passwd::x" };

static void
names_are_found_and_given_back(void **state)
{
	char text[OID_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct buf oid = { 0 }, name = { 0 };
		struct oid o;

		assert_int_equal(ERR_OK, mib_parse(known[i].name, &oid));
		o = (struct oid){ oid.data, oid.len };
		assert_string_equal(known[i].oid, oid_print(o, text));
		assert_int_equal(ERR_OK, mib_print(o, &name));
		assert_string_equal(known[i].whole, buf_str(&name));
		buf_free(&oid);
		buf_free(&name);
	}
}

static void
what_is_no_name_is_not_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct buf oid = { 0 };

		assert_int_equal(ERR_NOTFOUND, mib_parse(unknown[i], &oid));
		assert_int_equal(0, oid.len);
		buf_free(&oid);
	}
}

static void
a_name_too_long_to_be_one_is_not_found(void **state)
{
	char name[4096];
	struct buf oid = { 0 };

	(void)state;
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(ERR_NOTFOUND, mib_parse(name, &oid));
	memcpy(name + 2000, "::", 2);
	assert_int_equal(ERR_NOTFOUND, mib_parse(name, &oid));
	buf_free(&oid);
}

static void
what_no_module_knows_is_printed_as_numbers(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_NOTFOUND, mib_print(OID_OF(0x2b, 5), &out));
	assert_string_equal("1.3.5", buf_str(&out));
	buf_free(&out);
}

static void
count_found(void *arg, const char *module, const char *name, const char *oid)
{
	(void)oid;
	assert_string_equal("ENTITY-MIB", module);
	assert_string_equal("entPhysicalSerialNum", name);
	++*(int *)arg;
}

static void
a_part_of_a_name_is_searched_for(void **state)
{
	int found = 0;

	(void)state;
	mib_search("PHYSICALserial", count_found, &found);
	assert_int_equal(1, found);
}

/* Every module that is shipped, and whatever this machine has beside it. */
static void
modules_are_read_whole(void **state)
{
	int found = 0;

	(void)state;
	mib_search("physicalserial", count_found, &found);
	assert_int_equal(0, mib_faults());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(modules_are_read_whole),
		cmocka_unit_test(names_are_found_and_given_back),
		cmocka_unit_test(what_is_no_name_is_not_found),
		cmocka_unit_test(a_name_too_long_to_be_one_is_not_found),
		cmocka_unit_test(what_no_module_knows_is_printed_as_numbers),
		cmocka_unit_test(a_part_of_a_name_is_searched_for),
	};
	int rc;

	if (getenv("srcdir") != NULL)
		setenv("PATCHWACHT_DATADIR", getenv("srcdir"), 1);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	mib_close();
	return rc;
}
