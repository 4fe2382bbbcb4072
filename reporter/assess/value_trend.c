/* SPDX-License-Identifier: Apache-2.0 */

/* The same figures of each month and quarter of the period, side by side. */

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/timing.h"
#include "reporter/assess/value_parts.h"

/* What happened in a stretch of time, told by a column of a section. */
static int64_t
count_between(const struct facts *f, const char *section, const char *column)
{
	const struct json *list = json_get(f->evidence, section);
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		int64_t at = facts_time(json_at(list, i), column);

		n += at != FACTS_NO_TIME && at >= f->from && at < f->cut;
	}
	return n;
}

static bool
is_disturbance(const struct json *e)
{
	const char *kind = facts_text(e, "kind");

	return !json_get_bool(e, "expected", false) &&
	    (strcmp(kind, "boot") == 0 || strcmp(kind, "silent") == 0 ||
		strcmp(kind, "crash") == 0);
}

static int64_t
count_disturbances(const struct facts *f)
{
	const struct json *list = json_get(f->evidence, "events");
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		int64_t at = facts_time(json_at(list, i), "at");

		n += at >= f->from && at < f->cut &&
		    is_disturbance(json_at(list, i));
	}
	return n;
}

/* Entries of a kind that began in it, or that ended in it. */
static int64_t
count_entries(const struct facts *f, const char *kind, const char *column)
{
	const struct json *list = json_get(f->evidence, "entries");
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);
		int64_t at = facts_time(e, column);

		n += strcmp(facts_text(e, "kind"), kind) == 0 &&
		    at != FACTS_NO_TIME && at >= f->from && at < f->cut;
	}
	return n;
}

static int64_t
count_state(const struct facts *f, const char *state)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->nobligations; i++)
		for (size_t k = 0; k < f->obligations[i].nsteps; k++) {
			const struct step *s = &f->obligations[i].steps[k];

			n += s->flag == NULL && s->at >= f->from &&
			    s->at < f->cut && strcmp(s->to_state, state) == 0;
		}
	return n;
}

static void
put_timings(const struct facts *f, struct json *row)
{
	struct measurement m = { 0 };

	measure_in_time(f, &m);
	json_put_int(row, "due", m.whole);
	json_put_int(row, "on_time", m.part);
	json_put_int(row, "unknown", m.unknown);
	json_put_int(row, "excepted", m.excepted);
	json_put_int(row, "late", m.whole - m.part - m.unknown - m.excepted);
	if (m.whole > 0)
		json_put_real(row, "share", measure_low(&m));
	else
		json_put_null(row, "share");
	value_copy(row, "within", f->policy, "within_percent");
}

static void
put_counts(const struct facts *f, struct json *row)
{
	int64_t overdue = 0, implemented = 0;

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		overdue += o->overdue;
		implemented += o->active && o->seen != FACTS_NO_TIME &&
		    o->seen >= f->from && o->seen < f->cut;
	}
	json_put_int(row, "implemented", implemented);
	json_put_int(row, "overdue", overdue);
	json_put_int(row, "rolled_back", count_state(f, "rolled_back"));
	json_put_int(row, "failed", count_state(f, "failed"));
	json_put_int(row, "regressed", count_state(f, "regressed"));
	json_put_int(row, "patches", count_between(f, "patches", "registered"));
	json_put_int(
	    row, "exceptions", count_between(f, "exceptions", "approved"));
	/* Where our poller did not run, what broke is unknown. */
	if (timing_polled(f))
		json_put_int(row, "disturbances", count_disturbances(f));
	else
		json_put_null(row, "disturbances");
	json_put_int(row, "incidents", count_entries(f, "incident", "opened"));
	json_put_int(row, "decisions", count_entries(f, "decision", "closed"));
	json_put_int(row, "actions_done", count_entries(f, "action", "closed"));
}

static void
put_part(const struct measurement *m, const char *part, const char *whole,
    const char *share, struct json *row)
{
	json_put_int(row, whole, m->whole);
	json_put_int(row, part, m->part);
	if (m->whole > 0)
		json_put_real(row, share, measure_low(m));
	else
		json_put_null(row, share);
}

/* How patches were prepared: M-PAT-12 and M-PAT-16. */
void
value_put_prepared(const struct facts *f, struct json *row)
{
	struct measurement tested = { 0 }, assessed = { 0 };

	measure_tested(f, &tested);
	measure_prioritised(f, &assessed);
	put_part(&tested, "tested", "installed", "tested_share", row);
	put_part(&assessed, "assessed", "registered", "assessed_share", row);
}

/* "Q3" of "2026Q3", "M07" of "2026-07": a word period.WORD. */
static void
put_name(const char *name, struct json *row)
{
	char word[8] = "Y";

	json_put_text(row, "name", name);
	if (strlen(name) == 6) {
		memcpy(word, name + 4, 3);
	} else if (strlen(name) == 7) {
		word[0] = 'M';
		memcpy(word + 1, name + 5, 3);
	}
	json_put_text(row, "word", word);
}

/* Before there was a register nothing is known: no row of zeros. */
static void
put_unknown(struct json *row)
{
	static const char *const keys[] = { "due", "on_time", "late", "unknown",
		"excepted", "share", "within", "implemented", "overdue",
		"rolled_back", "failed", "regressed", "patches", "exceptions",
		"disturbances", "incidents", "decisions", "actions_done",
		"installed", "tested", "tested_share", "registered", "assessed",
		"assessed_share" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		json_put_null(row, keys[i]);
}

/* One that has not begun by the cut has no row. */
static void
add_part(const struct facts *f, const struct json *part, struct json *list)
{
	int64_t from = facts_time(part, "from"), to = facts_time(part, "to");
	struct json *row;
	struct facts of;

	if (from == FACTS_NO_TIME || from >= f->cut ||
	    facts_read_between(f->evidence, from, to, &of) < 0)
		return;
	row = json_new_object();
	put_name(facts_text(part, "name"), row);
	json_put_bool(row, "interim", f->cut < to);
	if (facts_time(json_get(f->evidence, "tenant"), "created") >= to) {
		put_unknown(row);
	} else {
		put_timings(&of, row);
		put_counts(&of, row);
		value_put_prepared(&of, row);
	}
	json_add(list, row);
	facts_free(&of);
}

void
value_trend(const struct facts *f, struct json *v)
{
	const struct json *parts =
	    json_get(json_get(f->evidence, "period"), "parts");
	struct json *months = json_new_array(), *quarters = json_new_array();

	for (size_t i = 0; i < json_len(parts); i++) {
		const struct json *p = json_at(parts, i);

		add_part(f, p,
		    strcmp(facts_text(p, "kind"), "quarter") == 0 ? quarters
								  : months);
	}
	json_put(v, "months", months);
	json_put(v, "quarters", quarters);
}
