/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_FINDING_H
#define LIB_MODEL_FINDING_H

#include <stdbool.h>

/*
 * What came out when a device was asked step by step, in words: what was seen,
 * and what to do about it. What cannot be told apart from outside is not
 * guessed at: the words say which causes are left.
 */
enum finding {
	/* It does not answer, or not to this credential. */
	FINDING_SILENT,    /* v1, v2c: nothing came */
	FINDING_COMMUNITY, /* the same, but an SNMP engine is there */
	FINDING_SILENT_V3, /* nothing came, not even an engine ID */
	FINDING_PORT_CLOSED,
	FINDING_UNREACHABLE,
	FINDING_OTHER_SOURCE,
	FINDING_USER,
	FINDING_LEVEL,
	FINDING_AUTH_KEY,
	FINDING_PRIV_KEY,
	FINDING_PRIV_OR_CONTEXT,
	FINDING_CONTEXT,
	FINDING_TIME_WINDOW,
	FINDING_ENGINE_UNSTEADY,
	FINDING_MODEL,
	FINDING_OTHER_REPORT,

	/* It answers, but does not say what we need. */
	FINDING_LEVEL_OR_VIEW,
	FINDING_REFUSED,
	FINDING_VIEW_SYSTEM,
	FINDING_VIEW_INTERFACES,
	FINDING_TOO_BIG,
	FINDING_LOST_LONG,
	FINDING_ERROR,
	FINDING_STOPPED,

	/* It answers; good to know. */
	FINDING_NO_ENTITY,
	FINDING_SLOW,
	FINDING_ENGINE_SHARED,
	FINDING_ENGINE_CHANGED,
	FINDING_WEAK,
	FINDINGS
};

/* "wrong_auth_key"; never NULL. */
const char *finding_name(enum finding f);

/* ERR_NOTFOUND for a name that is none. */
int finding_parse(const char *name, enum finding *out);

/* Is the device not answering fully because of it? */
bool finding_is_fault(enum finding f);

/* A sentence each: what was seen, what to do. */
const char *finding_text(enum finding f);
const char *finding_advice(enum finding f);

#endif
