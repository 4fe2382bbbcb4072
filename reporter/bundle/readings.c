/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/bundle/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/csv.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/sample.h"

/*
 * What the sample rests on, value by value: what the device said before the fix
 * was seen and after, when, by which rule that was compared, and with what
 * outcome. Of what people said the number and the hash alone stand here.
 */

static const char *const columns[] = { "nr", "reference", "device", "evidence",
	"at", "side", "kind", "oid", "raw", "value", "rule", "state", "level",
	"sha256", "part" };
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

struct writer {
	struct buf *csv;
	struct json *list;
	const struct json *evidence, *patches;
	const struct obligation *o;
	int64_t number;
	int64_t seen; /* when the fix was first seen, FACTS_NO_TIME: never */
};

static const struct json *
find(const struct json *list, const char *key, int64_t id)
{
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		if (json_get_int(row, key, -1) == id)
			return row;
	}
	return NULL;
}

/* Of one that was rolled back the register has no such time any more. */
static int64_t
first_seen(const struct obligation *o)
{
	for (size_t i = 0; o->seen == FACTS_NO_TIME && i < o->nsteps; i++) {
		const char *to = facts_text(o->steps[i].row, "to_state");

		if (strcmp(to, "seen") == 0 || strcmp(to, "already_met") == 0)
			return facts_time(o->steps[i].row, "at");
	}
	return o->seen;
}

/* said: the device itself, or a component of it; NULL: not what was said. */
static void
add_row(struct writer *w, const struct json *e, const struct json *said)
{
	const struct obligation *o = w->o;
	const struct json *patch = find(w->patches, "patch_id", o->patch_id);
	bool before = w->seen == FACTS_NO_TIME || facts_time(e, "at") < w->seen;
	const char *kind = facts_text(said, "kind");
	struct buf part = { 0 };
	char number[32], id[32], level[32];
	const char *cells[COLUMNS] = { number, facts_text(o->row, "reference"),
		facts_text(o->row, "device"), id, facts_text(e, "at"),
		before ? "before" : "after", facts_text(e, "kind"),
		facts_text(said, "oid"), facts_text(said, "raw"),
		facts_text(said, "value"), facts_text(patch, "fix"), o->state,
		level, facts_text(e, "sha256"), "" };
	struct json *row = json_new_object();

	if (*kind != '\0')
		buf_printf(&part, "%s:%s", kind, facts_text(said, "component"));
	cells[COLUMNS - 1] = buf_str(&part);

	snprintf(number, sizeof(number), "%lld", (long long)w->number);
	snprintf(id, sizeof(id), "%lld",
	    (long long)json_get_int(e, "evidence_id", 0));
	snprintf(level, sizeof(level), "E%lld",
	    (long long)json_get_int(o->row, "level", 0));
	for (int i = 0; i < COLUMNS; i++) {
		if (i > 0)
			buf_add_u8(w->csv, ',');
		csv_add(w->csv, cells[i]);
		json_put_text(row, columns[i], cells[i]);
	}
	buf_add_str(w->csv, "\r\n");
	json_add(w->list, row);
	buf_free(&part);
}

/* A reading has what the device said of itself, and of each component. */
static void
add_evidence(struct writer *w, int64_t id)
{
	const struct json *e = find(w->evidence, "evidence_id", id);
	const struct json *content = json_get(e, "content");
	const struct json *parts = json_get(content, "components");

	if (e == NULL)
		return;
	if (strcmp(facts_text(e, "kind"), "reading") != 0) {
		add_row(w, e, NULL);
		return;
	}
	add_row(w, e, content);
	for (size_t i = 0; i < json_len(parts); i++)
		add_row(w, e, json_at(parts, i));
}

/* Each piece once, in the order of the steps that rest on it. */
static void
add_steps(struct writer *w)
{
	int64_t *done = NULL;
	size_t n = 0;

	for (size_t i = 0; i < w->o->nsteps; i++) {
		const struct json *ids =
		    json_get(w->o->steps[i].row, "evidence");

		for (size_t k = 0; k < json_len(ids); k++) {
			int64_t id = json_int_of(json_at(ids, k), 0);
			bool known = false;

			for (size_t j = 0; j < n; j++)
				known |= done[j] == id;
			if (known)
				continue;
			done = mem_grow(done, n + 1, sizeof(*done));
			done[n++] = id;
			add_evidence(w, id);
		}
	}
	free(done);
}

void
bundle_add_readings(struct bundle *b, const struct bundle_input *in)
{
	struct bundle_file *csv = bundle_add(b, "readings.csv", "text/csv",
	    "Raw readings of the sample, before and after");
	struct bundle_file *json;
	struct writer w = {
		.csv = &csv->data,
		.list = json_new_array(),
		.evidence = json_get(in->facts->evidence, "evidence"),
		.patches = json_get(in->facts->evidence, "patches"),
	};
	struct sample s;
	char *text;

	for (int i = 0; i < COLUMNS; i++)
		buf_printf(w.csv, "%s%s", i > 0 ? "," : "", columns[i]);
	buf_add_str(w.csv, "\r\n");
	sample_draw(in->facts, SAMPLE_SIZE, &s);
	for (size_t i = 0; i < s.n; i++) {
		w.o = s.drawn[i].obligation;
		w.number = (int64_t)i + 1;
		w.seen = first_seen(w.o);
		add_steps(&w);
	}
	sample_free(&s);
	json = bundle_add(
	    b, "readings.json", "application/json", "The same, for programs");
	text = json_pretty(w.list);
	buf_add_str(&json->data, text);
	free(text);
	json_free(w.list);
}

static void
add_line(struct buf *out, const struct obligation *o)
{
	buf_printf(out, "%s\t%s\n", facts_text(o->row, "reference"),
	    facts_text(o->row, "device"));
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In the order of their bytes, as the digest of the population is of. */
static void
add_population(struct buf *out, const struct sample *s)
{
	char **lines = mem_new(s->population + 1, sizeof(*lines));
	struct buf line = { 0 };

	for (size_t i = 0; i < s->population; i++) {
		add_line(&line, s->drawn[i].obligation);
		lines[i] = buf_take_str(&line);
	}
	qsort(lines, s->population, sizeof(*lines), by_text);
	for (size_t i = 0; i < s->population; i++) {
		buf_add_str(out, lines[i]);
		free(lines[i]);
	}
	free(lines);
}

void
bundle_add_sample(struct bundle *b, const struct bundle_input *in)
{
	struct bundle_file *all =
	    bundle_add(b, "population.tsv", "text/tab-separated-values",
		"Installations whose deadline fell in the period");
	struct bundle_file *drawn = bundle_add(b, "sample.tsv",
	    "text/tab-separated-values", "Those that were drawn, in order");
	struct sample s;

	sample_draw(in->facts, SAMPLE_SIZE, &s);
	add_population(&all->data, &s);
	for (size_t i = 0; i < s.n; i++)
		add_line(&drawn->data, s.drawn[i].obligation);
	sample_free(&s);
}
