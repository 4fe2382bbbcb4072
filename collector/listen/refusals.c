/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/refusals.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"

enum { REASONS_MAX = 16, TOLD_MAX = 256, WRITE_S = 1 };

struct reason {
	const char *why;
	struct config_space space;
	uint64_t count;
};

struct told {
	struct address from;
	const char *why;
	int64_t at;
};

struct refusals {
	char *name;
	struct intake *in;
	struct event *write;
	bool is_waiting;
	struct reason reasons[REASONS_MAX];
	struct told told[TOLD_MAX]; /* a ring: the oldest makes room */
	size_t told_next;
};

static void
wait_to_write(struct refusals *r)
{
	struct timeval tv = { .tv_sec = WRITE_S };

	if (!r->is_waiting)
		(void)event_add(r->write, &tv);
	r->is_waiting = true;
}

static void
write_counts(struct refusals *r)
{
	for (size_t i = 0; i < REASONS_MAX; i++) {
		struct reason *one = &r->reasons[i];

		if (one->count == 0)
			continue;
		if (intake_loss(
			r->in, &one->space, LOSS_REFUSED, one->count, one->why))
			one->count = 0;
		else
			wait_to_write(r);
	}
}

static void
on_write(int fd, short what, void *arg)
{
	struct refusals *r = arg;

	(void)fd;
	(void)what;
	r->is_waiting = false;
	write_counts(r);
}

static bool
is_same_space(const struct config_space *a, const struct config_space *b)
{
	return a->tenant_id == b->tenant_id && a->realm_id == b->realm_id;
}

static void
count(struct refusals *r, const struct config_space *space, const char *why)
{
	size_t i = 0;

	/* More kinds than there is room for are counted under the last. */
	while (i < REASONS_MAX - 1 && r->reasons[i].why != NULL &&
	    (r->reasons[i].why != why ||
		!is_same_space(&r->reasons[i].space, space)))
		i++;
	if (r->reasons[i].why == NULL) {
		r->reasons[i].why = why;
		r->reasons[i].space = *space;
	}
	r->reasons[i].count++;
	wait_to_write(r);
}

static bool
is_news(struct refusals *r, const struct address *from, const char *why)
{
	int64_t now = clock_monotonic();
	struct told *t;

	for (size_t i = 0; i < TOLD_MAX; i++) {
		t = &r->told[i];
		if (t->why == why && address_same_host(&t->from, from)) {
			if (now - t->at < CLOCK_HOUR)
				return false;
			t->at = now;
			return true;
		}
	}
	t = &r->told[r->told_next++ % TOLD_MAX];
	*t = (struct told){ *from, why, now };
	return true;
}

void
refusals_note(struct refusals *r, const struct config_space *space,
    const struct address *from, const char *why, const char *detail)
{
	char text[ADDRESS_TEXT_MAX];

	count(r, space, why);
	if (is_news(r, from, why))
		log_warnx("%s: %s: %s%s%s, closed", r->name,
		    address_format(from, text), why, detail == NULL ? "" : ": ",
		    detail == NULL ? "" : detail);
}

struct refusals *
refusals_new(const char *name, struct intake *in, struct event_base *base)
{
	struct refusals *r = mem_new(1, sizeof(*r));

	r->name = mem_dup_str(name);
	r->in = in;
	r->write = evtimer_new(base, on_write, r);
	if (r->write == NULL)
		fatalx("%s: out of memory", name);
	return r;
}

void
refusals_free(struct refusals *r)
{
	if (r == NULL)
		return;
	write_counts(r);
	event_free(r->write);
	free(r->name);
	free(r);
}
