/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/schema_version.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/embedded.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/migrations.h"

const char schema_version_ask[] =
    "SELECT coalesce(max(version),0) FROM patchwacht.schema_version";

int
schema_version_newest(const struct embedded *list)
{
	int newest = 0;

	for (; list->name != NULL; list++)
		newest = (int)strtol(list->name, NULL, 10);
	return newest;
}

bool
schema_version_why(int have, char out[SCHEMA_VERSION_WHY])
{
	int known = schema_version_newest(migrations);

	out[0] = '\0';
	if (have < known)
		snprintf(out, SCHEMA_VERSION_WHY,
		    "its tables are version %d, this Patchwacht needs %d: "
		    "`patchwacht-db migrate` brings them up to date",
		    have, known);
	else if (have > known)
		snprintf(out, SCHEMA_VERSION_WHY,
		    "its tables are version %d, this Patchwacht knows %d: "
		    "install a newer one",
		    have, known);
	return have != known;
}

static int
check(struct db *db)
{
	static int told; /* the version that was */
	char why[SCHEMA_VERSION_WHY];
	struct db_rows *rows = NULL;
	int have, rc;

	rc = db_query(db, &rows, schema_version_ask);
	if (rc < 0)
		return rc;
	have = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	if (!schema_version_why(have, why)) {
		told = 0;
		return ERR_OK;
	}
	if (told != have)
		log_warnx("database: %s", why);
	told = have;
	return ERR_RANGE;
}

int
schema_version_open(
    const struct db_target *t, const char *role, struct db **out)
{
	struct db *db = NULL;
	int rc = db_open(t, role, &db);

	if (rc == ERR_OK)
		rc = check(db);
	if (rc < 0) {
		db_close(db);
		return rc;
	}
	*out = db;
	return ERR_OK;
}
