/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/sample_sum.h"

#include <string.h>

#include "lib/profile/metric_row.h"

enum { IF_UP = 1 }; /* RFC 2863, ifAdminStatus and ifOperStatus */

static bool
is_up(const struct metric_row *row, enum metric_field field)
{
	return metric_row_has(row, field) && row->number[field] == IF_UP;
}

/* Two counters at most, each below 2^63. */
static void
add_pair(const struct metric_row *row, enum metric_field in,
    enum metric_field out, bool *has, int64_t *sum)
{
	const enum metric_field pair[] = { in, out };

	for (int i = 0; i < 2; i++) {
		if (!metric_row_has(row, pair[i]))
			continue;
		*has = true;
		if (__builtin_add_overflow(*sum, row->number[pair[i]], sum))
			*sum = INT64_MAX;
	}
}

void
sample_sum_interface(struct sample_sum *s, const struct metric_row *row)
{
	s->n_ports += metric_row_has(row, METRIC_OPER);
	if (is_up(row, METRIC_ADMIN)) {
		s->ports++;
		s->ports_up += is_up(row, METRIC_OPER);
	}
	add_pair(row, METRIC_IN_ERRORS, METRIC_OUT_ERRORS, &s->has_errors,
	    &s->errors);
	add_pair(row, METRIC_IN_DISCARDS, METRIC_OUT_DISCARDS, &s->has_discards,
	    &s->discards);
}

static void
add_memory(struct sample_sum *s, const struct metric_result *r)
{
	if (r->has_size && r->has_used) {
		s->memory_size += (double)r->size;
		s->memory_used += (double)r->used;
	} else if (r->has_value) {
		s->n_memories++;
		s->memories += r->value;
	}
}

static void
add_temperature(struct sample_sum *s, const struct metric_result *r)
{
	if (!r->has_value || r->unit == NULL || strcmp(r->unit, "celsius") != 0)
		return;
	/* A sensor that says that it is broken is not believed. */
	if (r->has_state && !r->good)
		return;
	if (!s->has_temperature || r->value > s->temperature)
		s->temperature = r->value;
	s->has_temperature = true;
}

void
sample_sum_component(struct sample_sum *s, const struct metric_result *r)
{
	if (r->kind == METRIC_CPU && r->has_value) {
		s->n_cpus++;
		s->cpus += r->value;
	} else if (r->kind == METRIC_MEMORY) {
		add_memory(s, r);
	} else if (r->kind == METRIC_SENSOR) {
		add_temperature(s, r);
	}
}

bool
sample_sum_cpu(const struct sample_sum *s, double *out)
{
	if (s->n_cpus == 0)
		return false;
	*out = s->cpus / s->n_cpus;
	return true;
}

bool
sample_sum_memory(const struct sample_sum *s, double *out)
{
	if (s->memory_size > 0)
		*out = 100 * s->memory_used / s->memory_size;
	else if (s->n_memories > 0)
		*out = s->memories / s->n_memories;
	else
		return false;
	return true;
}
