/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_AGENT_H
#define TESTS_FLEET_AGENT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/wire/oid.h"

struct snapshot;
struct varbind;

/*
 * One simulated device: a recording, shared with others, and over it what is
 * its own: how long it is up, what was set, what it does wrong. Its clock is
 * the caller's: now in microseconds, never going back.
 */

enum { AGENT_WORD_MAX = 64, AGENT_GROWTHS_MAX = 16 };

/* Counters below root are a moving thing. */
struct growth {
	struct buf root;
	int64_t per_second;
};

struct agent {
	struct in_addr address;
	const struct snapshot *recording; /* borrowed; NULL: nothing known */
	struct snapshot *own; /* over the recording; a NULL value hides one */
	int64_t started;      /* when its recorded values were true */
	int64_t booted;       /* INT64_MIN: not since the recording */
	int64_t restarted;    /* the agent alone; INT64_MIN: never */
	int64_t uptime;       /* at booted or restarted, microseconds */
	int64_t boots;        /* added to the recorded engineBoots */
	struct growth growth[AGENT_GROWTHS_MAX];
	size_t growths;

	/* Faults. */
	bool silent;
	bool v1_only;
	bool duplicate;        /* answers twice */
	bool wrong_id;         /* answers another request-id */
	int loss_permille;     /* of requests */
	int64_t delay, jitter; /* microseconds */
	struct in_addr source; /* answers from here; 0: from its address */
	size_t message_max;    /* octets of an answer */
	struct buf loop;       /* what comes after this name is this name */
	struct buf broken;     /* below this name it answers genErr */
	char community[AGENT_WORD_MAX]; /* others get no answer */
};

struct agent *agent_new(struct in_addr address, int64_t now);
void agent_free(struct agent *a);

/* Uptimes start at 0 and engineBoots goes up; agent alone: the host stays. */
void agent_reboot(struct agent *a, int64_t now);
void agent_restart(struct agent *a, int64_t now);

/* From here on the agent is up since that many microseconds. */
void agent_set_uptime(struct agent *a, int64_t uptime, int64_t now);

/* Gives a value of its own; one with VALUE_NULL takes it away. */
void agent_set(struct agent *a, const struct varbind *vb);

/* Appends the answer to a request; ERR_NOTFOUND: it stays silent. */
int agent_answer(const struct agent *a, int64_t now, const void *request,
    size_t len, struct buf *out);

#endif
