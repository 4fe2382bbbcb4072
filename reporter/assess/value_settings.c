/* SPDX-License-Identifier: Apache-2.0 */

/* How devices are set up, their ports, how busy they are. */

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/value_parts.h"

/* Words of a list, with commas between them. */
static void
put_words(struct json *row, const char *key, const struct json *words)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < json_len(words); i++) {
		const char *word = json_text_of(json_at(words, i));

		buf_printf(
		    &text, "%s%s", i > 0 ? ", " : "", word != NULL ? word : "");
	}
	json_put_text(row, key, buf_str(&text));
	buf_free(&text);
}

static struct json *
new_row(const struct json *of)
{
	struct json *row = json_new_object();

	value_copy(row, "device", of, "device");
	value_copy(row, "site", of, "site");
	return row;
}

/* Those with the most of something first, and not those with none. */
struct ranked {
	const struct json *row;
	int64_t n;
	size_t place;
};

static int
by_most(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return (x->place > y->place) - (x->place < y->place);
}

static size_t
rank(const struct json *list, const char *key, struct ranked **out)
{
	struct ranked *r = mem_new(json_len(list) + 1, sizeof(*r));
	size_t n = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);
		int64_t count = json_get_int(row, key, 0);

		if (count > 0)
			r[n++] = (struct ranked){ row, count, i };
	}
	qsort(r, n, sizeof(*r), by_most);
	*out = r;
	return n;
}

static void
put_baseline(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "baseline");
	struct json *o = json_new_object(), *list = json_new_array();
	struct measurement m = { 0 };
	struct ranked *most;
	size_t n = rank(rows, "failed", &most);

	for (size_t i = 0; i < n; i++) {
		struct json *row = new_row(most[i].row);

		json_put_int(row, "failed", most[i].n);
		put_words(
		    row, "checks", json_get(most[i].row, "failed_checks"));
		json_put(row, "evidence_ids",
		    json_share(json_get(most[i].row, "evidence")));
		json_add(list, row);
	}
	measure_baseline(f, &m);
	json_put_int(o, "devices", (int64_t)json_len(rows));
	json_put_int(o, "passed", m.part);
	json_put_int(o, "observable", m.whole);
	json_put_int(o, "unobservable", m.unknown);
	json_put_int(o, "devices_failed", (int64_t)n);
	json_put(v, "baseline", o);
	json_put(v, "baseline_failed", list);
	free(most);
}

static void
put_ports(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "ports");
	struct json *o = json_new_object(), *unused = json_new_array(),
		    *linked = json_new_array();
	struct measurement m = { 0 };
	struct ranked *most;
	size_t n = rank(rows, "unused", &most);
	int64_t links = 0;

	for (size_t i = 0; i < n; i++) {
		struct json *row = new_row(most[i].row);

		json_put_int(row, "unused", most[i].n);
		value_copy(row, "ports", most[i].row, "ports");
		json_add(unused, row);
	}
	free(most);
	n = rank(rows, "links", &most);
	for (size_t i = 0; i < n; i++) {
		struct json *row = new_row(most[i].row);

		links += most[i].n;
		json_put_int(row, "links", most[i].n);
		put_words(row, "ports", json_get(most[i].row, "labels"));
		json_add(linked, row);
	}
	free(most);
	measure_ports(f, &m);
	json_put_int(o, "ports", m.whole);
	json_put_int(o, "unused", m.part);
	json_put_int(o, "links", links);
	json_put(v, "port", o);
	json_put(v, "unused_ports", unused);
	json_put(v, "linked_ports", linked);
}

static void
put_legacy(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "legacy");
	struct json *o = json_new_object(), *list = json_new_array();
	struct measurement m = { 0 };

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *t = json_at(rows, i);
		struct json *row;

		if (!json_get_bool(t, "answered", false))
			continue;
		row = json_new_object();
		value_copy(row, "device", t, "device");
		value_copy(row, "at", t, "at");
		value_copy(row, "answers", t, "answers");
		json_add(list, row);
	}
	measure_snmp_legacy(f, &m);
	json_put_int(o, "tried", m.whole);
	json_put_int(o, "answered", m.part);
	json_put(v, "legacy", o);
	json_put(v, "legacy_answers", list);
}

static void
put_capacity(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "capacity");
	struct json *o = json_new_object(), *list = json_new_array();
	struct measurement m = { 0 };
	struct ranked *most;
	size_t n = rank(rows, "over", &most);

	for (size_t i = 0; i < n; i++) {
		struct json *row;

		if (!json_get_bool(most[i].row, "too_long", false))
			continue;
		row = new_row(most[i].row);
		json_put_int(row, "over", most[i].n);
		value_copy(row, "hours", most[i].row, "hours");
		value_copy(row, "high", most[i].row, "high");
		put_words(row, "what", json_get(most[i].row, "what"));
		json_add(list, row);
	}
	measure_capacity(f, &m);
	json_put_int(o, "devices", m.whole);
	json_put_int(o, "too_long", m.part);
	json_put_int(o, "unmeasured", m.unknown);
	json_put(v, "capacity", o);
	json_put(v, "too_busy", list);
	free(most);
}

void
value_settings(const struct facts *f, struct json *v)
{
	put_baseline(f, v);
	put_ports(f, v);
	put_legacy(f, v);
	put_capacity(f, v);
}
