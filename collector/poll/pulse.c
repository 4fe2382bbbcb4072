/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/pulse.h"

#include <stdlib.h>

#include <event2/event.h>

#include "collector/dblink.h"
#include "collector/engine/transport.h"
#include "collector/keys/keys.h"
#include "collector/poll/counts.h"
#include "collector/poll/delay.h"
#include "collector/poll/ledger.h"
#include "collector/poll/memory.h"
#include "collector/poll/roster.h"
#include "collector/poll/share.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/observation.h"

#define EVERY        CLOCK_MINUTE
#define ANCHOR_EVERY (10 * CLOCK_MINUTE)

struct pulse {
	struct pulse_parties of;
	struct event *timer;
	int64_t started;
	uint64_t dropped; /* by the kernel, as far as told */
	uint64_t polls, silent;
	struct delay delay; /* since the last sign */
	int64_t delay_max;  /* ever */
	int64_t trails_due; /* to tell the journal of the audit trails */
};

static void
set_timer(struct pulse *p, int64_t wait)
{
	const struct timeval tv = { wait / CLOCK_SECOND, wait % CLOCK_SECOND };

	evtimer_add(p->timer, &tv);
}

static void
print_counts(const struct pulse *p, char *out)
{
	const struct counts_polls polls = { p->polls, p->silent,
		transport_dropped(p->of.transport), p->delay_max };

	counts_print_polls(&polls,
	    engine_counts(transport_engine(p->of.transport)), &p->delay, out);
}

/* What SNMPv3 took; nothing where nobody speaks it. */
static void
mark_security(struct pulse *p)
{
	char counts[OBSERVATION_TEXT_MAX];

	counts_print_security(keys_made(),
	    engine_counts(transport_engine(p->of.transport)), counts);
	log_debug("%s", counts);
	if (keys_made() > 0)
		ledger_mark(p->of.ledger, MARK_ALIVE, counts);
}

/* How far the audit trail of each tenant is: in our journal it is signed. */
static void
on_trails(void *arg, int rc, const struct db_rows *rows)
{
	struct pulse *p = arg;

	if (rc < 0) {
		p->trails_due = 0;
		return;
	}
	for (size_t i = 0; i < db_count(rows); i++)
		ledger_mark(p->of.ledger, MARK_ANCHOR, db_text(rows, i, 0));
}

static void
mark_trails(struct pulse *p)
{
	int64_t now = clock_monotonic();
	int rc;

	if (now < p->trails_due ||
	    !share_is_first(&p->of.roster->defaults.share))
		return;
	/* A slow database is asked once, one that is away or fails again. */
	p->trails_due = now + ANCHOR_EVERY;
	rc = dblink_query(p->of.db, on_trails, p,
	    "SELECT trail_line(h,$1) FROM change_head h WHERE seq>0"
	    " ORDER BY tenant_id",
	    DB_TIME(clock_now()));
	if (rc < 0)
		p->trails_due = 0;
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct pulse *p = arg;
	uint64_t dropped = transport_dropped(p->of.transport);
	char counts[OBSERVATION_TEXT_MAX];

	(void)fd;
	(void)what;
	if (dropped > p->dropped)
		ledger_dropped(
		    p->of.ledger, dropped - p->dropped, clock_now() - EVERY);
	p->dropped = dropped;
	print_counts(p, counts);
	log_debug("%s", counts);
	ledger_mark(p->of.ledger, MARK_ALIVE, counts);
	mark_security(p);
	mark_trails(p);
	(void)memory_keep(
	    p->of.memory, p->of.roster->devices, p->of.roster->count);
	p->of.seen(p->of.arg, p->started, &p->delay);
	p->delay = (struct delay){ 0 };
	set_timer(p, EVERY);
}

struct pulse *
pulse_new(struct event_base *base, const struct pulse_parties *parties)
{
	struct pulse *p = mem_new(1, sizeof(*p));

	p->of = *parties;
	p->started = clock_now();
	p->timer = evtimer_new(base, on_timer, p);
	if (p->timer == NULL)
		fatalx("poll: event");
	set_timer(p, CLOCK_SECOND);
	return p;
}

void
pulse_free(struct pulse *p)
{
	if (p == NULL)
		return;
	event_free(p->timer);
	free(p);
}

void
pulse_began(struct pulse *p, int64_t late)
{
	delay_add(&p->delay, late);
	if (late > p->delay_max)
		p->delay_max = late;
}

void
pulse_ended(struct pulse *p, bool silent)
{
	p->polls++;
	p->silent += silent;
}

void
pulse_hurry(struct pulse *p)
{
	set_timer(p, CLOCK_SECOND);
}

void
pulse_last(struct pulse *p)
{
	char counts[OBSERVATION_TEXT_MAX];

	print_counts(p, counts);
	log_info("%s", counts);
	mark_security(p);
}
