/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_VITALS_H
#define LIB_PROFILE_VITALS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/uptime.h"

struct snapshot;

/* What any agent may tell of itself, whatever it is. */
struct vitals {
	char *sys_object_id, *sys_name; /* NULL: not said */
	uint8_t engine_id[32];          /* RFC 3411: 5 to 32 octets */
	size_t engine_id_len;           /* 0: not said */
	struct uptime uptime;
};

void vitals_read(const struct snapshot *s, int64_t at, struct vitals *out);
void vitals_free(struct vitals *v);

#endif
