/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_GATE_H
#define REPORTER_ASSESS_GATE_H

#include <stdbool.h>
#include <stddef.h>

struct facts;
struct measurement;

/*
 * What must hold of our own measuring before any outcome is said to be good: we
 * ran for at least 95 % of the period, the chain of changes is whole, and our
 * clock follows another. Where one does not hold, within and partly become
 * undetermined; what is beyond stays beyond, so that a failure of ours hides
 * nothing. Pure.
 */
enum gate { GATE_CONTINUITY, GATE_CHAIN, GATE_CLOCK, GATES };

enum { GATE_CONTINUITY_PERCENT = 95 };

/* "continuity", "chain", "clock": words gate.NAME. */
const char *gate_name(enum gate g);
bool gate_holds(const struct facts *f, enum gate g);

/* What is left of an outcome; the gates themselves are not gated. */
void gate_apply(const struct facts *f, struct measurement *m);

#endif
