/* SPDX-License-Identifier: Apache-2.0 */

/* The matrix: each control with the measurements that speak about it. */

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/chosen.h"
#include "reporter/assess/gate.h"
#include "reporter/assess/measure.h"
#include "reporter/assess/value_parts.h"

/* The rows of one control, being made. */
struct rows {
	const struct measurement *taken; /* all there are, in their order */
	const struct chosen_control *of;
	struct json *list;
	bool any;
};

/* The control stands in the first of its rows only. */
static struct json *
add_row(struct rows *r, const char *role)
{
	static const struct control nameless = {
		.id = "", .title_nl = "", .title_en = ""
	};
	const struct control *c = &r->of->control;
	struct json *row = json_new_object();

	value_put_control(r->any ? &nameless : c, row);
	json_put_text(row, "tag", r->any ? NULL : value_tag(c));
	json_put_text(row, "verified", c->verified);
	json_put_text(row, "titled", c->titled);
	json_put_text(row, "elsewhere", r->any ? NULL : c->elsewhere);
	json_put_text(row, "gap_nl", r->any ? NULL : c->gap_nl);
	json_put_text(row, "gap_en", r->any ? NULL : c->gap_en);
	json_put_text(row, "role", role);
	json_put_bool(row, "continues", r->any);
	r->any = true;
	json_add(r->list, row);
	return row;
}

/* Said, never dropped: nothing measures it (yet), and why. */
static void
put_unassessed(struct json *row, const char *id, const char *why)
{
	json_put_text(row, "measurement", id);
	json_put_text(row, "ids", id);
	json_put_text(row, "name", id);
	json_put_text(row, "provenance", "not_assessed");
	json_put_text(row, "outcome", "not_assessed");
	json_put_text(row, "missing", why);
}

static void
add_required(struct rows *r, const char *id)
{
	struct json *row = add_row(r, "required");
	long at = measure_find(id);

	if (at < 0)
		put_unassessed(row, id, "no_measurement");
	else
		value_put_measurement(&r->taken[at], row);
	json_put_text(row, "ids", id);
}

/* What supports it stands in one row; annex A has the figures. */
static void
add_supporting(struct rows *r)
{
	struct json *row = add_row(r, "supporting");
	struct buf ids = { 0 };

	value_list_ids(r->of->control.supporting, &ids);
	json_put_text(row, "measurement", buf_str(&ids));
	buf_clear(&ids);
	value_list_short(r->of->control.supporting, &ids);
	json_put_text(row, "ids", buf_str(&ids));
	json_put_text(row, "outcome", "supporting");
	json_put_text(row, "provenance", "annex");
	json_put_text(row, "missing", "nothing");
	buf_free(&ids);
}

static void
add_declared_away(struct rows *r)
{
	struct json *row = add_row(r, "required");

	put_unassessed(row, "", "nothing");
	json_put_text(row, "outcome", "not_applicable");
	json_put_text(row, "provenance", "declared");
}

static void
add_control(const struct measurement *taken, const struct chosen_control *of,
    struct json *list)
{
	struct rows r = { .taken = taken, .of = of, .list = list };
	const struct control *c = &of->control;

	if (of->statement != NULL) {
		add_declared_away(&r);
		return;
	}
	for (const char *const *id = c->required;
	     !c->supporting_only && *id != NULL; id++)
		add_required(&r, *id);
	if (*c->supporting != NULL)
		add_supporting(&r);
	if (!r.any)
		put_unassessed(add_row(&r, "required"), "",
		    c->reason != NULL ? c->reason : "no_measurement");
}

/* What nothing measures stands apart, where a line says why. */
static void
add_unassessed(const struct chosen_control *of, struct json *list)
{
	struct json *row = json_new_object();

	value_put_control(&of->control, row);
	json_put_text(row, "tag", value_tag(&of->control));
	json_put_text(row, "missing",
	    of->control.reason != NULL ? of->control.reason : "no_measurement");
	json_add(list, row);
}

/* How many controls have how much evidence. */
static const struct {
	const char *standing, *count;
} counts[] = {
	{ "whole", "each_outcome" },
	{ "partly", "some_outcome" },
	{ "none", "no_outcome" },
	{ "supporting", "supporting_only" },
	{ "not_applicable", "declared_away" },
};

static void
count_standings(const struct json *standings, struct json *o)
{
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		int64_t n = 0;

		for (size_t k = 0; k < json_len(standings); k++)
			n += strcmp(json_get_text(
					json_at(standings, k), "standing"),
				 counts[i].standing) == 0;
		json_put_int(o, counts[i].count, n);
	}
}

/* The same controls as in the matrix, in parts: those that something speaks
 * about, how much, and those that nothing does. */
static void
put_parts(
    const struct measurement *taken, const struct chosen *ch, struct json *o)
{
	struct json *rows = json_new_array(), *standings = json_new_array(),
		    *rest = json_new_array();

	for (size_t i = 0; i < ch->ncontrols; i++) {
		const struct chosen_control *of = &ch->controls[i];

		if (value_is_assessed(of)) {
			add_control(taken, of, rows);
			value_control(taken, ch, of, standings);
		} else {
			add_unassessed(of, rest);
		}
	}
	count_standings(standings, o);
	json_put_int(o, "not_assessed", (int64_t)json_len(rest));
	json_put(o, "assessed", rows);
	json_put(o, "standings", standings);
	json_put(o, "unassessed", rest);
}

static void
put_head(const struct chosen *ch, struct json *o)
{
	const struct framework *fw = &ch->framework;

	json_put_text(o, "name", fw->name);
	json_put_text(o, "title_nl", fw->title_nl);
	json_put_text(o, "title_en", fw->title_en);
	json_put_text(o, "edition_nl", fw->edition);
	json_put_text(o, "edition_en",
	    fw->edition_en != NULL ? fw->edition_en : fw->edition);
	json_put_text(o, "source", fw->source);
	json_put_text(o, "note_nl", fw->note_nl);
	json_put_text(o, "note_en", fw->note_en);
	json_put_int(o, "shown", (int64_t)ch->ncontrols);
	json_put_int(o, "hidden", (int64_t)ch->hidden);
	if (fw->total > 0)
		json_put_int(o, "total", fw->total);
	else
		json_put_null(o, "total");
	json_put_bool(o, "unverified", ch->unverified);
}

static void
put_gates(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array();

	for (enum gate g = 0; g < GATES; g++) {
		struct json *row = json_new_object();

		json_put_text(row, "gate", gate_name(g));
		json_put_bool(row, "holds", gate_holds(f, g));
		json_add(list, row);
	}
	json_put(v, "gates", list);
}

/* One section of revisions, those of the period: words instrument_change.KIND.
 */
static void
add_changes(const struct facts *f, const char *section, const char *flag,
    const char *const kind[2], struct json *list)
{
	const struct json *rows = json_get(f->evidence, section);

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *r = json_at(rows, i);
		struct json *row;

		if (facts_time(r, "made") < f->from)
			continue;
		row = json_new_object();
		value_copy(row, "at", r, "made");
		json_put_text(row, "kind", kind[json_get_bool(r, flag, false)]);
		value_copy(row, "subject", r,
		    json_has(r, "name") ? "name" : "framework");
		value_copy(row, "item", r, "control");
		value_copy(row, "reason", r, "reason");
		json_add(list, row);
	}
}

/* Thresholds and terms: every version of the policy but the first. */
static void
add_policies(const struct facts *f, struct json *list)
{
	const struct json *rows = json_get(f->evidence, "policies");

	for (size_t i = 1; i < json_len(rows); i++) {
		const struct json *r = json_at(rows, i);
		struct json *row;

		if (facts_time(r, "effective") < f->from)
			continue;
		row = json_new_object();
		value_copy(row, "at", r, "effective");
		json_put_text(row, "kind", "policy");
		value_copy(row, "subject", r, "name");
		value_copy(row, "item", r, "version");
		value_copy(row, "reason", r, "reason");
		json_add(list, row);
	}
}

/* What was changed at catalogues and thresholds, up to the snapshot: it moves
 * this report, also when it was done after the period. */
static void
put_changes(const struct facts *f, struct json *v)
{
	static const char *const choice[] = { "hidden", "used" };
	static const char *const control[] = { "control", "removed" };
	static const char *const statement[] = { "excluded", "included" };
	struct json *list = json_new_array();

	add_changes(f, "framework_choices", "used", choice, list);
	add_changes(f, "framework_controls", "removed", control, list);
	add_changes(f, "applicability", "applicable", statement, list);
	add_policies(f, list);
	json_put(v, "instrument_changes", list);
}

/* Once, for all controls that name one; the caller's to free. */
static struct measurement *
take_all(const struct facts *f)
{
	struct measurement *taken = mem_new(measure_count(), sizeof(*taken));

	for (size_t i = 0; i < measure_count(); i++)
		measure_take(f, i, &taken[i]);
	return taken;
}

void
value_frameworks(const struct values_input *in, struct json *v)
{
	struct json *list = json_new_array(), *flat = json_new_array(),
		    *away = json_new_array();
	struct measurement *taken = take_all(in->facts);
	struct chosen_list chosen;

	chosen_read(in->facts, in->frameworks, in->nframeworks, &chosen);
	for (size_t i = 0; i < chosen.count; i++) {
		const struct chosen *ch = &chosen.list[i];
		struct json *o = json_new_object(), *rows = json_new_array();

		put_head(ch, o);
		for (size_t k = 0; k < ch->ncontrols; k++) {
			const struct chosen_control *of = &ch->controls[k];

			add_control(taken, of, rows);
			value_control(taken, ch, of, flat);
			if (of->statement != NULL)
				value_statement(ch, of, away);
		}
		put_parts(taken, ch, o);
		json_put(o, "controls", rows);
		json_add(list, o);
	}
	json_put(v, "frameworks", list);
	json_put(v, "controls", flat);
	json_put(v, "not_applicable", away);
	put_gates(in->facts, v);
	put_changes(in->facts, v);
	chosen_free(&chosen);
	free(taken);
}
