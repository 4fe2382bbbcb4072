/* SPDX-License-Identifier: Apache-2.0 */

/* Holes that are used, products without support, advisories that wait. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/value_parts.h"

static int64_t
days_between(int64_t from, int64_t to)
{
	return to <= from ? 0 : (to - from + CLOCK_DAY - 1) / CLOCK_DAY;
}

static void
put_days(struct json *row, const char *key, int64_t from, int64_t to)
{
	if (from == FACTS_NO_TIME)
		json_put_null(row, key);
	else
		json_put_int(row, key, days_between(from, to));
}

static void
add_open_hole(const struct facts *f, const struct obligation *o,
    const struct json *hole, struct json *list)
{
	struct json *row = json_new_object();

	value_copy(row, "reference", o->row, "reference");
	value_copy(row, "device", o->row, "device");
	value_copy(row, "site", o->row, "site");
	value_copy(row, "vulnerability", hole, "vulnerability");
	value_copy(row, "listed", hole, "listed");
	value_copy(row, "due", hole, "due");
	put_days(row, "open_days", o->clock_start, f->cut);
	put_days(row, "days_past", facts_time(hole, "due"), f->cut);
	json_put_bool(row, "internet_facing", o->internet_facing);
	value_evidence(o, NULL, row);
	json_add(list, row);
}

/* Each hole of each open installation; one that was only marked has no name. */
static void
add_holes(const struct facts *f, const struct obligation *o, struct json *list)
{
	const struct json *holes = json_get(f->evidence, "exploited");
	bool named = false;

	for (size_t i = 0; i < json_len(holes); i++) {
		const struct json *hole = json_at(holes, i);

		if (json_get_int(hole, "patch_id", 0) != o->patch_id)
			continue;
		add_open_hole(f, o, hole, list);
		named = true;
	}
	if (!named && o->known_exploited)
		add_open_hole(f, o, NULL, list);
}

static void
put_exploited(const struct facts *f, struct json *v)
{
	static const char *const keys[] = { "source", "dated", "made",
		"entries" };
	const struct json *from = json_get(f->evidence, "exploited_list");
	struct json *list = json_new_array(), *o = json_new_object();

	for (size_t i = 0; i < f->nobligations; i++)
		if (facts_is_open(&f->obligations[i]))
			add_holes(f, &f->obligations[i], list);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		value_copy(o, keys[i], from, keys[i]);
	json_put_bool(o, "is_there", json_get_text(from, "source") != NULL);
	json_put_int(o, "open", (int64_t)json_len(list));
	json_put(v, "exploited_list", o);
	json_put(v, "exploited", list);
}

/* Devices past the end of their support, and how many have none registered. */
static void
put_support(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array(), *o = json_new_object();
	struct measurement m = { 0 };

	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];
		int64_t end = facts_time(d->row, "support_end");
		struct json *row;

		if (d->retired || end == FACTS_NO_TIME || end > f->cut)
			continue;
		row = json_new_object();
		value_copy(row, "device", d->row, "name");
		value_copy(row, "site", d->row, "site");
		value_copy(row, "vendor", d->row, "vendor");
		value_copy(row, "model", d->row, "model");
		json_put_time(row, "ended", end);
		json_add(list, row);
	}
	measure_support(f, &m);
	json_put_int(o, "known", m.whole);
	json_put_int(o, "unknown", m.unknown);
	json_put_int(o, "ended", m.part);
	json_put(v, "support", o);
	json_put(v, "unsupported", list);
}

/* M-PAT-17: advisories whose time to decide is over, and nobody did. */
static void
put_advisories(const struct facts *f, struct json *v)
{
	static const char *const keys[] = { "reference", "title", "source",
		"known", "devices" };
	const struct json *rows = json_get(f->evidence, "advisories");
	struct json *list = json_new_array(), *o = json_new_object();
	struct measurement m = { 0 };

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *a = json_at(rows, i);
		struct json *row;

		if (json_get_text(a, "decided") != NULL)
			continue;
		row = json_new_object();
		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			value_copy(row, keys[k], a, keys[k]);
		put_days(row, "days", facts_time(a, "known"), f->cut);
		json_add(list, row);
	}
	measure_advisories(f, &m);
	json_put_int(o, "due", m.whole);
	json_put_int(o, "in_time", m.part);
	json_put_int(o, "waiting", (int64_t)json_len(list));
	json_put(v, "advisory", o);
	json_put(v, "undecided", list);
}

/* For how many kinds of products nobody reads what their makers advise. */
static void
put_watched(const struct facts *f, struct json *v)
{
	const struct json *w = json_get(f->evidence, "watched");
	struct json *o = json_new_object();

	json_put_int(o, "sources", json_get_int(w, "sources", 0));
	json_put_int(o, "types", json_get_int(w, "types", 0));
	json_put_int(o, "unfollowed", json_get_int(w, "unfollowed", 0));
	json_put_int(
	    o, "unfollowed_devices", json_get_int(w, "unfollowed_devices", 0));
	value_copy(o, "unfollowed_types", w, "unfollowed_types");
	json_put(v, "watched", o);
}

/* BIO2 8.08.01: closed or made harmless in time, each by itself. */
static void
put_mitigated(const struct facts *f, struct json *v)
{
	struct json *o = json_new_object();
	struct contained c;
	const int64_t *n = c.cohort.count;

	measure_contained_of(f, &c);
	json_put_int(o, "due", c.cohort.whole);
	json_put_int(o, "patched", n[TIMING_ON_TIME] - c.mitigated);
	json_put_int(o, "mitigated", c.mitigated);
	json_put_int(o, "unknown", n[TIMING_UNKNOWN]);
	json_put_int(o, "neither", n[TIMING_LATE] + n[TIMING_EXCEPTED]);
	json_put_int(o, "term_s", c.shortest / CLOCK_SECOND);
	json_put_int(o, "longest_s", c.longest / CLOCK_SECOND);
	json_put_bool(o, "mixed", c.longest > c.shortest);
	json_put(v, "contained", o);
}

void
value_exposure(const struct facts *f, struct json *v)
{
	put_mitigated(f, v);
	put_exploited(f, v);
	put_support(f, v);
	put_advisories(f, v);
	put_watched(f, v);
}
