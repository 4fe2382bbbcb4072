/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/comparing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/verify/comparing_ring.h"
#include "collector/verify/context.h"
#include "collector/verify/weeks.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/stability/rollout.h"
#include "lib/store/db.h"
#include "lib/store/patch/comparison_store.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/run.h"
#include "lib/store/structure/difference_store.h"

#define EVERY (10 * CLOCK_SECOND)
#define AGAIN CLOCK_SECOND /* when not all was in yet */

/* What came late is loaded by then, or waits in a journal that we know of. */
#define LATE (10 * CLOCK_MINUTE)

enum { HOURS_AT_A_TIME = 48 };

/* Columns of comparison_due. */
enum { TENANT, PATCH, DEVICE, DAY, CHANGED, FROM };

/* A look at one patch: rows of comparison_due from first on. */
struct group {
	const struct db_rows *rows;
	size_t first, n;
	int tenant, patch, day;
};

static struct json *
describe_change(const struct change *c)
{
	struct json *o = json_new_object();

	json_put_text(o, "metric", c->metric);
	json_put_real(o, "before", c->before);
	json_put_real(o, "after", c->after);
	json_put_int(o, "hours_before", (int64_t)c->hours_before);
	json_put_int(o, "hours_after", (int64_t)c->hours_after);
	json_put_text(o, "compared_with", rung_name(c->rung));
	json_put_int(o, "controls", (int64_t)c->controls);
	json_put_real(o, "controls_before", c->controls_before);
	json_put_real(o, "controls_after", c->controls_after);
	json_put_real(o, "expected", c->expected);
	json_put_real(o, "dispersion", c->dispersion);
	json_put_real(o, "ratio", c->ratio);
	json_put_real(o, "lower", c->lower);
	if (isfinite(c->upper))
		json_put_real(o, "upper", c->upper);
	json_put_real(o, "p", c->p);
	json_put_real(o, "adjusted", c->adjusted);
	json_put_bool(o, "large", c->is_large);
	return o;
}

static char *
describe(const struct group *g, int device, int64_t at,
    const struct rollout_result *r)
{
	struct json *o = json_new_object(), *all = json_new_array();
	char *line;

	json_put_int(o, "patch", g->patch);
	json_put_int(o, "device", device);
	json_put_int(o, "day", g->day);
	json_put_time(o, "at", at);
	json_put_text(o, "outcome", rollout_outcome_name(r->outcome));
	json_put_text(o, "why", rollout_why_name(r->why));
	json_put_real(o, "p", r->p);
	json_put_real(o, "adjusted", r->adjusted);
	for (size_t i = 0; i < CHANGES; i++)
		if (r->change[i].is_known)
			json_add(all, describe_change(&r->change[i]));
	json_put(o, "changes", all);
	line = json_line(o);
	json_free(o);
	return line;
}

/* By how much is known of it: that nothing is worse, or why that is not said.
 */
static void
say_nothing_worse(
    const struct rollout_result *r, int day, char *out, size_t size)
{
	const struct change *any = &r->change[COUNT_UNREACHABLE];
	size_t known = 0, controls = 0;

	for (size_t i = 0; i < CHANGES; i++) {
		known += r->change[i].is_known;
		if (r->change[i].controls > controls)
			controls = r->change[i].controls;
	}
	snprintf(out, size,
	    "after %d days %s: %zu measures of %zu hours, %zu of the weeks "
	    "before and %zu devices like it",
	    day,
	    r->outcome == ROLLOUT_PASSED ? "nothing is worse"
					 : rollout_why_name(r->why),
	    known, any->hours_after, any->hours_before,
	    controls > 0 ? controls : r->controls);
}

static void
say(const struct rollout_result *r, int day, char *out, size_t size)
{
	const struct change *c = &r->change[r->worst];

	if (r->p >= 1 || c->metric == NULL)
		say_nothing_worse(r, day, out, size);
	else if (r->worst < COUNTS)
		snprintf(out, size,
		    "after %d days %s: %.0f of %zu hours, and %.0f of %zu "
		    "before; %.1f times what %zu %s did (at least %.1f), "
		    "p %.2g%s%s",
		    day, c->metric, c->after, c->hours_after, c->before,
		    c->hours_before, c->ratio, c->controls,
		    c->rung == RUNG_OWN ? "others, and so its own weeks,"
					: "devices like it",
		    c->lower, r->adjusted,
		    *rollout_why_name(r->why) ? ": " : "",
		    rollout_why_name(r->why));
	else
		snprintf(out, size,
		    "after %d days %s: %.4g, and %.4g before; %.1f times, "
		    "p %.2g%s%s",
		    day, c->metric, c->after, c->before, c->ratio, r->adjusted,
		    *rollout_why_name(r->why) ? ": " : "",
		    rollout_why_name(r->why));
}

static int
keep(struct verify *v, const struct group *g, int device,
    const struct rollout_result *r)
{
	char *detail = describe(g, device, v->now, r), words[240];
	struct comparison c = {
		.tenant_id = g->tenant,
		.patch_id = g->patch,
		.device_id = device,
		.day = g->day,
		.at = v->now,
		.outcome = rollout_outcome_name(r->outcome),
		.why = rollout_why_name(r->why),
		.words = words,
		.p = r->p,
		.adjusted = r->adjusted,
		.detail = detail,
	};
	int rc;

	say(r, g->day, words, sizeof(words));
	rc = evidence_keep(v->db,
	    &(struct evidence){
		.tenant_id = g->tenant,
		.device_id = device,
		.at = v->now,
		.kind = "comparison",
		.content = detail,
		.bytes = detail,
		.len = strlen(detail),
	    },
	    &c.evidence_id);
	if (rc == ERR_OK)
		rc = comparison_add(v->db, &c);
	free(detail);
	return rc;
}

static int
load_earlier(struct verify *v, const struct group *g, double **out, size_t *n)
{
	struct db_rows *rows = NULL;
	int rc = comparison_earlier(v->db, g->tenant, g->patch, g->day, &rows);

	if (rc < 0)
		return rc;
	*n = db_count(rows);
	*out = mem_new(*n + 1, sizeof(**out));
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = db_real(rows, i, 0);
	db_rows_free(rows);
	return ERR_OK;
}

static size_t
make_cases(const struct group *g, const struct weeks *w, int64_t now,
    struct rollout_case *c, int *device)
{
	size_t n = 0;

	for (size_t i = g->first; i < g->first + g->n; i++) {
		int64_t from = db_time(g->rows, i, FROM);
		int64_t changed = db_time(g->rows, i, CHANGED);

		device[n] = (int)db_int(g->rows, i, DEVICE);
		c[n].subject = weeks_find(w, device[n]);
		if (changed == CLOCK_NONE || changed > from)
			changed = from;
		c[n].changed = frame_hour(&w->frame, changed);
		/* From the first whole hour, up to the last one. */
		c[n].from = frame_hour(&w->frame, from) + 1;
		c[n].until = frame_hour(&w->frame, now);
		n += c[n].subject != NULL;
	}
	return n;
}

static int
look_at(struct verify *v, const struct group *g, const char *zone)
{
	struct rollout_case *c = mem_new(g->n + 1, sizeof(*c));
	struct rollout_result *r = mem_new(g->n + 1, sizeof(*r));
	int *device = mem_new(g->n + 1, sizeof(*device));
	struct weeks w = { .n = 0 };
	double *earlier = NULL;
	size_t n = 0, n_earlier = 0;
	int rc = weeks_load(v->db, g->tenant, g->patch, zone, v->now, &w);

	if (rc == ERR_OK)
		rc = load_earlier(v, g, &earlier, &n_earlier);
	if (rc == ERR_OK) {
		struct rollout all = { &w.frame, w.subject, w.n, earlier,
			n_earlier };

		n = make_cases(g, &w, v->now, c, device);
		rollout_look(&all, c, n, r);
	}
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = keep(v, g, device[i], &r[i]);
	if (rc == ERR_OK)
		log_info("patch %d: %zu devices compared after %d days",
		    g->patch, n, g->day);
	free(earlier);
	free(device);
	free(c);
	free(r);
	weeks_free(&w);
	return rc;
}

static bool
is_same_group(const struct db_rows *rows, size_t a, size_t b)
{
	return db_int(rows, a, TENANT) == db_int(rows, b, TENANT) &&
	    db_int(rows, a, PATCH) == db_int(rows, b, PATCH) &&
	    db_int(rows, a, DAY) == db_int(rows, b, DAY);
}

static int
look_at_due(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc = comparison_due(v->db, v->now, &rows);
	size_t n = rc == ERR_OK ? db_count(rows) : 0;

	for (size_t i = 0, end; rc == ERR_OK && i < n; i = end) {
		struct group g = { .rows = rows, .first = i };
		const char *zone = db_text(rows, i, FROM + 1);

		for (end = i + 1; end < n && is_same_group(rows, i, end); end++)
			continue;
		g.n = end - i;
		g.tenant = (int)db_int(rows, i, TENANT);
		g.patch = (int)db_int(rows, i, PATCH);
		g.day = (int)db_int(rows, i, DAY);
		rc = look_at(v, &g, zone);
	}
	db_rows_free(rows);
	return rc;
}

/* A hard rule holds of row i: tenant, patch, device, at. */
static int
accuse(struct verify *v, const struct db_rows *rows, size_t i, int64_t evidence,
    const char *words)
{
	const struct comparison c = {
		.tenant_id = (int)db_int(rows, i, 0),
		.patch_id = (int)db_int(rows, i, 1),
		.device_id = (int)db_int(rows, i, 2),
		.at = db_time(rows, i, 3),
		.outcome = rollout_outcome_name(ROLLOUT_FAILED),
		.why = "",
		.words = words,
		.detail = "{}",
		.evidence_id = evidence,
	};

	return comparison_add(v->db, &c);
}

static int
take_crashes(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc = comparison_crashes(v->db, v->now, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		char words[240];

		snprintf(words, sizeof(words),
		    "it logged a crash, as no device of its model had in four "
		    "weeks: %s",
		    db_text(rows, i, 4));
		rc = accuse(v, rows, i,
		    db_is_null(rows, i, 5) ? 0 : db_int(rows, i, 5), words);
	}
	db_rows_free(rows);
	return rc;
}

static int
take_losses(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc = comparison_losses(v->db, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		struct buf words = { 0 };
		struct loss loss;

		difference_loss(rows, i, LOSS_AT, &loss);
		loss_print(&loss, &words);
		rc = accuse(v, rows, i, db_int(rows, i, 4), buf_str(&words));
		buf_free(&words);
	}
	db_rows_free(rows);
	return rc;
}

int
comparing_take(struct verify *v)
{
	int n = 0, rc = ERR_OK;
	bool whole = false;

	if (v->now < v->judge_after)
		return ERR_OK;
	v->judge_after = v->now + EVERY;
	rc = take_crashes(v);
	if (rc == ERR_OK)
		rc = take_losses(v);
	if (rc == ERR_OK)
		rc = run_is_whole(v->db, v->now - LATE, CLOCK_NONE, &whole);
	if (rc < 0 || !whole) {
		v->judge_after = v->now + AGAIN;
		return rc;
	}
	rc = comparison_roll(v->db, v->now - LATE, HOURS_AT_A_TIME, &n);
	/* Only when the last hour is there is a look about all of them. */
	if (rc == ERR_OK && n < HOURS_AT_A_TIME)
		rc = look_at_due(v);
	if (rc == ERR_OK && n < HOURS_AT_A_TIME)
		rc = comparing_rings(v);
	return rc;
}
