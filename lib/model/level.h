/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_LEVEL_H
#define LIB_MODEL_LEVEL_H

#include <stdbool.h>

/*
 * How strong the evidence is that a fix runs on a device.
 *
 *	E0  nothing
 *	E1  a person says so
 *	E2  its log says so, or a profile reads it that has no tests, or of an
 *	    agent that cannot show this patch
 *	E3  one reading: tested profile, same device, version in the fix set
 *	E4  E3 in two readings, far enough apart, after the last boot, of every
 *	    component; booted since, where only what is installed can be seen
 */

enum evidence_level {
	EVIDENCE_NONE,
	EVIDENCE_CLAIM,
	EVIDENCE_HINT,
	EVIDENCE_READING,
	EVIDENCE_PROOF
};

struct level_facts {
	bool claimed;
	bool hinted;     /* a log line, or a generic extractor */
	bool fix_read;   /* this reading's version is in the fix set */
	bool tested;     /* by a profile with tests */
	bool same;       /* serial, else engine, as when it was planned */
	bool agreed;     /* no second source says otherwise */
	bool whole;      /* every component has it */
	bool fine;       /* the agent can show the patch */
	bool paired;     /* an earlier reading, far enough, said so too */
	bool boot_known; /* booted since, or no boot is needed */
};

/*
 * *lack is what keeps it from the next level, in words, or NULL at E4; lack
 * may be NULL.
 */
enum evidence_level level_of(const struct level_facts *f, const char **lack);

#endif
