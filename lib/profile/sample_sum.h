/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_SAMPLE_SUM_H
#define LIB_PROFILE_SAMPLE_SUM_H

#include <stdbool.h>
#include <stdint.h>

struct metric_result;
struct metric_row;

/* A device as a whole, from its interfaces and components. Starts zeroed. */
struct sample_sum {
	unsigned n_ports; /* that told their state */
	unsigned ports,
	    ports_up; /* that should be up; those of them that are */
	bool has_errors, has_discards;
	int64_t errors, discards; /* sums of counters */
	unsigned n_cpus;
	double cpus; /* per cent, of all together */
	double memory_size, memory_used;
	unsigned n_memories; /* that tell per cent only */
	double memories;
	bool has_temperature;
	double temperature; /* degrees Celsius, the highest */
};

void sample_sum_interface(struct sample_sum *s, const struct metric_row *row);
void sample_sum_component(struct sample_sum *s, const struct metric_result *r);

/* Per cent; false when nothing told it. */
bool sample_sum_cpu(const struct sample_sum *s, double *out);
bool sample_sum_memory(const struct sample_sum *s, double *out);

#endif
