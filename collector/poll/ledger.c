/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/ledger.h"

#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/checkpoints.h"
#include "collector/poll/probe.h"
#include "collector/poll/reading.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"

enum {
	FLUSH_GAP_MS = 100,
	STUCK_GAP_MS = 1000,
};

struct ledger {
	struct journal *journal;
	struct checkpoints *checkpoints;
	struct event *flush;
	void (*flushed)(void *arg);
	void *arg;
	uint64_t poll_id; /* of the last reading */
};

static void
wait_ms(struct ledger *l, int ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	evtimer_add(l->flush, &tv);
}

static void
flush_soon(struct ledger *l)
{
	if (journal_pending(l->journal) >= JOURNAL_GROUP_LEN)
		event_active(l->flush, EV_TIMEOUT, 0);
	else if (!evtimer_pending(l->flush, NULL))
		wait_ms(l, FLUSH_GAP_MS);
}

static void
on_flush(evutil_socket_t fd, short what, void *arg)
{
	struct ledger *l = arg;

	(void)fd;
	(void)what;
	evtimer_del(l->flush);
	if (journal_flush(l->journal) < 0) {
		wait_ms(l, STUCK_GAP_MS);
		return;
	}
	l->flushed(l->arg);
	if (journal_level(l->journal) == JOURNAL_FULL)
		wait_ms(l, STUCK_GAP_MS);
}

int
ledger_open(struct event_base *base, const char *dir,
    const struct journal_limits *limits, void (*flushed)(void *arg), void *arg,
    struct ledger **out)
{
	struct ledger *l = mem_new(1, sizeof(*l));
	int rc = journal_open_limited(dir, limits, &l->journal);

	if (rc < 0) {
		free(l);
		return rc;
	}
	l->checkpoints = checkpoints_start(base, l->journal);
	l->flush = evtimer_new(base, on_flush, l);
	if (l->flush == NULL)
		fatalx("poll: event");
	l->flushed = flushed;
	l->arg = arg;
	l->poll_id = (uint64_t)clock_now();
	*out = l;
	return ERR_OK;
}

void
ledger_close(struct ledger *l)
{
	if (l == NULL)
		return;
	event_free(l->flush);
	checkpoints_stop(l->checkpoints);
	journal_close(l->journal);
	free(l);
}

bool
ledger_is_stuck(const struct ledger *l)
{
	return journal_pending(l->journal) >= JOURNAL_PENDING_MAX / 2 ||
	    journal_level(l->journal) == JOURNAL_FULL;
}

int
ledger_reading(struct ledger *l, const struct device *d, enum reading_plan plan,
    const struct probe_result *r)
{
	int rc;

	/* A long one does not fit behind what waits already. */
	if (journal_pending(l->journal) + r->gathered.varbinds.len >
	    JOURNAL_PENDING_MAX / 2)
		(void)journal_flush(l->journal);
	rc = reading_append(l->journal, d, plan, r, ++l->poll_id);
	flush_soon(l);
	return rc;
}

/* About the worker, and so about no tenant in particular. */
static void
append(struct ledger *l, struct observation *obs)
{
	obs->tenant_id = 1;
	obs->realm_id = 1;
	obs->at = clock_now();
	(void)journal_append(l->journal, obs);
	flush_soon(l);
}

void
ledger_mark(struct ledger *l, enum mark_kind kind, const char *text)
{
	struct observation obs = { .kind = OBSERVATION_MARK,
		.mark = { kind, text, strlen(text) } };

	append(l, &obs);
}

void
ledger_dropped(struct ledger *l, uint64_t count, int64_t since)
{
	static const char what[] = "snmp answers";
	struct observation obs = { .kind = OBSERVATION_LOSS,
		.loss = { .reason = LOSS_SOCKET,
		    .count = count,
		    .first = since,
		    .last = clock_now(),
		    .what = what,
		    .what_len = strlen(what) } };

	append(l, &obs);
}

int
ledger_flush(struct ledger *l)
{
	return journal_flush(l->journal);
}
