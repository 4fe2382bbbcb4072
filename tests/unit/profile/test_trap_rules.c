/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/trap_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static const struct trap_rule *
find(const struct trap_rules *r, const char *text)
{
	const struct trap_rule *found;
	struct buf oid = { 0 };

	assert_int_equal(ERR_OK, oid_parse(text, &oid));
	found = trap_rules_find(r, (struct oid){ oid.data, oid.len });
	buf_free(&oid);
	return found;
}

static void
the_shipped_rules_name_what_rfcs_define(void **state)
{
	struct trap_rules *r;

	(void)state;
	assert_int_equal(ERR_OK, trap_rules_load_default(NULL, &r));
	assert_string_equal("coldStart", find(r, "1.3.6.1.6.3.1.1.5.1")->name);
	assert_int_equal(TRAP_LINK_DOWN, find(r, "1.3.6.1.6.3.1.1.5.3")->class);
	assert_int_equal(
	    TRAP_AUTH_FAILURE, find(r, "1.3.6.1.6.3.1.1.5.5")->class);
	assert_int_equal(
	    TRAP_OTHER, find(r, "1.3.6.1.4.1.9.9.43.2.0.1")->class);
	assert_null(find(r, "1.3.6.1.6.3.1.1.5"));
	assert_null(find(r, "1.3.6.1.6.3.1.1.5.1.0"));
	trap_rules_free(r);
}

/* One of each module that the file names. */
static void
the_shipped_rules_name_what_vendors_send(void **state)
{
	static const struct {
		const char *oid, *name;
		enum trap_class class;
	} sent[] = {
		{ "1.3.6.1.2.1.131.0.2", "entStateOperDisabled", TRAP_CHANGE },
		{ "1.3.6.1.2.1.105.0.1", "pethPsePortOnOffNotification",
		    TRAP_OTHER },
		{ "1.3.6.1.2.1.15.0.2", "bgpBackwardTransNotification",
		    TRAP_CHANGE },
		{ "1.0.8802.1.1.2.0.0.1", "lldpRemTablesChange", TRAP_OTHER },
		{ "1.3.6.1.2.1.43.18.2.0.1", "printerV2Alert", TRAP_CHANGE },
		{ "1.3.6.1.2.1.33.2.1", "upsTrapOnBattery", TRAP_CHANGE },
		{ "1.3.6.1.4.1.9.9.10.1.3.0.1", "ciscoFlashCopyCompletionTrap",
		    TRAP_UPGRADE },
		{ "1.3.6.1.4.1.9.9.360.0.1", "ciuUpgradeOpCompletionNotify",
		    TRAP_UPGRADE },
		{ "1.3.6.1.4.1.9.9.176.2.0.1", "ciscoRFSwactNotif",
		    TRAP_CHANGE },
		{ "1.3.6.1.4.1.9.9.500.0.0.3", "cswStackMismatch",
		    TRAP_CHANGE },
		{ "1.3.6.1.4.1.9.9.117.2.0.2", "cefcPowerStatusChange",
		    TRAP_CHANGE },
		{ "1.3.6.1.4.1.9.9.13.3.0.9",
		    "ciscoEnvMonSuppStatusChangeNotif", TRAP_CHANGE },
		{ "1.3.6.1.4.1.9.6.1.101.0.222", "rlStackVersionUpgradeTrap",
		    TRAP_UPGRADE },
		{ "1.3.6.1.4.1.11.2.14.11.5.1.116.0.4",
		    "hpicfVsfVCMemberStatusChange", TRAP_CHANGE },
		{ "1.3.6.1.4.1.47196.4.1.1.3.15.0.1",
		    "arubaWiredVsfv2MemberStatusChange", TRAP_CHANGE },
		{ "1.3.6.1.4.1.14823.2.3.1.11.1.2.1041",
		    "wlsxNAccessPointIsDown", TRAP_CHANGE },
		{ "1.3.6.1.4.1.25053.2.11.1.2", "ruckusSZUpgradeSuccessTrap",
		    TRAP_UPGRADE },
		{ "1.3.6.1.4.1.25053.2.2.1.10",
		    "ruckusZDEventSystemColdStartTrap", TRAP_COLD_START },
		{ "1.3.6.1.4.1.25053.2.2.1.25",
		    "ruckusZDEventSystemWarmStartTrap", TRAP_WARM_START },
		{ "1.3.6.1.4.1.1916.1.33.4.0.2",
		    "extremeStackMemberStatusChanged", TRAP_CHANGE },
		{ "1.3.6.1.4.1.6486.801.1.2.1.69.1.0.6",
		    "virtualChassisUpgradeComplete", TRAP_UPGRADE },
		{ "1.3.6.1.4.1.2011.5.25.129.2.1.1", "hwEntityRemove",
		    TRAP_CHANGE },
		{ "1.3.6.1.4.1.2636.4.1.6", "jnxFruInsertion", TRAP_CHANGE },
		{ "1.3.6.1.4.1.2636.4.5.0.1", "jnxCmCfgChange", TRAP_OTHER },
		{ "1.3.6.1.4.1.2636.3.63.1.0.6", "jnxLicenseKeyExpired",
		    TRAP_CHANGE },
		{ "1.3.6.1.4.1.12356.100.1.3.0.106", "fnTrapPowerSupplyFailure",
		    TRAP_CHANGE },
		{ "1.3.6.1.4.1.12356.101.2.0.404", "fgTrapHaMemberDown",
		    TRAP_CHANGE },
		{ "1.3.6.1.4.1.25461.2.1.3.2.0.601",
		    "panGeneralSystemStartTrap", TRAP_COLD_START },
		{ "1.3.6.1.4.1.318.0.5", "upsOnBattery", TRAP_CHANGE },
		{ "1.3.6.1.4.1.318.0.32", "codeAuthenticationDone",
		    TRAP_UPGRADE },
	};
	struct trap_rules *r;

	(void)state;
	assert_int_equal(ERR_OK, trap_rules_load_default(NULL, &r));
	for (size_t i = 0; i < ROWS(sent); i++) {
		const struct trap_rule *rule = find(r, sent[i].oid);

		assert_non_null(rule);
		assert_string_equal(sent[i].name, rule->name);
		assert_string_equal(trap_class_name(sent[i].class),
		    trap_class_name(rule->class));
	}
	trap_rules_free(r);
}

static void
restarts_links_and_upgrades_make_due(void **state)
{
	(void)state;
	assert_true(trap_class_makes_due(TRAP_COLD_START));
	assert_true(trap_class_makes_due(TRAP_WARM_START));
	assert_true(trap_class_makes_due(TRAP_LINK_DOWN));
	assert_true(trap_class_makes_due(TRAP_LINK_UP));
	assert_true(trap_class_makes_due(TRAP_UPGRADE));
	assert_true(trap_class_makes_due(TRAP_CHANGE));
	assert_false(trap_class_makes_due(TRAP_AUTH_FAILURE));
	assert_false(trap_class_makes_due(TRAP_OTHER));
}

static int
load_text(const char *text)
{
	char path[SCRATCH_MAX];
	struct trap_rules *r = NULL;
	int fd = mkstemp(scratch_name(path, "rules")), rc;

	assert_true(fd != -1);
	close(fd);
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
	rc = trap_rules_load(path, &r);
	unlink(path);
	trap_rules_free(rc == ERR_OK ? r : NULL);
	return rc;
}

static void
faulty_rules_are_refused(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, load_text(""));
	assert_int_equal(
	    ERR_OK, load_text("trap \"a\" { oid = \"1.3.6.1\" }\n"));
	assert_int_equal(
	    ERR_PARSE, load_text("trap \"a\" { class = \"other\" }\n"));
	assert_int_equal(
	    ERR_PARSE, load_text("trap \"a\" { oid = \"one\" }\n"));
	assert_int_equal(ERR_PARSE,
	    load_text("trap \"a\" { oid = \"1.3.6.1\" class = \"x\" }\n"));
	assert_int_equal(ERR_PARSE,
	    load_text("trap \"a\" { oid = \"1.3.6.1\" }\n"
		      "trap \"b\" { oid = \"1.3.6.1\" }\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_rules_name_what_rfcs_define),
		cmocka_unit_test(the_shipped_rules_name_what_vendors_send),
		cmocka_unit_test(restarts_links_and_upgrades_make_due),
		cmocka_unit_test(faulty_rules_are_refused),
	};

	if (getenv("srcdir") != NULL)
		setenv("PATCHWACHT_DATADIR", getenv("srcdir"), 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
