/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/setup.h"

#include <inttypes.h>
#include <pwd.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/change.h"
#include "lib/store/conninfo.h"
#include "lib/store/migrations.h"
#include "lib/store/people/holder_store.h"
#include "register/db/cluster.h"
#include "register/db/migrate.h"
#include "register/db/partitions.h"
#include "register/db/retention.h"
#include "register/db/roles.h"
#include "register/db/session.h"

int
setup_open_owner(const struct db_target *t, struct db **out)
{
	struct db *db = NULL;
	int rc;

	if (conninfo_is_embedded(t->database)) {
		rc = db_open(t, ROLE_OWNER, out);
		goto out;
	}
	/* The DSN's user, who made the owner or is it. */
	rc = db_open(t, NULL, &db);
	if (rc == ERR_OK)
		rc = db_query(db, NULL, "SET ROLE " ROLE_OWNER);
	if (rc == ERR_OK)
		*out = db;
	else
		db_close(db);
out:
	if (rc == ERR_AGAIN)
		log_warnx("database: does not answer");
	return rc;
}

/* Ends with the session. Two at once trip over each other's GRANTs. */
static int
take_turn(struct db *db)
{
	return db_query(
	    db, NULL, "SELECT pg_advisory_lock(hashtext('patchwacht.setup'))");
}

static int
make_database(struct db *db)
{
	struct db_rows *rows = NULL;
	bool there = true;
	int rc;

	rc = roles_make(db);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT 1 FROM pg_database WHERE datname='patchwacht'");
	if (rc == ERR_OK)
		there = db_count(rows) == 1;
	if (rc == ERR_OK && !there)
		rc = db_query(db, NULL, "CREATE DATABASE patchwacht");
	db_rows_free(rows);
	return rc;
}

/* Who sets it up keeps the register as well. */
static int
add_self(struct db *db)
{
	const struct passwd *pw = getpwuid(geteuid());

	return pw == NULL ? ERR_OK : roles_add_operator(db, pw->pw_name);
}

static int
prepare_own(const struct cluster *c)
{
	struct db *turn = NULL, *db = NULL;
	int rc;

	rc = cluster_connect(c, "postgres", &turn);
	if (rc == ERR_OK)
		rc = take_turn(turn);
	if (rc == ERR_OK)
		rc = make_database(turn);
	if (rc == ERR_OK)
		rc = cluster_connect(c, "patchwacht", &db);
	if (rc == ERR_OK)
		rc = roles_make_schema(db);
	if (rc == ERR_OK)
		rc = add_self(db);
	db_close(db);
	db_close(turn);
	return rc;
}

/* On a server of others we make what we may, and use what is there. */
static int
prepare_other(const struct db_target *t)
{
	struct db_rows *rows = NULL;
	struct db *db = NULL;
	int rc;

	rc = db_open(t, NULL, &db);
	if (rc == ERR_AGAIN)
		log_warnx("database: does not answer");
	if (rc == ERR_OK)
		rc = take_turn(db);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT rolcreaterole OR rolsuper FROM pg_roles"
		    " WHERE rolname=current_user");
	if (rc == ERR_OK && db_bool(rows, 0, 0)) {
		rc = roles_make(db);
		if (rc == ERR_OK)
			rc = db_query(
			    db, NULL, "GRANT " ROLE_OWNER " TO current_user");
		if (rc == ERR_OK)
			rc = roles_make_schema(db);
	} else if (rc == ERR_OK) {
		rc = roles_check(db);
	}
	db_rows_free(rows);
	db_close(db);
	return rc;
}

int
setup_migrate(const struct db_target *t)
{
	struct db *db = NULL;
	int applied = 0, rc;

	rc = setup_open_owner(t, &db);
	if (rc == ERR_OK)
		rc = migrate_run(db, migrations, &applied);
	/* The role that loads may have been let past since. */
	if (rc == ERR_OK)
		rc = db_query(db, NULL, "CALL patchwacht.guard_loaded()");
	if (rc == ERR_OK && applied > 0)
		log_info("database: %d migrations applied", applied);
	db_close(db);
	if (applied > 0)
		session_end_all(t);
	return rc;
}

int
setup_partitions(const struct db_target *t)
{
	struct partitions_done done;
	struct db *db = NULL;
	int64_t gone = 0;
	int rc;

	rc = setup_open_owner(t, &db);
	if (rc == ERR_OK)
		rc = take_turn(db);
	if (rc == ERR_OK)
		rc = retention_keep(db, clock_now(), &gone);
	if (rc == ERR_OK && gone > 0)
		log_info("database: %" PRId64 " rows past their time, taken "
			 "away",
		    gone);
	if (rc == ERR_OK)
		rc = partitions_keep(db, clock_now(), &done);
	if (rc == ERR_OK && done.made + done.retired > 0)
		log_info("database: %d partitions made, %d retired", done.made,
		    done.retired);
	if (rc == ERR_OK && done.completed > 0)
		log_info(
		    "database: %d partitions are complete", done.completed);
	if (rc == ERR_OK && done.searched > 0)
		log_info("database: %d partitions are fast to search",
		    done.searched);
	db_close(db);
	return rc;
}

int
setup_all(const struct cluster *c, const struct db_target *t)
{
	int rc;

	rc = c != NULL ? prepare_own(c) : prepare_other(t);
	if (rc == ERR_OK)
		rc = setup_migrate(t);
	if (rc == ERR_OK)
		rc = setup_partitions(t);
	return rc;
}

int
setup_operator(
    const struct cluster *c, const struct db_target *t, const char *name)
{
	struct db *db = NULL;
	int rc;

	if (getpwnam(name) == NULL)
		log_warnx(
		    "operator %s: no such user on this machine yet", name);
	rc = c != NULL ? cluster_connect(c, "patchwacht", &db)
		       : db_open(t, NULL, &db);
	if (rc == ERR_AGAIN)
		log_warnx("database: does not answer");
	if (rc == ERR_OK)
		rc = roles_add_operator(db, name);
	db_close(db);
	return rc;
}

int
setup_password(
    const struct db_target *t, const char *name, const char *password)
{
	struct db *db = NULL;
	int rc = db_open(t, NULL, &db);

	if (rc == ERR_AGAIN)
		log_warnx("database: does not answer");
	if (rc == ERR_OK)
		rc = db_set_password(db, name, password);
	db_close(db);
	return rc;
}

int
setup_holder(const struct db_target *t, int tenant, const struct holder *h)
{
	struct db *db = NULL;
	int rc = setup_open_owner(t, &db);

	if (rc == ERR_OK)
		rc = db_begin(db);
	if (rc == ERR_OK) {
		rc = holder_grant(
		    db, tenant, h, "by whoever keeps the database");
		if (rc == ERR_OK)
			rc = db_commit(db);
		else
			db_rollback(db);
	}
	db_close(db);
	return rc;
}

static int
verify_chains(struct db *db, int64_t *changes)
{
	struct db_rows *rows = NULL;
	int64_t bad, n;
	int rc, worst = ERR_OK;

	rc = db_begin_snapshot(db);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT tenant_id FROM tenant ORDER BY tenant_id");
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		rc = change_verify(db, (int)db_int(rows, i, 0), &n, &bad);
		*changes += n;
		if (rc == ERR_CORRUPT) {
			worst = rc;
			rc = ERR_OK;
		}
	}
	db_rows_free(rows);
	db_rollback(db);
	return rc == ERR_OK ? worst : rc;
}

int
setup_verify(const struct db_target *t, int64_t *changes)
{
	struct db *db = NULL;
	int rc, results[4];

	*changes = 0;
	rc = setup_open_owner(t, &db);
	if (rc < 0)
		return rc;
	results[0] = migrate_check(db, migrations);
	results[1] = verify_chains(db, changes);
	results[2] = partitions_check(db, clock_now());
	results[3] = partitions_check_rights(db);
	for (size_t i = 0; i < 4 && rc == ERR_OK; i++)
		rc = results[i];
	db_close(db);
	return rc;
}
