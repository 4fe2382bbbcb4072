/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_AGENT_H
#define TESTS_FLEET_AGENT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/model/address.h"
#include "lib/wire/oid.h"
#include "tests/fleet/faults.h"
#include "tests/fleet/rows.h"

struct secure;

/*
 * One simulated device: a recording, shared with others, and over it what is
 * its own: how long it is up, what was set, what it does wrong. Its clock is
 * the caller's: now in microseconds, never going back.
 */

enum { AGENT_WORD_MAX = 64 };

/* Counters below root are a moving thing. */
struct growth {
	struct buf root;
	int64_t per_second;
};

struct agent_clock {
	int64_t started;   /* when its recorded values were true */
	int64_t booted;    /* INT64_MIN: not since the recording */
	int64_t restarted; /* the agent alone; INT64_MIN: never */
	int64_t uptime;    /* at booted or restarted, microseconds */
	int64_t boots;     /* added to the recorded engineBoots */
};

struct agent {
	struct address address;
	const struct rows *recording; /* borrowed; NULL: nothing known */
	struct rows *own; /* over the recording; a NULL value hides one */
	struct agent_clock clock;
	struct growth *growth;
	size_t growths;
	struct faults faults;
	char community[AGENT_WORD_MAX]; /* others get no answer */
	struct secure *secure;          /* SNMPv3; NULL: without users */
};

struct agent *agent_new(const struct address *address, int64_t now);
void agent_free(struct agent *a);

/* Uptimes start at 0 and engineBoots goes up; agent alone: the host stays. */
void agent_reboot(struct agent *a, int64_t now);
void agent_restart(struct agent *a, int64_t now);

/* From here on the agent is up since that many microseconds. */
void agent_set_uptime(struct agent *a, int64_t uptime, int64_t now);

/* Takes root. Counters at and below it grow from what was recorded. */
void agent_grow(struct agent *a, struct buf *root, int64_t per_second);

/* A binding of its own (rows_set); one with NULL takes an object away. */
int agent_set(struct agent *a, const void *binding, size_t len);

/* For SNMPv3: what its clock says, and snmpEngineBoots. */
int32_t agent_engine_time(const struct agent *a, int64_t now);
int32_t agent_engine_boots(const struct agent *a);
void agent_set_boots(struct agent *a, int32_t boots);

/* sysUpTime, in 1/100 s; from the start when none was recorded. */
uint32_t agent_uptime(const struct agent *a, int64_t now);

/*
 * A value as it is by now. What moves is written to scratch, which is emptied
 * first; else *out borrows from the rows.
 */
bool agent_get(const struct agent *a, int64_t now, struct oid oid,
    struct buf *scratch, struct row *out);

/* Where a walk stands: between the rows before it and those to come. */
struct cursor {
	size_t recorded, own;
};

/* To the first row after oid, or at it. */
void agent_seek(
    const struct agent *a, struct oid oid, bool at, struct cursor *c);
bool agent_next(const struct agent *a, int64_t now, bool counter64,
    struct cursor *c, struct buf *scratch, struct row *out);

/*
 * Appends the answer to a request; ERR_NOTFOUND: it stays silent. An agent
 * learns by it: keys, and what it has counted.
 */
int agent_answer(struct agent *a, int64_t now, const void *request, size_t len,
    struct buf *out);

#endif
