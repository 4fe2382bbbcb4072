/* SPDX-License-Identifier: Apache-2.0 */

/* What is said of a control as a whole: its names, and how much evidence there
 * is for it; never how good it is. */

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "reporter/assess/chosen.h"
#include "reporter/assess/measure.h"
#include "reporter/assess/value_parts.h"

void
value_put_control(const struct control *c, struct json *row)
{
	json_put_text(row, "control", c->id);
	json_put_text(row, "id_nl", c->id);
	json_put_text(row, "id_en", c->id_en != NULL ? c->id_en : c->id);
	json_put_text(row, "title_nl", c->title_nl);
	json_put_text(row, "title_en", c->title_en);
}

bool
value_is_assessed(const struct chosen_control *of)
{
	const struct control *c = &of->control;

	return of->statement != NULL || *c->supporting != NULL ||
	    (!c->supporting_only && *c->required != NULL);
}

/* How sure the less sure of id and title is. */
const char *
value_tag(const struct control *c)
{
	static const char *const order[] = { "unverified", "own", "P", "V2" };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (strcmp(c->verified, order[i]) == 0 ||
		    strcmp(c->titled, order[i]) == 0)
			return order[i];
	return "V1";
}

void
value_list_ids(const char *const *ids, struct buf *out)
{
	for (; *ids != NULL; ids++)
		buf_printf(out, "%s%s", out->len > 0 ? ", " : "", *ids);
}

/* M-PAT-02, 03; M-CAP-01: a cell that has a few lines otherwise. */
void
value_list_short(const char *const *ids, struct buf *out)
{
	const char *before = "";

	for (; *ids != NULL; before = *ids++) {
		const char *dash = strrchr(*ids, '-');
		size_t family = dash != NULL ? (size_t)(dash - *ids) + 1 : 0;

		if (family > 0 && strncmp(*ids, before, family) == 0)
			buf_printf(out, ", %s", dash + 1);
		else
			buf_printf(out, "%s%s", out->len > 0 ? "; " : "", *ids);
	}
}

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
	value_list_ids(c->required, &ids);
	json_put_text(row, "required", buf_str(&ids));
	buf_clear(&ids);
	value_list_ids(c->supporting, &ids);
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

void
value_control(const struct measurement *taken, const struct chosen *ch,
    const struct chosen_control *of, struct json *list)
{
	const struct control *c = &of->control;
	struct json *row = json_new_object();

	json_put_text(row, "framework", ch->framework.name);
	value_put_control(c, row);
	json_put_text(row, "tag", value_tag(c));
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
void
value_statement(
    const struct chosen *ch, const struct chosen_control *of, struct json *list)
{
	struct json *row = json_new_object();

	json_put_text(row, "framework", ch->framework.name);
	value_put_control(&of->control, row);
	value_copy(row, "reason", of->statement, "reason");
	value_copy(row, "decided_by", of->statement, "decided_by");
	value_copy(row, "decided", of->statement, "decided");
	value_copy(row, "sha256", of->statement, "sha256");
	json_add(list, row);
}
