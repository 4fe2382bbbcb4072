/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_DEVICE_H
#define COLLECTOR_POLL_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/engine/engine.h"
#include "collector/engine/walk.h"
#include "collector/poll/agenda.h"
#include "collector/poll/wish.h"
#include "lib/base/digest.h"
#include "lib/model/uptime.h"

struct course;
struct probe;
struct profile;

/* A device as the poller knows it: what the register says, and what it learnt
 * since it started. Times are clock_monotonic's. */
struct device {
	int tenant_id, realm_id, device_id;
	char *name;
	char community[256];
	struct engine_peer peer; /* its community and security are ours */
	struct way *next;        /* how it is asked from its next poll on, */
				 /* when that changed during one (roster.c) */
	bool usable;             /* has a credential that opens */
	int64_t interval;

	struct manner manner;
	unsigned silent; /* polls in a row */
	bool told;       /* the log knows that it is silent, or refused */
	const struct profile *profile;
	uint8_t identity[DIGEST_LEN]; /* of what profile was chosen by */
	bool known;                   /* identity and profile are set */

	struct uptime uptime;      /* at its last contact; at 0: none yet */
	struct walk_habit *habits; /* of the metrics' groups; or NULL */

	struct agenda agenda;
	struct probe *probe;   /* NULL: none is under way */
	struct course *course; /* of that one */
	struct wishes wish;
	int64_t due;
	unsigned look; /* of the roster, in which it was last there */
	size_t place;  /* in the schedule; SCHEDULE_NONE: not in it */
	void *owner;   /* of whoever took it on; NULL: it is new */
};

#endif
