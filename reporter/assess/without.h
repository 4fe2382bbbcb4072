/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_WITHOUT_H
#define REPORTER_ASSESS_WITHOUT_H

#include "reporter/assess/facts.h"

/* What people do that moves figures; words intervention.NAME. */
enum intervention {
	INTERVENTION_LATE_REGISTRATION,
	INTERVENTION_PATCH_EDITED,
	INTERVENTION_LOWERED_CLASS,
	INTERVENTION_OWN_DEADLINE,
	INTERVENTION_EXCEPTION,
	INTERVENTION_DEVICE_RETIRED,
	INTERVENTION_PATCH_WITHDRAWN,
	INTERVENTION_DISMISSED,
	INTERVENTION_UNTESTED_PROFILE,
	INTERVENTION_POLICY_CHANGED,
	INTERVENTION_FRAMEWORK_CHANGED,
	INTERVENTION_NOT_APPLICABLE,
	INTERVENTIONS
};

const char *intervention_name(enum intervention i); /* "late_registration" */

/* Registered in the period, or after it, and later after its release than the
 * policy has it for registering and assessing a patch. */
bool without_is_late(const struct facts *f, const struct json *patch);

/* A change of a patch to a less urgent class; before is what it was. */
bool without_is_lowered(const struct json *change, enum priority *before);

/*
 * The facts as they would be had nobody done this, judged again by the same
 * rules; measurements of them are the figures without it. Pure. out borrows
 * from f, which outlives it; without_free() ends it.
 */
void without(const struct facts *f, enum intervention i, struct facts *out);
void without_free(struct facts *f);

#endif
