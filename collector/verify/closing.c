/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/closing.h"

#include "collector/verify/context.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/patch/closing_store.h"

#define EVERY (5 * CLOCK_SECOND)

static int
take(struct verify *v, const struct db_rows *rows, size_t i)
{
	int tenant = (int)db_int(rows, i, 0);
	bool close = db_bool(rows, i, 3);
	const struct policy *policy;
	int rc = verify_policy_now(v, tenant, &policy);

	if (rc == ERR_OK)
		rc = closing_take(v->db, tenant, (int)db_int(rows, i, 1), close,
		    v->now, policy->version);
	if (rc == ERR_OK)
		log_info("patch %s: %s", db_text(rows, i, 2),
		    close ? "closed" : "open again");
	/* Another worker was first, which is as good. */
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int
closing_tick(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc;

	if (v->now < v->close_after)
		return ERR_OK;
	rc = closing_find(v->db, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = take(v, rows, i);
	db_rows_free(rows);
	v->close_after = v->now + EVERY;
	return rc;
}
