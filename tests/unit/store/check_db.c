/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The connection against a real server, which tests/integration/store.t has
 * started below $PATCHWACHT_HOME.
 */
#include "lib/store/db.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/alert/lease.h"
#include "lib/store/change.h"
#include "lib/store/refused.h"
#include "lib/store/slate.h"

#include "tests/unit/test.h"

static struct db_target target;
static struct db *db;
static char last[4096];

static void
keep(const char *line)
{
	strncpy(last, line, sizeof(last) - 1);
}

static int
open_owner(void **state)
{
	(void)state;
	last[0] = '\0';
	return db_open(&target, "patchwacht_owner", &db);
}

static int
close_owner(void **state)
{
	(void)state;
	db_close(db);
	db = NULL;
	return 0;
}

static const int64_t numbers[] = { 0, 1, -1, INT64_MAX, INT64_MIN };

static void
numbers_come_back(void **state)
{
	struct db_rows *rows;

	(void)state;
	for (size_t i = 0; i < ROWS(numbers); i++) {
		assert_int_equal(ERR_OK,
		    db_query(db, &rows, "SELECT $1::bigint, $2::float8",
			DB_INT(numbers[i]), DB_REAL(0.1)));
		assert_true(numbers[i] == db_int(rows, 0, 0));
		assert_true(db_real(rows, 0, 1) == 0.1);
		db_rows_free(rows);
	}
}

static const int64_t times[] = { 0, 1, -1, 1795514400000001, 1795514400000000,
	253402300799999999, -2177452800000000, DB_NO_TIME };

static void
times_come_back(void **state)
{
	struct db_rows *rows;

	(void)state;
	for (size_t i = 0; i < ROWS(times); i++) {
		assert_int_equal(ERR_OK,
		    db_query(db, &rows, "SELECT $1::timestamptz",
			db_arg_time(times[i])));
		assert_true(times[i] == db_time(rows, 0, 0));
		db_rows_free(rows);
	}
}

static const struct {
	const char *text;
	int64_t at;
} odd_times[] = {
	{ "0001-01-01T00:00:00Z", -62135596800000000 },
	{ "1000-02-28T23:59:59.5Z", -30605126400500000 },
	{ "2000-02-29T12:00:00+01", 951822000000000 },
	{ "10000-01-01T00:00:00Z", 253402300800000000 },
	{ "4713-01-01 BC", DB_NO_TIME },
	{ "infinity", DB_NO_TIME },
	{ "-infinity", DB_NO_TIME },
};

static void
no_time_of_the_server_ends_us(void **state)
{
	struct db_rows *rows;

	(void)state;
	for (size_t i = 0; i < ROWS(odd_times); i++) {
		assert_int_equal(ERR_OK,
		    db_query(db, &rows, "SELECT $1::timestamptz",
			DB_TEXT(odd_times[i].text)));
		if (odd_times[i].at != db_time(rows, 0, 0))
			fail_msg("%s: %lld", odd_times[i].text,
			    (long long)db_time(rows, 0, 0));
		db_rows_free(rows);
	}
}

static void
bytes_and_texts_come_back(void **state)
{
	static const uint8_t bytes[] = { 0, 1, 0xff, '\\', '\'', 0 };
	struct db_rows *rows;
	const uint8_t *have;
	size_t len;

	(void)state;
	assert_int_equal(ERR_OK,
	    db_query(db, &rows, "SELECT $1::bytea,$2::bytea,$3::text,$4::text",
		DB_BYTES(bytes, sizeof(bytes)), DB_BYTES(NULL, 0),
		DB_TEXT("caf\xc3\xa9 'x'"), DB_TEXT(NULL)));
	have = db_bytes(rows, 0, 0, &len);
	assert_int_equal(sizeof(bytes), len);
	assert_memory_equal(bytes, have, len);
	assert_ptr_equal(have, db_bytes(rows, 0, 0, &len));
	assert_non_null(db_bytes(rows, 0, 1, &len));
	assert_int_equal(0, len);
	assert_string_equal("caf\xc3\xa9 'x'", db_text(rows, 0, 2));
	assert_true(db_is_null(rows, 0, 3));
	assert_null(db_text(rows, 0, 3));
	assert_null(db_bytes(rows, 0, 3, &len));
	db_rows_free(rows);
}

static void
a_truth_comes_back(void **state)
{
	struct db_rows *rows;

	(void)state;
	assert_int_equal(ERR_OK,
	    db_query(db, &rows, "SELECT $1::bool, $2::bool, NULL::bool",
		DB_BOOL(true), DB_BOOL(false)));
	assert_true(db_bool(rows, 0, 0));
	assert_false(db_bool(rows, 0, 1));
	assert_false(db_bool(rows, 0, 2));
	db_rows_free(rows);
}

static const struct {
	const char *sql;
	int rc;
} refused[] = {
	{ "INSERT INTO tenant VALUES(7,'a','school','nl','UTC',now())",
	    ERR_EXISTS },
	{ "INSERT INTO tenant VALUES(8,'b','zoo','nl','UTC',now())",
	    ERR_RANGE },
	{ "INSERT INTO site VALUES(99,1,'x')", ERR_RANGE },
	{ "INSERT INTO tenant VALUES(8)", ERR_RANGE },
	{ "SELECT 'x'::integer", ERR_RANGE },
	{ "SELECT FROM WHERE", ERR_IO },
	{ "SELECT 1 FROM no_such_table", ERR_IO },
	{ "CREATE ROLE x", ERR_DENIED },
};

static void
a_refusal_says_what_to_do(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, db_begin(db));
	assert_int_equal(ERR_OK,
	    db_query(db, NULL,
		"INSERT INTO tenant VALUES(7,'a','school','nl','UTC',now())"));
	assert_int_equal(ERR_OK, db_commit(db));
	for (size_t i = 0; i < ROWS(refused); i++) {
		last[0] = '\0';
		assert_int_equal(
		    refused[i].rc, db_run(db, NULL, refused[i].sql, 0, NULL));
		assert_non_null(strstr(last, "SQLSTATE"));
	}
}

static void
what_a_function_of_ours_refuses_is_told_as_it_says(void **state)
{
	(void)state;
	last[0] = '\0';
	assert_int_equal(ERR_RANGE,
	    db_query(db, NULL,
		"DO $$BEGIN RAISE EXCEPTION 'not before Monday'; END$$"));
	assert_non_null(strstr(last, "not before Monday"));
	assert_null(strstr(last, "SQLSTATE"));
	assert_null(strstr(last, "PL/pgSQL"));
}

static void
a_failed_transaction_is_not_committed(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK, db_begin(db));
	assert_int_equal(ERR_RANGE, db_query(db, NULL, "SELECT 1/0"));
	assert_int_equal(ERR_IO, db_commit(db));
	assert_int_equal(ERR_OK, db_query(db, NULL, "SELECT 1"));
}

static char told[64];

static void
keep_refused(struct db *at, const struct refused *r)
{
	assert_int_equal(ERR_OK, db_query(at, NULL, "SELECT 1"));
	snprintf(told, sizeof(told), "%s", r->table);
}

/* By who goes on after a refusal, too. */
static void
what_was_refused_is_told_once_it_is_over(void **state)
{
	struct db *other = NULL;

	(void)state;
	db_set_refused(keep_refused, NULL);
	assert_int_equal(ERR_OK, db_open(&target, "patchwacht_verify", &other));
	for (int i = 0; i < 2; i++) {
		told[0] = '\0';
		assert_int_equal(ERR_OK, db_begin(other));
		assert_int_equal(ERR_DENIED,
		    db_query(other, NULL, "UPDATE evidence SET content='{}'"));
		assert_string_equal("", told);
		if (i == 0)
			db_rollback(other);
		else
			assert_int_equal(ERR_IO, db_commit(other));
		assert_string_equal("evidence", told);
	}
	db_close(other);
	db_set_refused(NULL, NULL);
}

static void
a_lost_connection_is_worth_another_try(void **state)
{
	(void)state;
	(void)db_query(
	    db, NULL, "SELECT pg_terminate_backend(pg_backend_pid())");
	assert_int_equal(ERR_AGAIN, db_query(db, NULL, "SELECT 1"));
	assert_int_equal(ERR_AGAIN, db_begin(db));
	assert_int_equal(ERR_AGAIN, db_commit(db));
	db_rollback(db);
	assert_true(db_notified(db));
	assert_string_equal("", last);
}

static void
who_is_no_role_is_refused(void **state)
{
	struct db *other = NULL;

	(void)state;
	assert_int_equal(
	    ERR_DENIED, db_open(&target, "patchwacht_nobody", &other));
	assert_null(other);
}

static void
a_snapshot_does_not_move_and_is_not_written(void **state)
{
	struct db_rows *rows;
	struct db *other = NULL;

	(void)state;
	assert_int_equal(ERR_OK, db_open(&target, "patchwacht_owner", &other));
	assert_int_equal(ERR_OK, db_begin_snapshot(db));
	assert_int_equal(ERR_OK, db_query(db, NULL, "SELECT 1 FROM site"));
	assert_int_equal(
	    ERR_OK, db_query(other, NULL, "INSERT INTO site VALUES(7,1,'x')"));
	assert_int_equal(ERR_OK, db_query(db, &rows, "SELECT 1 FROM site"));
	assert_int_equal(0, db_count(rows));
	db_rows_free(rows);
	assert_true(db_query(db, NULL, "DELETE FROM site") < 0);
	db_rollback(db);
	assert_int_equal(ERR_OK, db_query(db, &rows, "DELETE FROM site"));
	assert_int_equal(1, db_affected(rows));
	db_rows_free(rows);
	db_close(other);
}

static void
ids_count_up_per_kind(void **state)
{
	int64_t a, b, c;

	(void)state;
	assert_int_equal(ERR_OK, db_begin(db));
	assert_int_equal(ERR_OK, db_next_id(db, 7, "device", &a));
	assert_int_equal(ERR_OK, db_next_id(db, 7, "device", &b));
	assert_int_equal(ERR_OK, db_next_id(db, 7, "site", &c));
	assert_int_equal(1, a);
	assert_int_equal(2, b);
	assert_int_equal(1, c);
	db_rollback(db);
	assert_int_equal(ERR_OK, db_next_id(db, 7, "device", &a));
	assert_int_equal(1, a);
}

static void
a_notification_comes_in(void **state)
{
	struct pollfd p;

	(void)state;
	assert_int_equal(ERR_OK, db_listen(db, "some \"channel"));
	assert_false(db_notified(db));
	assert_int_equal(
	    ERR_OK, db_query(db, NULL, "NOTIFY \"some \"\"channel\""));
	p = (struct pollfd){ .fd = db_socket(db), .events = POLLIN };
	(void)poll(&p, 1, 1000);
	assert_true(db_notified(db));
	assert_false(db_notified(db));
}

static void
a_script_tells_the_line(void **state)
{
	(void)state;
	assert_int_equal(ERR_IO,
	    db_script(db, "x.sql", "SELECT 1;\nSELECT '\xc3\xa9';\n\nOOPS;"));
	assert_non_null(strstr(last, "x.sql:4: "));
}

static int
add(const char *detail, const char *reason)
{
	const struct change c = { "test.add", "test/1", detail, reason };
	int rc;

	rc = db_begin(db);
	if (rc == ERR_OK)
		rc = change_add(db, 7, &c);
	return rc == ERR_OK ? db_commit(db) : rc;
}

static void
an_edited_change_is_found(void **state)
{
	int64_t n, bad;

	(void)state;
	assert_int_equal(ERR_OK, change_verify(db, 7, &n, &bad));
	assert_int_equal(0, n);
	assert_int_equal(ERR_OK, add("{\"a\": 1}", NULL));
	assert_int_equal(ERR_OK, add("{}", "because"));
	assert_int_equal(ERR_OK, add("{}", ""));
	assert_int_equal(ERR_OK, change_verify(db, 7, &n, &bad));
	assert_int_equal(3, n);
	assert_int_equal(0, bad);
	assert_int_equal(ERR_OK,
	    db_query(db, NULL,
		"UPDATE change SET detail='{}' WHERE tenant_id=7 AND seq=1"));
	assert_int_equal(ERR_CORRUPT, change_verify(db, 7, &n, &bad));
	assert_int_equal(1, bad);
}

static const struct slate_kind first_kind = {
	.rank = SLATE_EVIDENCE,
	.columns = 2,
	.sql = "INSERT INTO slated SELECT i,t FROM unnest($1::bigint[],"
	       "$2::text[]) WITH ORDINALITY x(i,t,n) ORDER BY n"
	       " RETURNING id,'made '||id",
};
static const struct slate_kind second_kind = {
	.rank = SLATE_DEPLOYMENT,
	.columns = 2,
	.sql = "UPDATE slated s SET t=x.t FROM unnest($1::bigint[],$2::text[])"
	       " x(i,t) WHERE s.id=x.i",
	.all = true,
};

static int
slate(const struct slate_kind *kind, int64_t id, const char *text)
{
	char object[16];
	const struct slate_note note = { 7, id, "test.add", object, text };

	snprintf(object, sizeof(object), "slate/%d", (int)id);
	return slate_add(db, kind,
	    (const struct db_arg[]){ DB_INT(id), DB_TEXT(text) },
	    kind == &first_kind ? &note : NULL);
}

static void
assert_rows(const char *want, const char *sql)
{
	struct db_rows *rows = NULL;

	assert_int_equal(ERR_OK, db_query(db, &rows, sql));
	assert_string_equal(want, db_text(rows, 0, 0));
	db_rows_free(rows);
}

#define SLATED "SELECT coalesce(string_agg(t,' ' ORDER BY id),'-') FROM slated"

static void
gathered_rows_are_written_in_order_or_not_at_all(void **state)
{
	(void)state;
	assert_int_equal(ERR_OK,
	    db_query(db, NULL, "CREATE TABLE slated(id bigint,t text)"));
	assert_int_equal(ERR_OK, db_begin(db));
	assert_int_equal(ERR_OK, slate(&second_kind, 2, "c"));
	assert_int_equal(ERR_OK, slate(&first_kind, 2, "b"));
	assert_int_equal(ERR_OK, slate(&first_kind, 1, "a\\\"{,}"));
	assert_rows("-", SLATED);
	assert_int_equal(ERR_OK, slate_write(db));
	assert_rows("a\\\"{,} c", SLATED);
	assert_int_equal(ERR_OK, slate(&second_kind, 1, "d"));
	assert_int_equal(ERR_OK, db_commit(db));
	assert_rows("d c", SLATED);
	assert_rows("slate/2 made 2 b, slate/1 made 1 a\\\"{,}",
	    "SELECT string_agg(object||' '||detail||' '||reason,', '"
	    " ORDER BY seq) FROM change WHERE object LIKE 'slate/%'");
	assert_int_equal(ERR_OK, db_begin(db));
	assert_int_equal(ERR_OK, slate(&first_kind, 3, "e"));
	assert_int_equal(ERR_OK, slate(&second_kind, 4, "nobody"));
	assert_int_equal(ERR_NOTFOUND, db_commit(db));
	assert_rows("d c", SLATED);
	assert_int_equal(ERR_OK, db_begin(db));
	assert_int_equal(ERR_OK, slate(&first_kind, 3, "e"));
	db_rollback(db);
	assert_int_equal(ERR_OK, db_begin(db));
	assert_int_equal(ERR_OK, db_commit(db));
	assert_rows("d c", SLATED);
	assert_int_equal(ERR_OK, db_query(db, NULL, "DROP TABLE slated"));
}

/* In the place of both tables, until the end, others that a test can break. */
static const char stand_ins[] =
    "ALTER TABLE notification RENAME TO notification_aside;"
    "ALTER TABLE delivery RENAME TO delivery_aside;"
    "CREATE TABLE notification AS SELECT 'old'::text AS holder;"
    "CREATE TABLE delivery AS SELECT 'old'::text AS holder;"
    "ALTER TABLE delivery ADD CONSTRAINT stuck CHECK(holder='old')";
static const char as_they_were[] =
    "DROP TABLE notification, delivery;"
    "ALTER TABLE notification_aside RENAME TO notification;"
    "ALTER TABLE delivery_aside RENAME TO delivery";

static void
a_lease_is_taken_over_whole_or_not_at_all(void **state)
{
	char *holder = NULL;

	(void)state;
	assert_int_equal(ERR_OK, db_script(db, "stand-ins", stand_ins));
	assert_true(lease_open(db, "/home", "old", &holder) < 0);
	assert_null(holder);
	assert_rows("old", "SELECT holder FROM notification");
	assert_int_equal(ERR_OK,
	    db_query(db, NULL, "ALTER TABLE delivery DROP CONSTRAINT stuck"));
	assert_int_equal(ERR_OK, lease_open(db, "/home", "old", &holder));
	assert_rows("t",
	    "SELECT n.holder=d.holder AND n.holder LIKE '%:/home'"
	    " FROM notification n,delivery d");
	free(holder);
	assert_int_equal(ERR_OK, db_script(db, "stand-ins", as_they_were));
}

static void
a_server_that_is_away_is_worth_another_try(void **state)
{
	const struct db_target away = { "/nowhere", "embedded" };
	struct db *other = NULL;

	(void)state;
	assert_int_equal(ERR_AGAIN, db_open(&away, "patchwacht_owner", &other));
}

#define WITH_DB(test) \
	cmocka_unit_test_setup_teardown(test, open_owner, close_owner)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DB(numbers_come_back),
		WITH_DB(times_come_back),
		WITH_DB(no_time_of_the_server_ends_us),
		WITH_DB(bytes_and_texts_come_back),
		WITH_DB(a_truth_comes_back),
		WITH_DB(a_refusal_says_what_to_do),
		WITH_DB(what_a_function_of_ours_refuses_is_told_as_it_says),
		WITH_DB(a_failed_transaction_is_not_committed),
		cmocka_unit_test(what_was_refused_is_told_once_it_is_over),
		WITH_DB(a_lost_connection_is_worth_another_try),
		WITH_DB(who_is_no_role_is_refused),
		WITH_DB(a_snapshot_does_not_move_and_is_not_written),
		WITH_DB(ids_count_up_per_kind),
		WITH_DB(a_notification_comes_in),
		WITH_DB(a_script_tells_the_line),
		WITH_DB(an_edited_change_is_found),
		WITH_DB(gathered_rows_are_written_in_order_or_not_at_all),
		WITH_DB(a_lease_is_taken_over_whole_or_not_at_all),
		cmocka_unit_test(a_server_that_is_away_is_worth_another_try),
	};

	target.home = getenv("PATCHWACHT_HOME");
	target.database = "embedded";
	log_divert(keep);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
