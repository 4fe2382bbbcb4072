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

static void
put_titles(const struct control *c, struct json *row)
{
	json_put_text(row, "title_nl", c->title_nl);
	json_put_text(row, "title_en", c->title_en);
}

/* How sure the less sure of id and title is. */
static const char *
tag_of(const struct control *c)
{
	static const char *const order[] = { "unverified", "own", "P", "V2" };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (strcmp(c->verified, order[i]) == 0 ||
		    strcmp(c->titled, order[i]) == 0)
			return order[i];
	return "V1";
}

/* The control stands in the first of its rows only. */
static struct json *
add_row(struct rows *r, const char *role)
{
	const struct control *c = &r->of->control;
	struct json *row = json_new_object();

	json_put_text(row, "control", r->any ? "" : c->id);
	json_put_text(row, "title_nl", r->any ? "" : c->title_nl);
	json_put_text(row, "title_en", r->any ? "" : c->title_en);
	json_put_text(row, "tag", r->any ? NULL : tag_of(c));
	json_put_text(row, "verified", c->verified);
	json_put_text(row, "titled", c->titled);
	json_put_text(row, "elsewhere", r->any ? NULL : c->elsewhere);
	json_put_text(row, "gap_nl", r->any ? NULL : c->gap_nl);
	json_put_text(row, "gap_en", r->any ? NULL : c->gap_en);
	json_put_text(row, "role", role);
	r->any = true;
	json_add(r->list, row);
	return row;
}

/* Said, never dropped: nothing measures it (yet), and why. */
static void
put_unassessed(struct json *row, const char *id, const char *why)
{
	json_put_text(row, "measurement", id);
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
}

static void
list_ids(const char *const *ids, struct buf *out)
{
	for (; *ids != NULL; ids++)
		buf_printf(out, "%s%s", out->len > 0 ? ", " : "", *ids);
}

/* What supports it stands in one row; annex A has the figures. */
static void
add_supporting(struct rows *r)
{
	struct json *row = add_row(r, "supporting");
	struct buf ids = { 0 };

	list_ids(r->of->control.supporting, &ids);
	json_put_text(row, "measurement", buf_str(&ids));
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

/* How much of what a control asks for is there; never how good it is. */

struct standing {
	int64_t required, assessed;
	struct buf missing; /* ids without an outcome */
};

static void
count_required(
    const struct measurement *taken, const char *id, struct standing *s)
{
	long at = measure_find(id);

	s->required++;
	if (at >= 0 && taken[at].outcome != OUTCOME_UNDETERMINED &&
	    taken[at].outcome != OUTCOME_EMPTY)
		s->assessed++;
	else
		buf_printf(
		    &s->missing, "%s%s", s->missing.len > 0 ? ", " : "", id);
}

/* A word, standing.WORD. */
static const char *
standing_word(const struct chosen_control *of, const struct standing *s)
{
	if (of->statement != NULL)
		return "not_applicable";
	if (s->required == 0)
		return *of->control.supporting != NULL ? "supporting" : "none";
	if (s->assessed == 0)
		return "none";
	return s->assessed < s->required ? "partly" : "whole";
}

static void
put_standing(const struct measurement *taken, const struct chosen_control *of,
    struct json *row)
{
	const struct control *c = &of->control;
	struct standing s = { 0 };
	struct buf ids = { 0 };

	for (const char *const *id = c->required;
	     !c->supporting_only && *id != NULL; id++)
		count_required(taken, *id, &s);
	list_ids(c->required, &ids);
	json_put_text(row, "required", buf_str(&ids));
	buf_clear(&ids);
	list_ids(c->supporting, &ids);
	json_put_text(row, "supporting", buf_str(&ids));
	json_put_text(row, "standing", standing_word(of, &s));
	json_put_int(row, "asked", s.required);
	json_put_int(row, "assessed", s.assessed);
	json_put_text(row, "lacking", buf_str(&s.missing));
	json_put_text(
	    row, "missing", c->reason != NULL ? c->reason : "nothing");
	buf_free(&ids);
	buf_free(&s.missing);
}

static void
add_flat(const struct measurement *taken, const struct chosen *ch,
    const struct chosen_control *of, struct json *list)
{
	const struct control *c = &of->control;
	struct json *row = json_new_object();

	json_put_text(row, "framework", ch->framework.name);
	json_put_text(row, "control", c->id);
	put_titles(c, row);
	json_put_text(row, "tag", tag_of(c));
	json_put_text(row, "verified", c->verified);
	json_put_text(row, "titled", c->titled);
	json_put_text(row, "source",
	    c->source != NULL ? c->source : ch->framework.source);
	json_put_text(row, "elsewhere", c->elsewhere);
	json_put_bool(row, "domain", c->domain);
	json_put_bool(row, "own", of->own);
	put_standing(taken, of, row);
	json_put_text(row, "gap_nl", c->gap_nl);
	json_put_text(row, "gap_en", c->gap_en);
	json_add(list, row);
}

/* That a control does not apply is the organisation's word, not ours. */
static void
add_statement(
    const struct chosen *ch, const struct chosen_control *of, struct json *list)
{
	struct json *row = json_new_object();

	json_put_text(row, "framework", ch->framework.name);
	json_put_text(row, "control", of->control.id);
	put_titles(&of->control, row);
	value_copy(row, "reason", of->statement, "reason");
	value_copy(row, "decided_by", of->statement, "decided_by");
	value_copy(row, "decided", of->statement, "decided");
	value_copy(row, "sha256", of->statement, "sha256");
	json_add(list, row);
}

static void
put_head(const struct chosen *ch, struct json *o)
{
	const struct framework *fw = &ch->framework;

	json_put_text(o, "name", fw->name);
	json_put_text(o, "title_nl", fw->title_nl);
	json_put_text(o, "title_en", fw->title_en);
	json_put_text(o, "edition", fw->edition);
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
			add_flat(taken, ch, of, flat);
			if (of->statement != NULL)
				add_statement(ch, of, away);
		}
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
