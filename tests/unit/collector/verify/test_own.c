/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/own.h"

#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/log/own_store.h"
#include "lib/store/patch/alert.h"

#include "tests/unit/test.h"

/* The database: what it says, what it was told, and what it refuses. */
static struct own_state said;
static struct own_senders senders_said;
static struct buf told;
static int loads, open_transactions, load_rc, set_rc;
static const char *open_now; /* rules, as a list; NULL: not known */

int
own_store_load(struct db *db, int64_t now, struct own_state *out)
{
	(void)db;
	(void)now;
	loads++;
	*out = said;
	return load_rc;
}

void
own_state_free(struct own_state *s)
{
	(void)s;
}

int
own_store_senders(
    struct db *db, int64_t now, struct own_senders **out, size_t *n)
{
	(void)db;
	(void)now;
	*out = &senders_said;
	*n = senders_said.tenant != 0;
	return ERR_OK;
}

void
own_senders_free(struct own_senders *s, size_t n)
{
	(void)s;
	(void)n;
}

int
alert_amend(struct db *db, int tenant, int64_t id, const char *detail)
{
	(void)db;
	assert_int_equal(3, tenant);
	assert_int_equal(9, id);
	assert_non_null(strstr(detail, "\"what\""));
	buf_add_str(&told, "=senders");
	return set_rc;
}

int
db_begin(struct db *db)
{
	(void)db;
	open_transactions++;
	return ERR_OK;
}

int
db_commit(struct db *db)
{
	(void)db;
	open_transactions--;
	buf_add_str(&told, ";");
	return ERR_OK;
}

void
db_rollback(struct db *db)
{
	(void)db;
	open_transactions--;
	buf_add_str(&told, "!");
}

int
alert_set(struct db *db, const struct alert_subject *s, bool holds, int64_t at,
    const char *detail, const int64_t *evidence, size_t n_evidence)
{
	(void)db;
	(void)at;
	(void)evidence;
	assert_int_equal(0, n_evidence);
	assert_int_equal(s->subject == NULL ? said.tenant : senders_said.tenant,
	    s->tenant_id);
	assert_int_equal(0, s->device_id);
	assert_non_null(strstr(detail, "\"host\""));
	buf_printf(&told, "%s%s", holds ? "+" : "-",
	    s->subject == NULL ? s->rule : s->subject);
	if (strstr(detail, "\"count\": 3") != NULL)
		buf_add_str(&told, " x3");
	if (strstr(detail, "\"what\"") == NULL && holds)
		buf_add_str(&told, " without a reason");
	return set_rc;
}

bool
alert_open_has(const struct alert_open *open, const struct alert_subject *s)
{
	(void)open;
	return strstr(open_now, s->rule) != NULL;
}

static struct verify v;
static char some[] = "listen on sw: 1", more[] = "and another";

static int
begin(void **state)
{
	(void)state;
	v = (struct verify){ .now = CLOCK_DAY };
	said = (struct own_state){ 0 };
	senders_said = (struct own_senders){ 0 };
	buf_clear(&told);
	loads = open_transactions = load_rc = set_rc = 0;
	open_now = NULL;
	return 0;
}

static const struct {
	struct own_state said;
	const char *open; /* NULL: verify does not know */
	const char *told;
} cases[] = {
	{ { 0 }, NULL, "" }, /* nobody is there to be told */
	{ { .tenant = 2 }, NULL,
	    "-journal_damaged;-set_aside;-certificate_expires;" },
	{ { .tenant = 2 }, "", "" },
	{ { .tenant = 2, .damaged = some }, "", "+journal_damaged;" },
	{ { .tenant = 2, .damaged = some }, "journal_damaged", "" },
	{ { .tenant = 2 }, "journal_damaged", "-journal_damaged;" },
	{ { .tenant = 2, .aside = some, .aside_count = 3 }, "",
	    "+set_aside x3;" },
	{ { .tenant = 2, .papers = some }, "set_aside",
	    "-set_aside;+certificate_expires;" },
};

static void
only_what_has_changed_is_told(void **state)
{
	for (size_t i = 0; i < ROWS(cases); i++) {
		begin(state);
		said = cases[i].said;
		open_now = cases[i].open;
		/* What it points to is alert_open_has's alone, above. */
		v.alerts = open_now == NULL ? NULL : (void *)&said;
		assert_int_equal(ERR_OK, own_take(&v));
		assert_string_equal(cases[i].told, buf_str(&told));
		assert_int_equal(0, open_transactions);
	}
	begin(state);
}

static const struct {
	struct own_senders said;
	const char *told;
} of_senders[] = {
	{ { .tenant = 3, .what = some, .count = 3 }, "+senders x3;" },
	{ { .tenant = 3, .what = some, .alert = 9, .told = some }, "" },
	{ { .tenant = 3, .what = some, .alert = 9, .told = more },
	    "=senders;" },
	{ { .tenant = 3, .alert = 9, .told = some }, "-senders;" },
};

static void
each_organisation_is_told_of_its_senders(void **state)
{
	for (size_t i = 0; i < ROWS(of_senders); i++) {
		begin(state);
		senders_said = of_senders[i].said;
		assert_int_equal(ERR_OK, own_take(&v));
		assert_string_equal(of_senders[i].told, buf_str(&told));
		assert_int_equal(0, open_transactions);
	}
}

static void
it_is_looked_at_now_and_then(void **state)
{
	(void)state;
	for (int i = 0; i < 60; i++) {
		assert_int_equal(ERR_OK, own_take(&v));
		v.now += CLOCK_SECOND;
	}
	assert_int_equal(6, loads);
}

static void
what_failed_is_tried_at_once(void **state)
{
	(void)state;
	load_rc = ERR_AGAIN;
	assert_int_equal(ERR_AGAIN, own_take(&v));
	load_rc = ERR_OK;
	said.tenant = 2;
	said.damaged = some;
	set_rc = ERR_IO;
	assert_int_equal(ERR_IO, own_take(&v));
	assert_string_equal("+journal_damaged!", buf_str(&told));
	assert_int_equal(0, open_transactions);
	set_rc = ERR_OK;
	assert_int_equal(ERR_OK, own_take(&v));
	assert_int_equal(3, loads);
}

static int
end(void **state)
{
	(void)state;
	buf_free(&told);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(only_what_has_changed_is_told, begin),
		cmocka_unit_test_setup(
		    each_organisation_is_told_of_its_senders, begin),
		cmocka_unit_test_setup(it_is_looked_at_now_and_then, begin),
		cmocka_unit_test_setup(what_failed_is_tried_at_once, begin),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
