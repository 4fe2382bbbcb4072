/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/roster.h"

#include <stdio.h>
#include <string.h>

#include "collector/engine/security.h"
#include "collector/keys/keyring.h"
#include "collector/poll/probe.h"
#include "lib/base/clock.h"
#include "lib/store/db.h"
#include "lib/store/network/credential.h"
#include "tests/unit/store/made_rows.h"
#include "tests/unit/test.h"

enum { COLUMNS = 10, V2C = 1, V1 = 2, V3 = 3, SHUT = 9 };

/*
 * A ring of keys that is played here: three credentials, and none else.
 */

static struct credential v2c = { .kind = "v2c", .community = "public" };
static struct credential v1 = { .kind = "v1", .community = "oud" };
static struct credential v3 = { .kind = "v3", .user = "wacht" };
static struct usm_user user = { .name = "wacht", .auth = USM_AUTH_SHA256 };

const struct credential *
keyring_find(const struct keyring *k, int tenant_id, int credential_id)
{
	(void)k;
	(void)tenant_id;
	switch (credential_id) {
	case V2C:
		return &v2c;
	case V1:
		return &v1;
	case V3:
		return &v3;
	default:
		return NULL;
	}
}

const struct usm_user *
keyring_user(const struct keyring *k, int tenant_id, int credential_id)
{
	(void)k;
	(void)tenant_id;
	return credential_id == V3 ? &user : NULL;
}

/*
 * What the roster tells, as a text: "+1/7 ~1/7 -1/7"
 */

static struct roster roster;
static char told[512];
static size_t told_together;

static void
tell(char what, const struct device *d)
{
	size_t at = strlen(told);

	snprintf(told + at, sizeof(told) - at, "%s%c%d/%d", at > 0 ? " " : "",
	    what, d->tenant_id, d->device_id);
}

static void
on_added(void *arg, struct device *d, size_t together)
{
	d->owner = arg;
	told_together = together;
	tell('+', d);
}

static void
on_changed(void *arg, struct device *d, size_t nth)
{
	(void)arg;
	assert_true(nth > 0);
	tell('~', d);
}

static void
on_removed(void *arg, struct device *d)
{
	(void)arg;
	tell('-', d);
}

static int
start(void **state)
{
	(void)state;
	roster = (struct roster){
		.defaults = { .share = { 0, 1 },
		    .interval = 60 * CLOCK_SECOND,
		    .rows = 25 },
		.hooks = { on_added, on_changed, on_removed, &roster },
	};
	*told = '\0';
	strcpy(v2c.community, "public");
	memset(user.auth_ku, 1, sizeof(user.auth_ku));
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	roster_free(&roster);
	assert_int_equal(0, roster.count);
	roster_free(&roster);
	return 0;
}

#define OF_ROSTER(test) cmocka_unit_test_setup_teardown(test, start, stop)

/* Of a row: what a test says of it, and else what is usual. */
struct row {
	int tenant, device;
	int credential; /* 0: V2C */
	const char *address;
	int poll_s;
	bool any_source, retired;
};

static void
take(const struct row *rows, size_t n)
{
	char number[4][12];
	const char *values[COLUMNS];
	struct db_rows *page;

	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows[i];

		snprintf(number[0], 12, "%d", r->tenant);
		snprintf(number[1], 12, "%d", r->device);
		snprintf(
		    number[2], 12, "%d", r->credential ? r->credential : V2C);
		snprintf(number[3], 12, "%d", r->poll_s ? r->poll_s : 300);
		values[0] = number[0];
		values[1] = number[1];
		values[2] = "4";
		values[3] = "core-sw1";
		values[4] = r->address != NULL ? r->address : "192.0.2.1";
		values[5] = "161";
		values[6] = number[2];
		values[7] = number[3];
		values[8] = r->any_source ? "t" : "f";
		values[9] = r->retired ? "t" : "f";
		page = made_rows(COLUMNS, values, COLUMNS);
		roster_take(&roster, page, NULL);
		db_rows_free(page);
	}
}

static const char *
look(bool whole, const struct row *rows, size_t n)
{
	*told = '\0';
	roster_begin(&roster, whole);
	take(rows, n);
	roster_end(&roster);
	return told;
}

#define ROW(t, d, ...)                                      \
	{                                                   \
		.tenant = (t), .device = (d), ##__VA_ARGS__ \
	}
#define WHOLE(...)                                      \
	look(true, (const struct row[]){ __VA_ARGS__ }, \
	    ROWS(((const struct row[]){ __VA_ARGS__ })))
#define CHANGES(...)                                     \
	look(false, (const struct row[]){ __VA_ARGS__ }, \
	    ROWS(((const struct row[]){ __VA_ARGS__ })))

/* A poll that is under way: the roster only looks whether there is one. */
static struct probe *
under_way(void)
{
	static int anything;

	return (struct probe *)&anything;
}

static void
devices_stand_in_order_and_are_found(void **state)
{
	(void)state;
	assert_string_equal("+1/2 +1/7 +1/9 +2/1",
	    WHOLE(ROW(2, 1), ROW(1, 9), ROW(1, 2), ROW(1, 7)));
	assert_int_equal(4, told_together);
	for (size_t i = 0; i < roster.count; i++)
		assert_ptr_equal(roster.devices[i],
		    roster_find(&roster, roster.devices[i]->tenant_id,
			roster.devices[i]->device_id));
	assert_null(roster_find(&roster, 1, 1));
	assert_null(roster_find(&roster, 1, 8));
	assert_null(roster_find(&roster, 2, 2));
	assert_null(roster_find(&roster, 0, 0));
	assert_null(roster_find(&roster, 3, 1));
}

static void
an_empty_register_is_an_empty_roster(void **state)
{
	(void)state;
	assert_string_equal("", look(true, NULL, 0));
	assert_null(roster_find(&roster, 1, 1));
	assert_string_equal("+1/1", WHOLE(ROW(1, 1)));
	assert_string_equal("-1/1", look(true, NULL, 0));
	assert_int_equal(0, roster.count);
}

static void
a_row_says_how_it_is_asked(void **state)
{
	const struct device *d;

	(void)state;
	WHOLE(ROW(1, 1, .poll_s = 20, .any_source = true),
	    ROW(1, 2, .credential = V1), ROW(1, 3, .credential = V3),
	    ROW(1, 4, .credential = SHUT), ROW(1, 5, .address = "nowhere"));
	d = roster_find(&roster, 1, 1);
	assert_string_equal("public", d->peer.community);
	assert_int_equal(6, d->peer.community_len);
	assert_int_equal(SNMP_V2C, d->peer.version);
	assert_int_equal(161, d->peer.address.port);
	assert_int_equal(20 * CLOCK_SECOND, d->interval);
	assert_true(d->peer.any_source);
	assert_int_equal(25, d->manner.rows);
	assert_string_equal("core-sw1", d->name);
	assert_int_equal(4, d->realm_id);
	assert_true(d->usable);
	d = roster_find(&roster, 1, 2);
	assert_int_equal(SNMP_V1, d->peer.version);
	assert_int_equal(60 * CLOCK_SECOND, d->interval); /* left open */
	assert_null(d->peer.security);
	d = roster_find(&roster, 1, 3);
	assert_int_equal(SNMP_V3, d->peer.version);
	assert_string_equal("wacht", security_user(d->peer.security)->name);
	assert_false(roster_find(&roster, 1, 4)->usable);
	assert_false(roster_find(&roster, 1, 5)->usable);
}

static void
what_is_the_same_is_left_alone(void **state)
{
	struct device *d;

	(void)state;
	WHOLE(ROW(1, 1), ROW(1, 3, .credential = V3));
	d = roster_find(&roster, 1, 1);
	d->silent = 7;
	assert_string_equal("", WHOLE(ROW(1, 1), ROW(1, 3, .credential = V3)));
	assert_ptr_equal(d, roster_find(&roster, 1, 1));
	assert_int_equal(7, d->silent);
}

static void
each_change_of_the_way_is_told(void **state)
{
	(void)state;
	WHOLE(ROW(1, 1));
	assert_string_equal("~1/1", WHOLE(ROW(1, 1, .poll_s = 20)));
	assert_string_equal(
	    "~1/1", WHOLE(ROW(1, 1, .poll_s = 20, .address = "192.0.2.2")));
	assert_string_equal("~1/1", WHOLE(ROW(1, 1, .any_source = true)));
	assert_string_equal("~1/1", WHOLE(ROW(1, 1, .credential = V1)));
	assert_string_equal("~1/1", WHOLE(ROW(1, 1, .credential = V3)));
	assert_string_equal("~1/1", WHOLE(ROW(1, 1, .credential = SHUT)));
	assert_string_equal("", WHOLE(ROW(1, 1, .credential = SHUT)));
	assert_string_equal("~1/1", WHOLE(ROW(1, 1)));
	strcpy(v2c.community, "geheim");
	assert_string_equal("~1/1", WHOLE(ROW(1, 1)));
	assert_string_equal(
	    "geheim", roster_find(&roster, 1, 1)->peer.community);
}

static void
changes_leave_the_others_where_they_are(void **state)
{
	(void)state;
	WHOLE(ROW(1, 1), ROW(1, 2), ROW(1, 3));
	assert_string_equal("~1/2", CHANGES(ROW(1, 2, .poll_s = 20)));
	assert_int_equal(3, roster.count);
	assert_string_equal(
	    "-1/3 +1/4", CHANGES(ROW(1, 3, .retired = true), ROW(1, 4)));
	assert_int_equal(1, told_together);
	/* One that we never had. */
	assert_string_equal("", CHANGES(ROW(1, 9, .retired = true)));
	assert_string_equal("-1/1 -1/4", WHOLE(ROW(1, 2, .poll_s = 20)));
}

/* The next look begins: what the one before did not come to stays. */
static void
a_look_without_an_end_takes_nothing_away(void **state)
{
	const struct row first = ROW(1, 1), second = ROW(1, 2);

	(void)state;
	WHOLE(ROW(1, 1), ROW(1, 2));
	*told = '\0';
	roster_begin(&roster, true);
	take(&first, 1);
	roster_begin(&roster, true);
	take(&second, 1);
	take(&first, 1);
	roster_end(&roster);
	assert_string_equal("", told);
	assert_int_equal(2, roster.count);
}

static void
those_of_another_worker_leave(void **state)
{
	char both[sizeof(told)];
	size_t mine;

	(void)state;
	WHOLE(ROW(1, 1), ROW(1, 2), ROW(1, 3), ROW(1, 4), ROW(1, 5), ROW(1, 6));
	roster.defaults.share = (struct share){ 1, 2 };
	strcpy(both,
	    WHOLE(ROW(1, 1), ROW(1, 2), ROW(1, 3), ROW(1, 4), ROW(1, 5),
		ROW(1, 6)));
	mine = roster.count;
	assert_in_range(mine, 1, 5);
	assert_null(strchr(both, '+'));
	for (size_t i = 0; i < mine; i++)
		assert_true(share_has(
		    &roster.defaults.share, 1, roster.devices[i]->device_id));
}

/*
 * While a poll is under way
 */

static void
a_new_secret_waits_for_the_end_of_a_poll(void **state)
{
	struct device *d;

	(void)state;
	WHOLE(ROW(1, 1));
	d = roster_find(&roster, 1, 1);
	d->probe = under_way();
	strcpy(v2c.community, "geheim");
	assert_string_equal("", WHOLE(ROW(1, 1)));
	assert_string_equal("public", d->peer.community);
	d->probe = NULL;
	assert_true(roster_renew(&roster, d));
	assert_string_equal("geheim", d->peer.community);
	assert_false(roster_renew(&roster, d));
}

static void
a_secret_that_is_taken_back_changes_nothing(void **state)
{
	struct device *d;

	(void)state;
	WHOLE(ROW(1, 3, .credential = V3));
	d = roster_find(&roster, 1, 3);
	d->probe = under_way();
	memset(user.auth_ku, 2, sizeof(user.auth_ku));
	assert_string_equal("", WHOLE(ROW(1, 3, .credential = V3)));
	memset(user.auth_ku, 1, sizeof(user.auth_ku));
	assert_string_equal("", WHOLE(ROW(1, 3, .credential = V3)));
	d->probe = NULL;
	assert_false(roster_renew(&roster, d));
}

/* What answers at another address is another device. */
static void
a_new_address_does_not_wait(void **state)
{
	struct device *d;

	(void)state;
	WHOLE(ROW(1, 1));
	d = roster_find(&roster, 1, 1);
	d->probe = under_way();
	assert_string_equal("~1/1", WHOLE(ROW(1, 1, .address = "192.0.2.2")));
	assert_int_equal(2, d->peer.address.bytes[3]);
	d->probe = NULL;
}

/* Keys of an engine are of use at its address only. */
static void
an_engine_is_kept_with_its_address(void **state)
{
	struct security_engine e = {
		.id = { 0x80, 0, 0, 9, 5 }, .len = 5, .boots = 3
	};
	struct device *d;

	(void)state;
	WHOLE(ROW(1, 3, .credential = V3));
	d = roster_find(&roster, 1, 3);
	security_restore(d->peer.security, &e);
	memset(user.auth_ku, 2, sizeof(user.auth_ku));
	assert_string_equal("~1/3", WHOLE(ROW(1, 3, .credential = V3)));
	assert_true(security_engine(d->peer.security, &e));
	assert_string_equal(
	    "~1/3", WHOLE(ROW(1, 3, .credential = V3, .address = "192.0.2.2")));
	assert_false(security_engine(d->peer.security, &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OF_ROSTER(devices_stand_in_order_and_are_found),
		OF_ROSTER(an_empty_register_is_an_empty_roster),
		OF_ROSTER(a_row_says_how_it_is_asked),
		OF_ROSTER(what_is_the_same_is_left_alone),
		OF_ROSTER(each_change_of_the_way_is_told),
		OF_ROSTER(changes_leave_the_others_where_they_are),
		OF_ROSTER(a_look_without_an_end_takes_nothing_away),
		OF_ROSTER(those_of_another_worker_leave),
		OF_ROSTER(a_new_secret_waits_for_the_end_of_a_poll),
		OF_ROSTER(a_secret_that_is_taken_back_changes_nothing),
		OF_ROSTER(a_new_address_does_not_wait),
		OF_ROSTER(an_engine_is_kept_with_its_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
