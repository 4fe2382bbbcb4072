/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/checkpoints.h"

#include <stdlib.h>

#include <event2/event.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/journal.h"

struct checkpoints {
	struct journal *journal;
	struct event *timer;
};

/* Without room the writer's own retries write it, late. */
static void
on_minute(evutil_socket_t fd, short what, void *arg)
{
	struct checkpoints *c = arg;

	(void)fd;
	(void)what;
	if (journal_flush(c->journal) == ERR_IO)
		fatalx("the journal cannot be written");
}

struct checkpoints *
checkpoints_start(struct event_base *base, struct journal *j)
{
	/* Asked more often than due: a message in between moves the minute. */
	const struct timeval tv = { CHECKPOINT_EVERY / CLOCK_SECOND / 6, 0 };
	struct checkpoints *c = mem_new(1, sizeof(*c));

	c->journal = j;
	c->timer = event_new(base, -1, EV_PERSIST, on_minute, c);
	if (c->timer == NULL || event_add(c->timer, &tv) == -1)
		fatalx("checkpoints: timer");
	return c;
}

void
checkpoints_stop(struct checkpoints *c)
{
	if (c == NULL)
		return;
	event_free(c->timer);
	free(c);
}
