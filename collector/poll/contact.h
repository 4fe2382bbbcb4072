/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_CONTACT_H
#define COLLECTOR_POLL_CONTACT_H

#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/model/uptime.h"
#include "lib/wire/ber.h"
#include "lib/wire/oid.h"

/* What the first question of a poll tells: who it is, and how long it is up. */
struct contact {
	struct oid sys_object_id;     /* len 0: not said; borrowed */
	uint8_t identity[DIGEST_LEN]; /* of that and of sysDescr */
	struct uptime uptime;
};

/* list: what was said so far. at: now, on a clock that is never set. */
void contact_read(struct ber list, int64_t at, struct contact *out);

#endif
