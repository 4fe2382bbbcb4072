/* SPDX-License-Identifier: Apache-2.0 */

/* For who does the work: what is late, unconfirmed, out of reach, and next. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/value_parts.h"

/* What falls due within so many days after the cut comes next. */
enum { NEXT_DAYS = 31 };

/* The most urgent first, and of those the longest past its deadline. */
static int
by_urgency(const void *a, const void *b)
{
	const struct obligation *const *x = a, *const *y = b;

	if ((*x)->priority != (*y)->priority)
		return (*x)->priority < (*y)->priority ? -1 : 1;
	if ((*x)->deadline != (*y)->deadline)
		return (*x)->deadline < (*y)->deadline ? -1 : 1;
	return (*x > *y) - (*x < *y);
}

static int
by_deadline(const void *a, const void *b)
{
	const struct obligation *const *x = a, *const *y = b;

	if ((*x)->deadline != (*y)->deadline)
		return (*x)->deadline < (*y)->deadline ? -1 : 1;
	return (*x > *y) - (*x < *y);
}

static void
put_span(struct json *row, const char *key, int64_t from, int64_t to)
{
	if (from == FACTS_NO_TIME || to < from)
		json_put_null(row, key);
	else
		json_put_int(row, key, (to - from) / CLOCK_SECOND);
}

static struct json *
new_row(const struct facts *f, const struct obligation *o)
{
	struct json *row = value_obligation(o);

	json_put_text(row, "light",
	    !o->overdue                            ? "grey"
		: o->priority == PRIORITY_CRITICAL ? "red"
						   : "orange");
	put_span(
	    row, "late_s", o->overdue ? o->deadline : FACTS_NO_TIME, f->cut);
	put_span(row, "claimed_s", o->claimed, f->cut);
	put_span(row, "left_s", f->cut, o->deadline);
	value_copy(row, "window_start", o->row, "window_start");
	value_copy(row, "supplier", o->row, "supplier");
	value_copy(
	    row, "owner", o->device != NULL ? o->device->row : NULL, "owner");
	value_evidence(o, NULL, row);
	return row;
}

typedef bool pick_fn(const struct facts *f, const struct obligation *o);

static bool
is_late(const struct facts *f, const struct obligation *o)
{
	(void)f;
	return facts_is_open(o) && o->overdue;
}

/* Somebody says so, and no device shows it. */
static bool
is_unconfirmed(const struct facts *f, const struct obligation *o)
{
	return facts_is_open(o) && o->claimed != FACTS_NO_TIME &&
	    o->claimed < f->cut;
}

/* How it stands now, whenever that came: what makes a site's light orange. */
static bool
is_broken(const struct facts *f, const struct obligation *o)
{
	(void)f;
	return facts_is_broken(o);
}

static bool
is_next(const struct facts *f, const struct obligation *o)
{
	return facts_is_open(o) && !o->overdue && o->deadline >= f->cut &&
	    o->deadline < f->cut + NEXT_DAYS * CLOCK_DAY;
}

static void
put_picked(const struct facts *f, const char *name, pick_fn *pick,
    int (*order)(const void *, const void *), struct json *v)
{
	const struct obligation **picked =
	    mem_new(f->nobligations + 1, sizeof(*picked));
	struct json *list = json_new_array();
	size_t n = 0;

	for (size_t i = 0; i < f->nobligations; i++)
		if (pick(f, &f->obligations[i]))
			picked[n++] = &f->obligations[i];
	qsort(picked, n, sizeof(*picked), order);
	for (size_t i = 0; i < n; i++)
		json_add(list, new_row(f, picked[i]));
	json_put(v, name, list);
	free(picked);
}

/* So many polls in a row without an answer are what the policy calls silent; of
 * what sleeps that says nothing. */
static bool
is_silent(const struct facts *f, const struct device_fact *d)
{
	struct policy usual;
	int64_t polls;

	policy_default(&usual);
	polls = json_get_int(f->policy, "silent_polls", usual.silent_polls);
	return !d->sleeps && json_get_int(d->row, "silent", 0) >= polls;
}

/* Devices that do not answer now, or never did when they were asked. */
static void
put_out_of_reach(const struct facts *f, struct json *v)
{
	static const char *const same[] = { "site", "category", "last_answer",
		"silent_since", "owner", "supplier" };
	struct json *list = json_new_array();

	for (size_t i = 0; i < f->ndevices; i++) {
		const struct device_fact *d = &f->devices[i];
		struct json *row;

		if (d->retired || !d->asked ||
		    (json_get_text(d->row, "last_answer") != NULL &&
			!is_silent(f, d)))
			continue;
		row = json_new_object();
		value_copy(row, "device", d->row, "name");
		for (size_t k = 0; k < sizeof(same) / sizeof(same[0]); k++)
			value_copy(row, same[k], d->row, same[k]);
		json_add(list, row);
	}
	json_put(v, "out_of_reach", list);
}

/* As it is written of old: E4. */
static void
put_level(struct json *row, int64_t level)
{
	char text[24];

	snprintf(text, sizeof(text), "E%lld", (long long)level);
	json_put_text(row, "level", text);
}

/* Every installation that there is, for who samples: how it stands, and why. */
static void
put_verdicts(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];
		struct json *row = value_obligation(o);

		json_put_text(row, "timing", value_timing(f, o));
		if (o->seen != FACTS_NO_TIME && o->seen < f->cut)
			json_put_time(row, "seen", o->seen);
		else
			json_put_null(row, "seen");
		value_copy(row, "protocol", o->row, "protocol");
		put_level(row, json_get_int(o->row, "level", 0));
		value_copy(row, "security_level", o->row, "security_level");
		value_copy(row, "policy_version", o->row, "policy_version");
		value_evidence(o, NULL, row);
		json_add(list, row);
	}
	json_put(v, "verdicts", list);
}

void
value_work(const struct facts *f, struct json *v)
{
	put_picked(f, "late", is_late, by_urgency, v);
	put_picked(f, "broken", is_broken, by_urgency, v);
	put_picked(f, "unconfirmed", is_unconfirmed, by_urgency, v);
	put_picked(f, "next", is_next, by_deadline, v);
	put_out_of_reach(f, v);
	put_verdicts(f, v);
}

struct json *
values_without_work(const struct json *values)
{
	struct json *rest = json_new_object();
	const struct json *value;
	const char *key;

	for (size_t i = 0; i < json_len(values); i++) {
		key = json_key_at(values, i, &value);
		if (!value_is_work(key))
			json_put(rest, key, json_share(value));
	}
	return rest;
}

bool
value_is_work(const char *name)
{
	static const char *const lists[] = { "late", "broken", "unconfirmed",
		"next", "out_of_reach", "verdicts" };
	size_t len = strcspn(name, "[.");

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strlen(lists[i]) == len &&
		    strncmp(lists[i], name, len) == 0)
			return true;
	return false;
}
