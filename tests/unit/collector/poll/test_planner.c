/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/planner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "collector/poll/contact.h"
#include "collector/poll/device.h"
#include "collector/poll/metrics.h"
#include "collector/poll/plan.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/profile/profile.h"
#include "lib/profile/set.h"
#include "lib/wire/varbind.h"
#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static const char profiles[] =
    "profile \"switch\" { match { sysobjectid = {enterprises.99999.1} }\n"
    "  version { oid = enterprises.99999.7.1.0 } }\n"
    "profile \"ups\" { match { sysobjectid = {enterprises.99999.2} } }\n";

static const char checks[] =
    "check \"all\" { about = \"x\" source = \"y\" look = object\n"
    "  object \"1.3.6.1.2.1.11.30.0\" { pass = { '1' } } }\n"
    "check \"some\" { about = \"x\" source = \"y\" look = object\n"
    "  object \"1.3.6.1.4.1.99999.8.0\" { pass = { '1' }\n"
    "    id = { \"1.3.6.1.4.1.99999.1\" } } }\n"
    "check \"off\" { about = \"x\" source = \"y\" look = object\n"
    "  enabled = no object \"1.3.6.1.4.1.99999.9.0\" { pass = { '1' } } }\n";

#define ENTERPRISE 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f /* 99999 */

static char dir[SCRATCH_MAX];

static void
write_below(const char *name, const char *text)
{
	char path[sizeof(dir) + 64];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
}

static int
make_dir(void **state)
{
	char path[sizeof(dir) + 64];

	(void)state;
	unsetenv("PATCHWACHT_DATADIR");
	log_start("test");
	if (mkdtemp(scratch_name(dir, "planner")) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/mibs", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/mibs/profiles", dir);
	mkdir(path, 0700);
	write_below(
	    "mibs/versions.schemes", "scheme \"dpkg\" { algorithm = dpkg }\n");
	write_below("mibs/profiles/given.profile", profiles);
	write_below("mibs/baseline.checks", checks);
	return 0;
}

static int
remove_dir(void **state)
{
	char command[sizeof(dir) + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* What a device said of itself: which product it is, and its sysDescr. */
static struct gathered
said_by(uint8_t product, const char *descr)
{
	const uint8_t id[] = { ENTERPRISE, product };
	struct gathered said = { 0 };
	struct varbind vb = { OID_OF(0x2b, 6, 1, 2, 1, 1, 1, 0),
		value_of_data(VALUE_STRING, descr, strlen(descr)) };

	varbind_add(&said.varbinds, &vb);
	vb = (struct varbind){ OID_OF(0x2b, 6, 1, 2, 1, 1, 2, 0),
		value_of_data(VALUE_OID, id, sizeof(id)) };
	varbind_add(&said.varbinds, &vb);
	return said;
}

static const char *
title_of(const struct device *d)
{
	return d->profile == NULL ? "" : d->profile->title;
}

/* One poll, as the role does it; the plan it followed. */
static const struct plan *
poll(struct planner *p, struct device *d, uint8_t product, const char *descr)
{
	struct gathered said = said_by(product, descr);
	const struct plan *plan = planner_choose(p, d, &said);

	planner_learn(p, d, &said);
	buf_free(&said.varbinds);
	return plan;
}

static bool
asks(const struct plan *p, struct oid oid)
{
	const struct walk_list *list;

	for (size_t i = 0; (list = plan_list(p, i)) != NULL; i++) {
		for (size_t k = 0; k < list->count; k++) {
			if (oid_eq(oid, list->names[k]))
				return true;
		}
	}
	return false;
}

static void
it_is_asked_all_until_its_profile_is_known(void **state)
{
	const struct oid version = OID_OF(ENTERPRISE, 7, 1, 0);
	struct planner *p = planner_new(dir);
	struct device d = { .device_id = 1 };
	const struct plan *all, *own;

	(void)state;
	all = poll(p, &d, 2, "a UPS");
	assert_true(asks(all, version)); /* of any profile */
	assert_string_equal("ups", title_of(&d));
	own = poll(p, &d, 2, "a UPS");
	assert_ptr_not_equal(all, own);
	assert_false(asks(own, version));
	/* The same plan for each of that profile. */
	assert_ptr_equal(own, poll(p, &d, 2, "a UPS"));
	planner_free(p);
}

static void
each_profile_has_a_plan_of_its_own(void **state)
{
	const struct oid version = OID_OF(ENTERPRISE, 7, 1, 0);
	struct planner *p = planner_new(dir);
	struct device one = { .device_id = 1 }, two = { .device_id = 2 };

	(void)state;
	poll(p, &one, 1, "a switch");
	poll(p, &two, 2, "a UPS");
	assert_string_equal("switch", title_of(&one));
	assert_true(asks(planner_plan(p, &one), version));
	assert_false(asks(planner_plan(p, &two), version));
	planner_free(p);
}

static void
what_checks_look_at_is_asked_of_whom_they_are_for(void **state)
{
	const struct oid every = OID_OF(0x2b, 6, 1, 2, 1, 11, 30, 0);
	const struct oid some = OID_OF(ENTERPRISE, 8, 0);
	const struct oid off = OID_OF(ENTERPRISE, 9, 0);
	struct planner *p = planner_new(dir);
	struct device one = { .device_id = 1 }, two = { .device_id = 2 },
		      other = { .device_id = 3 };

	(void)state;
	assert_true(asks(planner_plan(p, &one), every));
	assert_false(asks(planner_plan(p, &one), some));
	poll(p, &one, 1, "a switch");
	poll(p, &two, 2, "a UPS");
	poll(p, &other, 9, "nobody's");
	assert_true(asks(planner_plan(p, &one), every));
	assert_true(asks(planner_plan(p, &two), every));
	assert_true(asks(planner_plan(p, &other), every));
	assert_true(asks(planner_plan(p, &one), some));
	assert_false(asks(planner_plan(p, &two), some));
	assert_false(asks(planner_plan(p, &other), some));
	assert_false(asks(planner_plan(p, &one), off));
	planner_free(p);
}

/* Another product at the same address, or other firmware in the same. */
static void
one_that_has_changed_is_looked_at_anew(void **state)
{
	struct planner *p = planner_new(dir);
	struct device d = { .device_id = 1 };
	const struct plan *all = planner_plan(p, &d);

	(void)state;
	poll(p, &d, 1, "a switch");
	assert_ptr_not_equal(all, planner_plan(p, &d));
	assert_ptr_equal(all, poll(p, &d, 2, "a UPS"));
	assert_string_equal("ups", title_of(&d));
	assert_ptr_equal(all, poll(p, &d, 2, "a UPS, version 2"));
	assert_string_equal("ups", title_of(&d));
	planner_free(p);
}

static void
an_identity_is_known_as_long_as_it_is_the_same(void **state)
{
	uint8_t identity[DIGEST_LEN] = { 1, 2, 3 };
	struct device d = { .device_id = 1 };

	(void)state;
	assert_false(planner_knows(&d, identity)); /* nothing was learnt */
	assert_false(planner_knows(&d, identity));
	d.known = true;
	assert_true(planner_knows(&d, identity));
	identity[DIGEST_LEN - 1] ^= 1;
	assert_false(planner_knows(&d, identity));
	assert_false(d.known);
	assert_null(d.profile);
}

static void
a_stranger_is_known_as_one(void **state)
{
	struct planner *p = planner_new(dir);
	struct device d = { .device_id = 1 };
	const struct plan *all = planner_plan(p, &d);

	(void)state;
	poll(p, &d, 9, "nobody's");
	assert_true(d.known);
	assert_null(d.profile);
	assert_ptr_not_equal(all, planner_plan(p, &d));
	assert_true(asks(planner_plan(p, &d),
	    OID_OF(0x2b, 6, 1, 2, 1, 33, 1, 1, 3, 0))); /* is it a UPS? */
	planner_free(p);
}

static void
a_device_that_says_nothing_is_a_stranger(void **state)
{
	struct planner *p = planner_new(dir);
	struct gathered nothing = { 0 };
	struct device d = { .device_id = 1 };

	(void)state;
	assert_ptr_equal(planner_plan(p, &d), planner_choose(p, &d, &nothing));
	planner_learn(p, &d, &nothing);
	assert_null(d.profile);
	planner_free(p);
}

static void
without_profiles_all_are_asked_the_same(void **state)
{
	struct planner *p = planner_new("/nonexistent");
	struct device d = { .device_id = 1 };
	const struct plan *all = planner_plan(p, &d);

	(void)state;
	assert_null(planner_profiles(p));
	assert_ptr_equal(all, poll(p, &d, 1, "a switch"));
	assert_false(d.known);
	d.known = true;
	assert_ptr_equal(all, planner_plan(p, &d));
	assert_int_equal(0, metrics_count(planner_metrics(p)));
	planner_free(p);
	planner_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_asked_all_until_its_profile_is_known),
		cmocka_unit_test(each_profile_has_a_plan_of_its_own),
		cmocka_unit_test(
		    what_checks_look_at_is_asked_of_whom_they_are_for),
		cmocka_unit_test(one_that_has_changed_is_looked_at_anew),
		cmocka_unit_test(
		    an_identity_is_known_as_long_as_it_is_the_same),
		cmocka_unit_test(a_stranger_is_known_as_one),
		cmocka_unit_test(a_device_that_says_nothing_is_a_stranger),
		cmocka_unit_test(without_profiles_all_are_asked_the_same),
	};
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
