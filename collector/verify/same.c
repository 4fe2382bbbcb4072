/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/same.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/profile/vitals.h"
#include "lib/store/device/device_state.h"

/* What is touched by a look only, packages and neighbours, is no older. Not of
 * all devices in one hour. */
#define LOOK_EVERY  (6 * CLOCK_HOUR)
#define LOOK_SPREAD 3600

/* A name that is not said this time is not forgotten: that is the same. */
static bool
is_still(const char *known, const char *said)
{
	return said == NULL || *said == '\0' ||
	    (known != NULL && strcmp(known, said) == 0);
}

static bool
is_same_engine(const struct device_state *s, const struct vitals *v)
{
	return v->engine_id_len == 0 ||
	    (s->engine_id_len == v->engine_id_len &&
		memcmp(s->engine_id, v->engine_id, v->engine_id_len) == 0);
}

/* Up all the time, and no more is known of its start than was. */
static bool
is_still_up(const struct device_state *s, const struct vitals *v)
{
	enum uptime_change change = uptime_compare(&s->uptime, &v->uptime);

	return change != UPTIME_REBOOTED && change != UPTIME_AGENT_RESTARTED &&
	    (s->boot_at != CLOCK_NONE ||
		uptime_boot_at(&v->uptime) == CLOCK_NONE);
}

bool
same_is_again(const struct device_state *s, const struct vitals *v,
    const uint8_t gist[DIGEST_LEN], int64_t at)
{
	return s->is_said && memcmp(s->said, gist, DIGEST_LEN) == 0 &&
	    at < s->wake && s->stirred == NULL && is_same_engine(s, v) &&
	    is_still(s->sys_object_id, v->sys_object_id) &&
	    is_still(s->sys_name, v->sys_name) && is_still_up(s, v);
}

void
same_begin(struct device_state *s, const uint8_t gist[DIGEST_LEN], int64_t at,
    int64_t wake, bool is_alike)
{
	int64_t spread =
	    (int64_t)((uint32_t)s->device_id * 2654435761U % LOOK_SPREAD) *
	    CLOCK_SECOND;

	s->is_looked_at = true;
	s->said_at = s->same_at = at;
	s->wake = at + LOOK_EVERY + spread;
	if (wake < s->wake)
		s->wake = wake;
	s->is_said = is_alike;
	memcpy(s->said, gist, DIGEST_LEN);
}

void
same_end(struct device_state *s)
{
	s->is_looked_at = true;
	s->is_said = false;
}
