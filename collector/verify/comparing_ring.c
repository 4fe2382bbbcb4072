/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/comparing_ring.h"

#include <stdio.h>
#include <stdlib.h>

#include "collector/verify/context.h"
#include "collector/verify/weeks.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/stability/rings.h"
#include "lib/model/stability/rollout_ring.h"
#include "lib/store/db.h"
#include "lib/store/patch/ring_store.h"

/* Columns of ring_due. */
enum { TENANT, PATCH, RING, DAY, DEVICE, CHANGED, FROM, ZONE };

static char *
describe(const struct ring_result *r)
{
	struct json *o = json_new_object(), *all = json_new_array();
	char *line;

	for (size_t i = 0; i < r->n; i++) {
		const struct ring_change *c = &r->change[i];
		struct json *one = json_new_object();

		json_put_text(one, "metric", c->metric);
		json_put_int(one, "devices", (int64_t)c->devices);
		json_put_int(one, "controls", (int64_t)c->controls);
		json_put_real(one, "ratio", c->ratio);
		json_put_real(one, "part", c->part);
		json_put_real(one, "p", c->p);
		json_put_real(one, "adjusted", c->adjusted);
		json_add(all, one);
	}
	json_put(o, "changes", all);
	line = json_line(o);
	json_free(o);
	return line;
}

static void
say(const struct ring_result *r, int day, char *out, size_t size)
{
	const struct ring_change *c = &r->change[r->worst];

	if (r->outcome == ROLLOUT_FAILED)
		snprintf(out, size,
		    "after %d days %s: %.1f times what %zu devices like them "
		    "had, in %zu devices; p %.2g",
		    day, c->metric, c->ratio, c->controls, c->devices, c->p);
	else
		snprintf(out, size, "after %d days %s", day,
		    r->outcome == ROLLOUT_PASSED ? "nothing is worse"
						 : rollout_why_name(r->why));
}

static size_t
make_cases(const struct db_rows *rows, size_t first, size_t after,
    const struct weeks *w, struct rollout_case *c)
{
	size_t n = 0;

	for (size_t i = first; i < after; i++) {
		int64_t from = db_time(rows, i, FROM);
		int64_t changed = db_time(rows, i, CHANGED);

		c[n].subject = weeks_find(w, (int)db_int(rows, i, DEVICE));
		if (changed == CLOCK_NONE || changed > from)
			changed = from;
		c[n].changed = frame_hour(&w->frame, changed);
		c[n].from = frame_hour(&w->frame, from) + 1;
		c[n].until =
		    c[n].from + (long)db_int(rows, i, DAY) * HOURS_DAY - 1;
		n += c[n].subject != NULL;
	}
	return n;
}

static int
keep(struct verify *v, const struct db_rows *rows, size_t i,
    const struct ring_result *r)
{
	char *detail = describe(r), words[240];
	struct ring_comparison c = {
		.tenant_id = (int)db_int(rows, i, TENANT),
		.patch_id = (int)db_int(rows, i, PATCH),
		.ring = (int)db_int(rows, i, RING),
		.day = (int)db_int(rows, i, DAY),
		.at = v->now,
		.outcome = rollout_outcome_name(r->outcome),
		.why = rollout_why_name(r->why),
		.words = words,
		.detail = detail,
	};
	int rc;

	say(r, c.day, words, sizeof(words));
	rc = ring_compared(v->db, &c);
	if (rc == ERR_OK)
		log_info("patch %d: ring %s: %s: %s", c.patch_id,
		    ring_name((enum ring)c.ring), c.outcome, words);
	free(detail);
	return rc;
}

static int
compare(
    struct verify *v, const struct db_rows *rows, size_t first, size_t after)
{
	struct rollout_case *c = mem_new(after - first + 1, sizeof(*c));
	struct weeks w = { .n = 0 };
	struct ring_result result;
	int rc = weeks_load(v->db, (int)db_int(rows, first, TENANT),
	    (int)db_int(rows, first, PATCH), db_text(rows, first, ZONE), v->now,
	    &w);

	if (rc == ERR_OK) {
		struct rollout all = { &w.frame, w.subject, w.n, NULL, 0 };

		rollout_ring(
		    &all, c, make_cases(rows, first, after, &w, c), &result);
		rc = keep(v, rows, first, &result);
	}
	weeks_free(&w);
	free(c);
	return rc;
}

static bool
is_same(const struct db_rows *rows, size_t a, size_t b)
{
	for (int c = TENANT; c <= DAY; c++)
		if (db_int(rows, a, c) != db_int(rows, b, c))
			return false;
	return true;
}

int
comparing_rings(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc = ring_due(v->db, v->now, &rows);
	size_t n = rc == ERR_OK ? db_count(rows) : 0;

	for (size_t i = 0, end; rc == ERR_OK && i < n; i = end) {
		for (end = i + 1; end < n && is_same(rows, i, end); end++)
			continue;
		rc = compare(v, rows, i, end);
	}
	db_rows_free(rows);
	return rc;
}
