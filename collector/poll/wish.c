/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/wish.h"

#include <string.h>

#include "collector/poll/device.h"
#include "collector/poll/request.h"

static const char poll[] = "poll", snapshot[] = "snapshot";

bool
wish_is_open(const struct device *d)
{
	return d->wish.poll > 0 || d->wish.snapshot > 0;
}

void
wish_take(struct device *d, const struct request *r)
{
	if (strcmp(r->kind, snapshot) == 0)
		d->wish.snapshot = r->request_id;
	else
		d->wish.poll = r->request_id;
}

/* A snapshot holds all that a poll would. */
void
wish_begin(struct device *d)
{
	d->wish.poll_asked = d->wish.poll;
	d->wish.snapshot_asked = d->wish.snapshot;
}

static void
answer(struct request_desk *k, const struct device *d, const char *kind,
    int64_t *wish, int64_t *asked, const char *outcome)
{
	if (*asked > 0)
		request_answer_all(
		    k, kind, d->tenant_id, d->device_id, *asked, outcome);
	if (*wish == *asked)
		*wish = 0;
	*asked = 0;
}

void
wish_answer(struct request_desk *k, struct device *d, const char *outcome)
{
	struct wishes *w = &d->wish;

	answer(k, d, poll, &w->poll, &w->poll_asked, outcome);
	answer(k, d, snapshot, &w->snapshot, &w->snapshot_asked, outcome);
}

void
wish_answer_all(struct request_desk *k, struct device *d, const char *outcome)
{
	wish_begin(d);
	wish_answer(k, d, outcome);
}
