/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/window.h"

#include <stdlib.h>

#include "collector/dblink.h"
#include "collector/poll/share.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

struct window_watch {
	struct dblink *db;
	const struct share *share;
	window_fn *fn;
	void *arg;
	int64_t look_after;
};

/* Of overlapping windows of a device, the snapshot that is latest serves. */
static const char query[] =
    "SELECT tenant_id,device_id,max(since),max(until) FROM deployment d,"
    " LATERAL (VALUES"
    "  (window_start-interval '2 h',window_start),"
    "  (window_end+interval '15 min',window_end+interval '2 h'),"
    "  (window_end+interval '2 h',window_end+interval '4 h'))"
    " look(since,until)"
    " WHERE window_end>$1::timestamptz-interval '4 h' AND closed IS NULL"
    " AND state<>'withdrawn' AND since<=$1 AND until>$1"
    " GROUP BY tenant_id,device_id"
    " UNION ALL"
    " SELECT tenant_id,device_id,max(want),max(want)+interval '2 h'"
    " FROM watch CROSS JOIN unnest(looks) want"
    " WHERE want<=$1 AND want>$1-interval '2 h'"
    " GROUP BY tenant_id,device_id";

struct window_watch *
window_watch_new(
    struct dblink *db, const struct share *share, window_fn *fn, void *arg)
{
	struct window_watch *w = mem_new(1, sizeof(*w));

	*w = (struct window_watch){ db, share, fn, arg, 0 };
	return w;
}

void
window_watch_free(struct window_watch *w)
{
	free(w);
}

static void
on_rows(void *arg, int rc, const struct db_rows *rows)
{
	struct window_watch *w = arg;

	if (rc < 0) {
		w->look_after = 0;
		return;
	}
	for (size_t i = 0; i < db_count(rows); i++) {
		int tenant_id = (int)db_int(rows, i, 0);
		int device_id = (int)db_int(rows, i, 1);

		if (share_has(w->share, tenant_id, device_id))
			w->fn(w->arg, tenant_id, device_id, db_time(rows, i, 2),
			    db_time(rows, i, 3));
	}
}

void
window_watch_look(struct window_watch *w)
{
	int64_t now = clock_monotonic();

	if (now < w->look_after)
		return;
	if (dblink_query(w->db, on_rows, w, query, DB_TIME(clock_now())) ==
	    ERR_OK)
		w->look_after = now + WINDOW_LOOK_S * CLOCK_SECOND;
}
