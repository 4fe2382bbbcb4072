/* SPDX-License-Identifier: Apache-2.0 */

/* The measurements, each by itself. */

#include "lib/base/json.h"
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

/* By which it was judged; a count, or what tolerates nothing, has none. */
static void
put_bounds(const struct measurement *m, struct json *row)
{
	if (m->used.given) {
		json_put_int(row, "within", m->used.within);
		json_put_int(row, "partly", m->used.partly);
	} else {
		json_put_null(row, "within");
		json_put_null(row, "partly");
	}
}

void
value_put_measurement(const struct measurement *m, struct json *row)
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
	json_put_int(row, "excepted", m->excepted);
	put_bounds(m, row);
	if (measure_low(m) >= 0) {
		json_put_real(row, "low", measure_low(m));
		json_put_real(row, "high", measure_high(m));
	} else {
		json_put_null(row, "low");
		json_put_null(row, "high");
	}
}

void
value_measurements(const struct values_input *in, struct json *v)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < measure_count(); i++) {
		struct json *row = json_new_object();
		struct measurement m;

		measure_take(in->facts, i, &m);
		value_put_measurement(&m, row);
		json_put_text(row, "form", measure_form_name(measure_form(i)));
		json_add(list, row);
	}
	json_put(v, "measurements", list);
}
