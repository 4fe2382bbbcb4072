/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/security.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "lib/base/box.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct security {
	struct usm_user user;
	struct security_engine engine; /* len 0: to be discovered */
	struct usm_keys keys;
	struct usm_clock clock;
	uint64_t salt; /* of the next message */
	bool localised;
	bool proven; /* the engine ID: something signed by it came */
	int64_t refused_until;
};

struct security *
security_new(const struct usm_user *u)
{
	struct security *s = mem_new(1, sizeof(*s));

	s->user = *u;
	/* Of messages before a restart, too, none may have the same. */
	if (getrandom(&s->salt, sizeof(s->salt), 0) != sizeof(s->salt))
		fatal("getrandom");
	return s;
}

void
security_free(struct security *s)
{
	if (s == NULL)
		return;
	box_wipe(s, sizeof(*s));
	free(s);
}

void
security_use(struct security *s, const struct usm_user *u)
{
	if (memcmp(&s->user, u, sizeof(*u)) == 0)
		return;
	s->user = *u;
	s->localised = false;
	s->refused_until = 0;
}

const struct usm_user *
security_user(const struct security *s)
{
	return &s->user;
}

void
security_retry(struct security *s)
{
	s->refused_until = 0;
}

bool
security_engine(const struct security *s, struct security_engine *out)
{
	if (s->engine.len == 0 || !s->proven)
		return false;
	*out = s->engine;
	out->boots = s->clock.boots;
	out->time = s->clock.time;
	out->at = s->clock.at;
	return true;
}

void
security_restore(struct security *s, const struct security_engine *e)
{
	s->engine = *e;
	s->localised = false;
	s->proven = true;
	s->clock = (struct usm_clock){ 0 };
	usm_clock_seed(&s->clock, e->boots, e->time, e->at);
}
