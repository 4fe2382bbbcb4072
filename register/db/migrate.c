/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/migrate.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/embedded.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/schema_version.h"

static const char make_table[] =
    "CREATE TABLE IF NOT EXISTS patchwacht.schema_version("
    " version integer PRIMARY KEY, name text NOT NULL,"
    " sha256 bytea NOT NULL CHECK(length(sha256)=32),"
    " at timestamptz NOT NULL, took_ms integer NOT NULL);"
    "GRANT SELECT ON patchwacht.schema_version TO patchwacht_store,"
    " patchwacht_poll, patchwacht_verify, patchwacht_alert,"
    " patchwacht_register, patchwacht_report";

/* Two runners at once, even with IF NOT EXISTS, trip over each other. */
static const char take_lock[] =
    "SELECT pg_advisory_xact_lock(hashtext('patchwacht.schema_version'))";

static int
version_of(const struct embedded *m)
{
	return (int)strtol(m->name, NULL, 10);
}

static int
check_newest(struct db *db, const struct embedded *list)
{
	struct db_rows *rows = NULL;
	int rc, have;

	rc = db_query(db, &rows, schema_version_ask);
	if (rc < 0)
		return rc;
	have = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	if (have <= schema_version_newest(list))
		return ERR_OK;
	log_warnx("database: its schema is version %d, this Patchwacht knows "
		  "%d: install a newer one",
	    have, schema_version_newest(list));
	return ERR_RANGE;
}

/* ERR_NOTFOUND: not applied yet. */
static int
check_one(struct db *db, const struct embedded *m)
{
	struct db_rows *rows = NULL;
	uint8_t sum[DIGEST_LEN];
	const uint8_t *applied;
	size_t len;
	int rc;

	digest_of(m->text, strlen(m->text), sum);
	rc = db_query(db, &rows,
	    "SELECT sha256 FROM patchwacht.schema_version WHERE version=$1",
	    DB_INT(version_of(m)));
	if (rc < 0)
		return rc;
	if (db_count(rows) == 0) {
		rc = ERR_NOTFOUND;
	} else {
		applied = db_bytes(rows, 0, 0, &len);
		if (len != sizeof(sum) || memcmp(applied, sum, len) != 0)
			rc = ERR_CORRUPT;
	}
	db_rows_free(rows);
	if (rc == ERR_CORRUPT)
		log_warnx(
		    "database: %s is not the file that was applied", m->name);
	return rc;
}

static int
apply(struct db *db, const struct embedded *m)
{
	const int64_t start = clock_monotonic();
	uint8_t sum[DIGEST_LEN];
	int rc;

	digest_of(m->text, strlen(m->text), sum);
	/* Behind a long reader it gives up, instead of holding up others. */
	rc = db_query(db, NULL, "SET LOCAL lock_timeout='5s'");
	if (rc == ERR_OK)
		rc = db_script(db, m->name, m->text);
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO patchwacht.schema_version VALUES"
		    "($1,$2,$3,$4,$5)",
		    DB_INT(version_of(m)), DB_TEXT(m->name),
		    DB_BYTES(sum, sizeof(sum)), DB_TIME(clock_now()),
		    DB_INT((clock_monotonic() - start) / 1000));
	return rc;
}

static int
step(struct db *db, const struct embedded *list, const struct embedded *m,
    int *applied)
{
	int rc;

	rc = db_begin(db);
	if (rc == ERR_OK)
		rc = db_query(db, NULL, take_lock);
	if (rc == ERR_OK)
		rc = check_newest(db, list);
	if (rc == ERR_OK)
		rc = check_one(db, m);
	if (rc == ERR_NOTFOUND) {
		rc = apply(db, m);
		if (rc == ERR_OK)
			rc = db_commit(db);
		*applied += rc == ERR_OK;
		return rc;
	}
	db_rollback(db);
	return rc;
}

static int
make_versions(struct db *db)
{
	int rc;

	rc = db_begin(db);
	if (rc == ERR_OK)
		rc = db_query(db, NULL, take_lock);
	if (rc == ERR_OK)
		rc = db_script(db, "schema_version", make_table);
	return rc == ERR_OK ? db_commit(db) : rc;
}

int
migrate_run(struct db *db, const struct embedded *list, int *applied)
{
	int rc;

	*applied = 0;
	rc = make_versions(db);
	for (const struct embedded *m = list; m->name != NULL && rc == ERR_OK;
	     m++)
		rc = step(db, list, m, applied);
	if (rc < 0)
		db_rollback(db);
	return rc;
}

int
migrate_check(struct db *db, const struct embedded *list)
{
	int rc;

	rc = check_newest(db, list);
	for (; list->name != NULL && rc == ERR_OK; list++)
		rc = check_one(db, list);
	if (rc != ERR_NOTFOUND)
		return rc;
	log_warnx("database: %s is not applied yet: patchwacht-db migrate",
	    list[-1].name);
	return ERR_AGAIN;
}
