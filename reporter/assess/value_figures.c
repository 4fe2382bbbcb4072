/* SPDX-License-Identifier: Apache-2.0 */

/* What stands behind measurements besides their part and whole. */

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/value_parts.h"

/* Our own standstill that is told: two polls of most devices. */
#define GAP_TOLD (10 * CLOCK_MINUTE)

static void
put_duration(struct json *row, const char *key, int64_t n, int64_t s)
{
	if (n == 0)
		json_put_null(row, key);
	else
		json_put_int(row, key, s);
}

/* M-PAT-03 by priority. */
static void
put_times(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array();

	for (int i = 0; i < PRIORITIES; i++) {
		struct json *row = json_new_object();
		struct patch_times t;

		measure_patch_times(f, i, &t);
		json_put_text(row, "priority", priority_name((enum priority)i));
		json_put_int(row, "installed", t.n);
		put_duration(row, "median_s", t.n, t.median_s);
		put_duration(row, "p90_s", t.n, t.p90_s);
		put_duration(row, "mean_s", t.n, t.mean_s);
		json_put_int(row, "open", t.open);
		put_duration(row, "open_median_s", t.open, t.open_median_s);
		put_duration(row, "open_max_s", t.open, t.open_max_s);
		if (t.n + t.open > 0)
			json_add(list, row);
		else
			json_free(row);
	}
	json_put(v, "patch_times", list);
}

/* M-PAT-04: how late. */
static void
put_lateness(const struct facts *f, struct json *v)
{
	struct json *o = json_new_object();
	int64_t median, most;

	measure_days_late(f, &median, &most);
	json_put_int(o, "median_days", median);
	json_put_int(o, "most_days", most);
	json_put(v, "lateness", o);
}

/* M-PAT-09: what a decision is to have. */
struct exception_tally {
	int64_t all, active, fresh, expired, owner, reason, measure, end, other;
	int64_t most_us;
};

static void
count_exception(
    const struct facts *f, const struct json *e, struct exception_tally *t)
{
	int64_t approved = facts_time(e, "approved");
	int64_t end = facts_time(e, "valid_until");

	if (approved == FACTS_NO_TIME)
		return;
	t->all++;
	t->fresh += approved >= f->from;
	t->expired += end <= f->cut;
	t->owner += *facts_text(e, "owner") != '\0';
	t->reason += *facts_text(e, "reason") != '\0';
	t->measure += *facts_text(e, "measure") != '\0';
	t->end += end != FACTS_NO_TIME;
	/* The database approves nobody's own; on paper somebody else entered.
	 */
	t->other += json_get_bool(e, "decided_by_other", true);
	if (end <= f->cut)
		return;
	t->active++;
	if (f->cut - approved > t->most_us)
		t->most_us = f->cut - approved;
}

static void
put_exceptions(const struct facts *f, struct json *v)
{
	const struct json *list = json_get(f->evidence, "exceptions");
	struct json *o = json_new_object();
	struct exception_tally t = { 0 };
	struct measurement m = { 0 };

	for (size_t i = 0; i < json_len(list); i++)
		count_exception(f, json_at(list, i), &t);
	measure_exceptions(f, &m);
	json_put_int(o, "approved", t.all);
	json_put_int(o, "active", t.active);
	json_put_int(o, "new", t.fresh);
	json_put_int(o, "expired", t.expired);
	json_put_int(o, "expired_open", m.part);
	json_put_int(o, "with_owner", t.owner);
	json_put_int(o, "with_reason", t.reason);
	json_put_int(o, "with_measure", t.measure);
	json_put_int(o, "with_end", t.end);
	json_put_int(o, "decided_by_other", t.other);
	put_duration(o, "oldest_s", t.active, t.most_us / CLOCK_SECOND);
	json_put(v, "exception", o);
}

/* M-PAT-07: what is left out, and why. */
static void
put_dismissed(const struct facts *f, struct json *v)
{
	static const char *const keys[] = { "at", "reference", "device",
		"reason" };
	const struct json *rows = json_get(f->evidence, "dismissed");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(rows); i++) {
		struct json *row = json_new_object();

		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			value_copy(row, keys[k], json_at(rows, i), keys[k]);
		json_add(list, row);
	}
	json_put(v, "dismissed", list);
}

/* M-PAT-11: configuration that changed and that nobody meant. */
static void
put_unrecorded(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "changes_seen");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *c = json_at(rows, i);
		struct json *row;

		if (json_get_int(c, "unrecorded", 0) == 0)
			continue;
		row = json_new_object();
		value_copy(row, "device", c, "device");
		value_copy(row, "kind", c, "kind");
		value_copy(row, "seen", c, "seen");
		value_copy(row, "unrecorded", c, "unrecorded");
		json_put(
		    row, "evidence_ids", json_share(json_get(c, "evidence")));
		json_add(list, row);
	}
	json_put(v, "unrecorded", list);
}

static int
by_absence(const void *a, const void *b)
{
	const struct device_fact *const *x = a, *const *y = b;
	int64_t of_x = json_get_int((*x)->reach, "unreachable_s", 0);
	int64_t of_y = json_get_int((*y)->reach, "unreachable_s", 0);

	if (of_x != of_y)
		return of_x < of_y ? 1 : -1;
	return (*x > *y) - (*x < *y);
}

static void
add_away(const struct device_fact *d, struct json *list)
{
	int64_t watched = json_get_int(d->reach, "watched_s", 0);
	int64_t away = json_get_int(d->reach, "unreachable_s", 0);
	struct json *row = json_new_object();

	value_copy(row, "device", d->row, "name");
	value_copy(row, "site", d->row, "site");
	json_put_int(row, "unreachable_s", away);
	json_put_real(row, "share",
	    watched == 0 ? 0
			 : 100.0 * (double)(watched - away) / (double)watched);
	json_add(list, row);
}

/* M-MON-03: those that were away, the longest first; what sleeps is not away.
 */
static void
put_availability(const struct facts *f, struct json *v)
{
	const struct device_fact **away =
	    mem_new(f->ndevices + 1, sizeof(*away));
	struct json *list = json_new_array(), *o = json_new_object();
	size_t n = 0;

	for (size_t i = 0; i < f->ndevices; i++)
		if (!f->devices[i].sleeps &&
		    json_get_int(f->devices[i].reach, "unreachable_s", 0) > 0)
			away[n++] = &f->devices[i];
	qsort(away, n, sizeof(*away), by_absence);
	for (size_t i = 0; i < n; i++)
		add_away(away[i], list);
	json_put_int(o, "devices_away", (int64_t)n);
	json_put_int(o, "listed", (int64_t)json_len(list));
	json_put(v, "reach", o);
	json_put(v, "unreachable", list);
	free(away);
}

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
put_middle(struct json *o, const char *key, int64_t *list, size_t n)
{
	if (n == 0) {
		json_put_null(o, key);
		return;
	}
	qsort(list, n, sizeof(*list), by_value);
	json_put_int(o, key, list[(n - 1) / 2]);
}

/* M-MON-04: what people took note of. */
static void
put_followed(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "followed");
	int64_t *taken = mem_new(json_len(rows) + 1, sizeof(*taken));
	struct json *o = json_new_object();
	struct measurement m = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < json_len(rows); i++) {
		int64_t at = facts_time(json_at(rows, i), "opened");
		int64_t acked = facts_time(json_at(rows, i), "acked");

		if (at >= f->from && acked != FACTS_NO_TIME)
			taken[n++] = (acked - at) / CLOCK_SECOND;
	}
	measure_follow_up(f, &m);
	json_put_int(o, "due", m.whole);
	json_put_int(o, "in_time", m.part);
	json_put_int(o, "taken", (int64_t)n);
	put_middle(o, "take_s", taken, n);
	json_put(v, "followed", o);
	free(taken);
}

/* M-CLK-01: how far clocks stand from ours. */
static void
put_clocks(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "clocks");
	size_t n = json_len(rows);
	int64_t *skew = mem_new(n + 1, sizeof(*skew));
	struct json *o = json_new_object();

	for (size_t i = 0; i < n; i++) {
		int64_t ms = json_get_int(json_at(rows, i), "skew_ms", 0);

		skew[i] = ms < 0 ? -ms : ms;
	}
	json_put_int(o, "measured", (int64_t)n);
	put_middle(o, "median_ms", skew, n);
	if (n == 0)
		json_put_null(o, "most_ms");
	else
		json_put_int(o, "most_ms", skew[n - 1]);
	json_put(v, "clock", o);
	free(skew);
}

static void
add_gap(int64_t from, int64_t to, struct json *list)
{
	struct json *row;

	if (to - from <= GAP_TOLD)
		return;
	row = json_new_object();
	json_put_time(row, "from", from);
	json_put_time(row, "to", to);
	json_put_int(row, "length_s", (to - from) / CLOCK_SECOND);
	json_add(list, row);
}

/* M-MON-02: when we ourselves did not look. */
static void
put_gaps(const struct facts *f, struct json *v)
{
	const struct json *runs = json_get(f->evidence, "runs");
	struct json *list = json_new_array();
	int64_t reached =
	    facts_time(json_get(f->evidence, "tenant"), "created");

	if (reached < f->from)
		reached = f->from;
	for (size_t i = 0; i < json_len(runs); i++) {
		const struct json *run = json_at(runs, i);
		int64_t seen = facts_time(run, "seen");

		if (strcmp(facts_text(run, "role"), "poll") != 0 ||
		    seen <= reached)
			continue;
		add_gap(reached, facts_time(run, "started"), list);
		reached = seen;
	}
	add_gap(reached, f->cut, list);
	json_put(v, "gaps", list);
}

void
value_figures(const struct facts *f, struct json *v)
{
	put_times(f, v);
	put_lateness(f, v);
	put_exceptions(f, v);
	put_dismissed(f, v);
	put_unrecorded(f, v);
	put_availability(f, v);
	put_followed(f, v);
	put_clocks(f, v);
	put_gaps(f, v);
}
