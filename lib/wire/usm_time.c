/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/clock.h"
#include "lib/wire/usm.h"

bool
usm_is_timely(int32_t own_boots, int32_t own_time, int32_t boots, int32_t time)
{
	int64_t off = (int64_t)time - own_time;

	return own_boots != USM_BOOTS_MAX && boots == own_boots &&
	    off <= USM_WINDOW && off >= -USM_WINDOW;
}

int32_t
usm_clock_time(const struct usm_clock *c, int64_t now)
{
	int64_t time = c->time + (now - c->at) / CLOCK_SECOND;

	if (time < 0)
		return 0;
	return time < INT32_MAX ? (int32_t)time : INT32_MAX;
}

static void
take_over(struct usm_clock *c, int32_t boots, int32_t time, int64_t now)
{
	c->boots = boots;
	c->time = time;
	c->at = now;
	c->known = true;
}

void
usm_clock_seed(struct usm_clock *c, int32_t boots, int32_t time, int64_t now)
{
	if (c->trusted)
		return;
	take_over(c, boots, time, now);
}

void
usm_clock_set(struct usm_clock *c, int32_t boots, int32_t time, int64_t now)
{
	take_over(c, boots, time, now);
	c->latest = time;
	c->trusted = true;
}

bool
usm_clock_accept(struct usm_clock *c, int32_t boots, int32_t time, int64_t now)
{
	if (!c->trusted || boots > c->boots ||
	    (boots == c->boots && time > c->latest))
		usm_clock_set(c, boots, time, now);
	return c->boots != USM_BOOTS_MAX && boots == c->boots &&
	    (int64_t)time >= (int64_t)usm_clock_time(c, now) - USM_WINDOW;
}
