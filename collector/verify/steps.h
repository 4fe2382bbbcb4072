/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_STEPS_H
#define COLLECTOR_VERIFY_STEPS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/deployment.h"

struct identity;
struct stored_reading;
struct verdict;
struct verdict_list;
struct verify;

/* What moves a deployment, apart from its facts: all may be empty. */
struct step_source {
	const struct stored_reading *reading;
	const struct identity *identity;   /* with reading */
	const struct verdict_list *wanted; /* with reading */
	int64_t message;                   /* evidence of a log line */
};

/* The facts that a verdict's own row and its device hold. */
int steps_facts(
    struct verify *v, const struct verdict *d, struct deployment_facts *out);

/* Whether steps_take would write the row. */
bool steps_are_due(const struct verdict *d, const struct deployment_facts *f);

/*
 * Takes every step that the facts ask for and writes it: transitions with
 * their evidence, the row, alerts. Inside the transaction of the look.
 */
int steps_take(struct verify *v, struct verdict *d,
    const struct deployment_facts *f, const struct step_source *source);

#endif
