/* SPDX-License-Identifier: Apache-2.0 */

/* Rounds of patches ring by ring, and what comparing after them said. */

#include <stdio.h>
#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/value_parts.h"

/* The rings that a patch may have, and devices in none. */
enum { RINGS_AND_NONE = 5, NO_RING = 4 };

static const char *const ring_names[RINGS_AND_NONE] = { "pilot", "few", "some",
	"rest", "none" };

struct ring_fact {
	int64_t devices, proven, disturbed, open;
	int64_t deadline, window_start, window_end, seen, confirmed;
};

static void
earliest(int64_t *of, int64_t at)
{
	if (at != FACTS_NO_TIME && (*of == FACTS_NO_TIME || at < *of))
		*of = at;
}

static void
latest(int64_t *of, int64_t at)
{
	if (at != FACTS_NO_TIME && (*of == FACTS_NO_TIME || at > *of))
		*of = at;
}

static int
ring_of(const struct obligation *o)
{
	int64_t ring = json_get_int(o->row, "ring", NO_RING);

	return ring < 0 || ring > NO_RING ? NO_RING : (int)ring;
}

static void
count_one(
    const struct facts *f, const struct obligation *o, struct ring_fact *r)
{
	r->devices++;
	r->proven += o->active;
	r->disturbed += strcmp(o->state, "regressed") == 0;
	r->open += !o->active;
	earliest(&r->deadline, o->deadline);
	earliest(&r->window_start, facts_time(o->row, "window_start"));
	latest(&r->window_end, facts_time(o->row, "window_end"));
	if (!o->active || o->seen == FACTS_NO_TIME || o->seen >= f->cut)
		return;
	earliest(&r->seen, o->seen);
	latest(&r->confirmed, o->confirmed);
}

/* Something of it was to be done, or was done, in the period. */
static bool
is_of_period(const struct facts *f, const struct obligation *o)
{
	if (o->already || strcmp(o->state, "withdrawn") == 0)
		return false;
	if (o->seen != FACTS_NO_TIME && o->seen < f->cut)
		return o->seen >= f->from;
	return o->created < f->cut;
}

static void
put_time(struct json *row, const char *key, int64_t at)
{
	if (at == FACTS_NO_TIME)
		json_put_null(row, key);
	else
		json_put_time(row, key, at);
}

static struct json *
new_round(const struct json *patch, const struct ring_fact *r, int ring,
    bool is_first)
{
	struct json *row = json_new_object();
	static const char *const released[] = { "released", "advised",
		"registered" };
	int64_t at = FACTS_NO_TIME;

	for (size_t i = 0; at == FACTS_NO_TIME && i < 3; i++)
		at = facts_time(patch, released[i]);
	value_copy(row, "reference", patch, "reference");
	value_copy(row, "patch", patch, "title");
	value_copy(row, "priority", patch, "priority");
	json_put_text(row, "ring", ring_names[ring]);
	json_put_int(row, "devices", r->devices);
	json_put_int(row, "proven", r->proven);
	json_put_int(row, "disturbed", r->disturbed);
	put_time(row, "released", is_first ? at : FACTS_NO_TIME);
	put_time(row, "deadline", r->deadline);
	put_time(row, "window_start", r->window_start);
	put_time(row, "window_end", r->window_end);
	put_time(row, "first_seen", r->seen);
	put_time(row, "confirmed", r->confirmed);
	return row;
}

static void
add_rounds(const struct facts *f, const struct json *patch, struct json *list)
{
	int64_t id = json_get_int(patch, "patch_id", 0);
	struct ring_fact rings[RINGS_AND_NONE];
	bool is_first = true, any = false;

	for (int k = 0; k < RINGS_AND_NONE; k++)
		rings[k] = (struct ring_fact){ 0, 0, 0, 0, FACTS_NO_TIME,
			FACTS_NO_TIME, FACTS_NO_TIME, FACTS_NO_TIME,
			FACTS_NO_TIME };
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->patch_id != id || o->already ||
		    strcmp(o->state, "withdrawn") == 0)
			continue;
		any |= is_of_period(f, o);
		count_one(f, o, &rings[ring_of(o)]);
	}
	for (int k = 0; any && k < RINGS_AND_NONE; k++) {
		if (rings[k].devices == 0)
			continue;
		json_add(list, new_round(patch, &rings[k], k, is_first));
		is_first = false;
	}
}

/* What a look says to a reader: a word look.WORD. */
static const char *
look_word(const struct json *l)
{
	if (strcmp(facts_text(l, "outcome"), "failed") != 0)
		return facts_text(l, "outcome");
	return json_get_text(l, "dismissed") != NULL ? "dismissed" : "failed";
}

static void
add_look(const struct json *l, struct json *list)
{
	static const char *const same[] = { "at", "reference", "patch",
		"device", "site", "day", "dismissed", "dismissed_why" };
	int64_t ring = json_get_int(l, "ring", NO_RING);
	int64_t id = json_get_int(l, "evidence_id", 0);
	struct json *row = json_new_object(), *ids = json_new_array();
	char number[24];

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		value_copy(row, same[i], l, same[i]);
	json_put_text(row, "ring",
	    ring < 0 || ring > NO_RING ? "none" : ring_names[ring]);
	json_put_text(row, "verdict", look_word(l));
	json_put_text(row, "why",
	    *facts_text(l, "why") == '\0' ? NULL : facts_text(l, "why"));
	snprintf(number, sizeof(number), "%lld", (long long)id);
	json_put_text(row, "evidence", id != 0 ? number : NULL);
	if (id != 0)
		json_add_int(ids, id);
	json_put(row, "evidence_ids", ids);
	json_add(list, row);
}

/* Looks at devices and at rings; those without a finding are only counted. */
static void
put_looks(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "looks");
	struct json *list = json_new_array(), *rings = json_new_array();
	struct json *o = json_new_object();
	static const char *const words[] = { "passed", "undecided", "failed",
		"dismissed" };
	int64_t n[4] = { 0 };

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *l = json_at(rows, i);
		bool is_ring = json_is_null(json_get(l, "device_id"));
		const char *word = look_word(l);

		for (int k = 0; k < 4; k++)
			n[k] += !is_ring && strcmp(word, words[k]) == 0;
		if (is_ring)
			add_look(l, rings);
		else if (strcmp(word, "passed") != 0)
			add_look(l, list);
	}
	for (int k = 0; k < 4; k++)
		json_put_int(o, words[k], n[k]);
	json_put(v, "looked", o);
	json_put(v, "looks", list);
	json_put(v, "ring_looks", rings);
}

void
value_rounds(const struct facts *f, struct json *v)
{
	const struct json *patches = json_get(f->evidence, "patches");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(patches); i++)
		add_rounds(f, json_at(patches, i), list);
	json_put(v, "rounds", list);
	put_looks(f, v);
}
