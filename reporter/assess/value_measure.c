/* SPDX-License-Identifier: Apache-2.0 */

/* The measurements, and the matrix of controls that they speak about. */

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "reporter/assess/framework.h"
#include "reporter/assess/measure.h"
#include "reporter/assess/value_parts.h"

/* What would have to be there for an outcome: a word; "" is nothing. */
static const char *
missing_word(const struct measurement *m)
{
	if (m->reason != NULL)
		return m->reason;
	return m->unknown > 0 ? "some_unread" : "nothing";
}

static void
put_measurement(const struct measurement *m, struct json *row)
{
	json_put_text(row, "measurement", m->id);
	json_put_text(row, "name", m->id); /* word measure.M-PAT-01 */
	json_put_text(row, "provenance", provenance_name(m->provenance));
	json_put_text(row, "outcome", outcome_name(m->outcome));
	json_put_text(row, "reason", m->reason);
	json_put_text(row, "missing", missing_word(m));
	json_put_int(row, "part", m->part);
	json_put_int(row, "whole", m->whole);
	json_put_int(row, "unknown", m->unknown);
	if (m->whole > 0) {
		json_put_real(row, "low", measure_low(m));
		json_put_real(row, "high", measure_high(m));
	} else {
		json_put_null(row, "low");
		json_put_null(row, "high");
	}
}

/* An id that nothing measures yet: said, never dropped. */
static void
put_absent(const char *id, struct json *row)
{
	json_put_text(row, "measurement", id);
	json_put_text(row, "name", id);
	json_put_text(row, "provenance", "not_assessed");
	json_put_text(row, "outcome", "not_assessed");
	json_put_text(row, "missing", "no_measurement");
}

static struct json *
new_row(const struct facts *f, const struct control *c, const char *id)
{
	struct json *row = json_new_object();
	struct measurement m;
	long at = measure_find(id);

	json_put_text(row, "control", c->id);
	json_put_text(row, "title_nl", c->title_nl);
	json_put_text(row, "title_en", c->title_en);
	json_put_text(row, "verified", c->verified);
	json_put_text(row, "role", "required");
	if (at < 0) {
		put_absent(id, row);
		return row;
	}
	measure_take(f, (size_t)at, &m);
	put_measurement(&m, row);
	return row;
}

/* The control stands in the first of its rows only. */
static void
add_row(struct json *rows, struct json *row, bool *first)
{
	if (!*first) {
		json_put_text(row, "control", "");
		json_put_text(row, "title_nl", "");
		json_put_text(row, "title_en", "");
	}
	*first = false;
	json_add(rows, row);
}

/* What supports it stands in one row; annex A has the figures. */
static void
add_supporting(const struct control *c, struct json *rows, bool *first)
{
	struct json *row = json_new_object();
	struct buf ids = { 0 };

	for (const char *const *id = c->supporting; *id != NULL; id++)
		buf_printf(&ids, "%s%s", ids.len > 0 ? ", " : "", *id);
	json_put_text(row, "control", c->id);
	json_put_text(row, "title_nl", c->title_nl);
	json_put_text(row, "title_en", c->title_en);
	json_put_text(row, "verified", c->verified);
	json_put_text(row, "role", "supporting");
	json_put_text(row, "measurement", buf_str(&ids));
	json_put_text(row, "outcome", "supporting");
	json_put_text(row, "provenance", "annex");
	json_put_text(row, "missing", "nothing");
	add_row(rows, row, first);
	buf_free(&ids);
}

static void
add_control(const struct facts *f, const struct control *c, struct json *rows)
{
	bool first = true;

	for (const char *const *id = c->required; *id != NULL; id++)
		add_row(rows, new_row(f, c, *id), &first);
	if (*c->supporting != NULL)
		add_supporting(c, rows, &first);
}

static void
put_frameworks(const struct values_input *in, struct json *v)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < in->nframeworks; i++) {
		const struct framework *fw = &in->frameworks[i];
		struct json *o = json_new_object(), *rows = json_new_array();

		json_put_text(o, "name", fw->name);
		json_put_text(o, "title_nl", fw->title_nl);
		json_put_text(o, "title_en", fw->title_en);
		json_put_text(o, "edition", fw->edition);
		json_put_text(o, "source", fw->source);
		for (size_t k = 0; k < fw->ncontrols; k++) {
			if (control_is_shown(&fw->controls[k]))
				add_control(in->facts, &fw->controls[k], rows);
		}
		json_put(o, "controls", rows);
		json_add(list, o);
	}
	json_put(v, "frameworks", list);
}

void
value_measurements(const struct values_input *in, struct json *v)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < measure_count(); i++) {
		struct json *row = json_new_object();
		struct measurement m;

		measure_take(in->facts, i, &m);
		put_measurement(&m, row);
		json_add(list, row);
	}
	json_put(v, "measurements", list);
	put_frameworks(in, v);
}
