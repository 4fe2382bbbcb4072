/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/ranges.h"

#include <stdlib.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/fixset.h"
#include "lib/model/scheme.h"
#include "lib/profile/set.h"
#include "lib/store/db.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/target_store.h"

#define EVERY (10 * CLOCK_SECOND)

/* Columns of target_store_fixes. */
enum { FIX_COMPONENT, FIX_SCHEME, FIX_MIN, FIX_MAX, FIX_ALL };

static const char *
text_or_null(const struct db_rows *rows, size_t row, int col)
{
	return db_is_null(rows, row, col) ? NULL : db_text(rows, row, col);
}

static enum fixset_result
judge(const struct verify *v, const char *scheme, const struct fix *fix,
    const char *value, struct buf *why)
{
	const struct scheme *s =
	    scheme_find(profile_set_schemes(v->profiles), scheme);
	const struct fixset set = { fix, 1 };

	if (s == NULL) {
		buf_printf(why, "there is no scheme \"%s\"", scheme);
		return FIXSET_APART;
	}
	return fixset_judge(&set, &s, 1, value, why);
}

/* Any entry of the fix set that it has is the fix. */
static bool
has_fix(const struct verify *v, const struct db_rows *fixes, const char *value)
{
	struct buf why = { 0 };
	bool has = false;

	for (size_t i = 0; i < db_count(fixes) && !has; i++) {
		const struct fix fix = { db_text(fixes, i, FIX_MIN),
			text_or_null(fixes, i, FIX_MAX),
			db_bool(fixes, i, FIX_ALL) };

		has = judge(v, db_text(fixes, i, FIX_SCHEME), &fix, value,
			  &why) == FIXSET_MET;
	}
	buf_free(&why);
	return has;
}

static int
compare(struct verify *v, const struct db_rows *rows, size_t i,
    const struct db_rows *fixes)
{
	const struct fix range = { db_text(rows, i, TARGET_LOW),
		text_or_null(rows, i, TARGET_HIGH),
		db_bool(rows, i, TARGET_ALL) };
	const char *value = db_text(rows, i, TARGET_VALUE);
	struct buf why = { 0 };
	enum fixset_result r =
	    judge(v, db_text(rows, i, TARGET_SCHEME), &range, value, &why);
	struct target_found found = {
		.tenant = (int)db_int(rows, i, TARGET_TENANT),
		.patch = (int)db_int(rows, i, TARGET_PATCH),
		.target = (int)db_int(rows, i, TARGET_NUMBER),
		.value = value,
		.joins = r == FIXSET_MET,
		.stays = r != FIXSET_NOT_MET || has_fix(v, fixes, value),
	};
	int rc;

	buf_clear(&why);
	buf_printf(&why, "runs %s, %s the versions from %s%s%s", value,
	    found.joins ? "one of" : "not of", range.min,
	    range.max != NULL ? " to " : " on",
	    range.max != NULL ? range.max : "");
	found.why = buf_str(&why);
	rc = target_store_put(v->db, &found);
	buf_free(&why);
	return rc;
}

/* The rows of one patch, from i on; then who is named by them now. */
static int
take_patch(struct verify *v, const struct db_rows *rows, size_t *i)
{
	int tenant = (int)db_int(rows, *i, TARGET_TENANT);
	int patch = (int)db_int(rows, *i, TARGET_PATCH);
	struct db_rows *fixes = NULL;
	int rc = target_store_fixes(v->db, tenant, patch, &fixes);

	for (; rc == ERR_OK && *i < db_count(rows) &&
	     db_int(rows, *i, TARGET_TENANT) == tenant &&
	     db_int(rows, *i, TARGET_PATCH) == patch;
	     *i += 1)
		rc = compare(v, rows, *i, fixes);
	db_rows_free(fixes);
	if (rc == ERR_OK)
		rc = deployment_match_of(v->db, tenant, patch, 0, NULL);
	return rc;
}

int
ranges_take(struct verify *v)
{
	struct db_rows *rows = NULL;
	size_t i = 0;
	int rc;

	if (v->now < v->ranges_after)
		return ERR_OK;
	v->ranges_after = v->now + EVERY;
	rc = target_store_open(v->db, &rows);
	while (rc == ERR_OK && i < db_count(rows))
		rc = take_patch(v, rows, &i);
	db_rows_free(rows);
	return rc;
}
