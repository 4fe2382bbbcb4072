/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/conninfo.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/sqlstate.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static void
silence(const char *line)
{
	(void)line;
}

static int
build(const char *dsn, const char *role, struct buf *out)
{
	const struct db_target t = { .home = "/nowhere", .database = dsn };

	buf_clear(out);
	return db_conninfo(&t, role, out);
}

static void
assert_has(struct buf *info, const char *word)
{
	if (strstr(buf_str(info), word) == NULL)
		fail_msg("no %s in %s", word, buf_str(info));
}

#define TCP  "postgresql://db.example/patchwacht"
#define ROOT "sslrootcert=/etc/ssl/ca.pem"

static const struct {
	const char *dsn;
	int rc;
	const char *has;
} dsns[] = {
	/* TCP is verified, or it is not used. */
	{ TCP, ERR_DENIED, NULL },
	{ TCP "?" ROOT, ERR_OK, "sslmode='verify-full'" },
	{ TCP "?" ROOT "&sslmode=verify-full", ERR_OK, "db.example" },
	{ TCP "?" ROOT "&sslmode=require", ERR_DENIED, NULL },
	{ TCP "?" ROOT "&sslmode=prefer", ERR_DENIED, NULL },
	{ TCP "?" ROOT "&sslmode=disable", ERR_DENIED, NULL },
	{ "postgresql://localhost/x", ERR_DENIED, NULL },
	{ "host=/run/postgresql,db.example", ERR_DENIED, NULL },
	{ "hostaddr=127.0.0.1 dbname=x", ERR_DENIED, NULL },
	/* A socket is local. */
	{ "postgresql:///x?host=/run/postgresql", ERR_OK, "dbname='x'" },
	{ "host=/run/postgresql", ERR_OK, "dbname='patchwacht'" },
	/* Ours is not overruled. */
	{ "host=/s options='-c search_path=evil'", ERR_OK,
	    "search_path=patchwacht,pg_temp" },
	{ TCP "?" ROOT "&gssencmode=prefer", ERR_OK, "gssencmode='disable'" },
	{ "host=/s dbname='a''", ERR_PARSE, NULL },
	{ "host=/s dbname='a\\'b'", ERR_OK, "dbname='a\\'b'" },
	{ "service=main", ERR_DENIED, NULL },
	{ "mysql://x", ERR_PARSE, NULL },
	/* A pair: the one that may be written to. */
	{ "postgresql://a,b/x?" ROOT, ERR_OK,
	    "target_session_attrs='read-write'" },
};

static void
a_dsn_is_safe_or_refused(void **state)
{
	struct buf info = { 0 };
	int rc;

	(void)state;
	for (size_t i = 0; i < ROWS(dsns); i++) {
		rc = build(dsns[i].dsn, "patchwacht_store", &info);
		if (rc != dsns[i].rc)
			fail_msg("%s: %s", dsns[i].dsn, err_str(rc));
		if (rc == ERR_OK)
			assert_has(&info, dsns[i].has);
	}
	buf_free(&info);
}

static void
the_role_wins_over_the_user_of_a_dsn(void **state)
{
	struct buf info = { 0 };

	(void)state;
	assert_int_equal(
	    ERR_OK, build("host=/s user=anna", "patchwacht_poll", &info));
	assert_has(&info, "user='patchwacht_poll'");
	assert_int_equal(ERR_OK, build("host=/s user=anna", NULL, &info));
	assert_has(&info, "user='anna'");
	buf_free(&info);
}

static void
the_environment_is_not_believed(void **state)
{
	struct buf info = { 0 };

	(void)state;
	setenv("PGHOST", "evil.example", 1);
	setenv("PGSERVICE", "evil", 1);
	setenv("PGOPTIONS", "-c evil=1", 1);
	assert_int_equal(ERR_OK, build("host=/s", "patchwacht_poll", &info));
	assert_null(getenv("PGHOST"));
	assert_null(getenv("PGSERVICE"));
	assert_null(getenv("PGOPTIONS"));
	buf_free(&info);
}

static void
a_private_cluster_is_a_socket_below_home(void **state)
{
	char home[SCRATCH_MAX], path[PATH_MAX];
	struct db_target t = { .home = home, .database = "embedded" };
	struct buf info = { 0 };

	(void)state;
	assert_non_null(mkdtemp(scratch_name(home, "conninfo")));
	assert_int_equal(ERR_AGAIN, db_conninfo(&t, "patchwacht_poll", &info));
	snprintf(path, sizeof(path), "%s/db", home);
	assert_int_equal(0, mkdir(path, 0700));
	snprintf(path, sizeof(path), "%s/db/run", home);
	assert_int_equal(0, mkdir(path, 0700));
	buf_clear(&info);
	assert_int_equal(ERR_OK, db_conninfo(&t, "patchwacht_poll", &info));
	assert_has(&info, path);
	assert_has(&info, "requirepeer=");
	assert_null(strstr(buf_str(&info), "sslmode"));
	rmdir(path);
	snprintf(path, sizeof(path), "%s/db", home);
	rmdir(path);
	rmdir(home);
	buf_free(&info);
}

static void
a_socket_must_fit_into_an_address(void **state)
{
	char dir[128];

	(void)state;
	/* 107 bytes and a NUL, of which "/.s.PGSQL.5432" takes 14. */
	memset(dir, 'x', sizeof(dir));
	dir[93] = '\0';
	assert_true(conninfo_socket_fits(dir));
	dir[93] = 'x';
	dir[94] = '\0';
	assert_false(conninfo_socket_fits(dir));
}

static void
a_state_says_what_to_do(void **state)
{
	(void)state;
	assert_int_equal(ERR_EXISTS, sqlstate_err("23505"));
	assert_int_equal(ERR_RANGE, sqlstate_err("23503"));
	assert_int_equal(ERR_RANGE, sqlstate_err("23514"));
	assert_int_equal(ERR_DENIED, sqlstate_err("42501"));
	assert_int_equal(ERR_IO, sqlstate_err("42601"));
	assert_int_equal(ERR_AGAIN, sqlstate_err("40001"));
	assert_int_equal(ERR_AGAIN, sqlstate_err("57P03"));
	assert_int_equal(ERR_AGAIN, sqlstate_err("53100"));
	assert_int_equal(ERR_AGAIN, sqlstate_err(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dsn_is_safe_or_refused),
		cmocka_unit_test(the_role_wins_over_the_user_of_a_dsn),
		cmocka_unit_test(the_environment_is_not_believed),
		cmocka_unit_test(a_private_cluster_is_a_socket_below_home),
		cmocka_unit_test(a_socket_must_fit_into_an_address),
		cmocka_unit_test(a_state_says_what_to_do),
	};
	log_divert(silence);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
