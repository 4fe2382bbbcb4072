/* SPDX-License-Identifier: Apache-2.0 */

/* M-EVD-02: installations for who audits to follow back. */

#include "lib/base/json.h"
#include "reporter/assess/sample.h"
#include "reporter/assess/value_parts.h"

static struct json *
new_row(const struct drawn *d, int64_t number)
{
	static const char *const keys[] = { "reference", "device", "site",
		"deadline" };
	const struct obligation *o = d->obligation;
	struct json *row = json_new_object();

	json_put_int(row, "number", number);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		value_copy(row, keys[i], o->row, keys[i]);
	json_put_text(row, "priority", priority_name(o->priority));
	json_put_text(row, "state", o->state);
	json_put_text(row, "digest", d->digest);
	value_evidence(o, NULL, row);
	return row;
}

void
value_sample(const struct facts *f, struct json *v)
{
	struct json *o = json_new_object(), *list = json_new_array();
	struct sample s;

	sample_draw(f, SAMPLE_SIZE, &s);
	json_put_text(o, "seed", s.seed);
	json_put_text(o, "seed_from", s.is_given ? "given" : "chain");
	json_put_int(o, "population", (int64_t)s.population);
	json_put_text(o, "population_sha256", s.population_sha256);
	json_put_int(o, "size", (int64_t)s.n);
	for (size_t i = 0; i < s.n; i++)
		json_add(list, new_row(&s.drawn[i], (int64_t)i + 1));
	json_put(v, "sample", o);
	json_put(v, "sampled", list);
	sample_free(&s);
}
