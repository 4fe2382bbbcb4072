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

static void
restarts_links_and_upgrades_make_due(void **state)
{
	(void)state;
	assert_true(trap_class_makes_due(TRAP_COLD_START));
	assert_true(trap_class_makes_due(TRAP_WARM_START));
	assert_true(trap_class_makes_due(TRAP_LINK_DOWN));
	assert_true(trap_class_makes_due(TRAP_LINK_UP));
	assert_true(trap_class_makes_due(TRAP_UPGRADE));
	assert_false(trap_class_makes_due(TRAP_AUTH_FAILURE));
	assert_false(trap_class_makes_due(TRAP_OTHER));
}

static int
load_text(const char *text)
{
	char path[] = "/tmp/patchwacht-rules-XXXXXX";
	struct trap_rules *r = NULL;
	int fd = mkstemp(path), rc;

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
		cmocka_unit_test(restarts_links_and_upgrades_make_due),
		cmocka_unit_test(faulty_rules_are_refused),
	};

	if (getenv("srcdir") != NULL)
		setenv("PATCHWACHT_DATADIR", getenv("srcdir"), 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
