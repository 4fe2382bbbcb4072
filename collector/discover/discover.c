/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/discover.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <event2/event.h>

#include "collector/dblink.h"
#include "collector/discover/findings.h"
#include "collector/discover/span.h"
#include "collector/discover/visits.h"
#include "collector/engine/transport.h"
#include "collector/poll/planner.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"
#include "lib/model/sweep.h"

enum {
	TICK_S = 1,
	START_GAP_MS = 20,
	VISITS_MAX = 2048, /* at once */
	BATCH = 4096,      /* numbers that are looked at in one go */
};

struct wish {
	STAILQ_ENTRY(wish) link;
	int tenant_id, id;
};

enum stage { STAGE_IDLE, STAGE_TAKING, STAGE_RANGES, STAGE_GOING, STAGE_END };

struct discover {
	struct event_base *base;
	struct db_target target;
	char *home, *database; /* of target */
	struct discover_hooks hooks;
	struct discover_terms terms;
	struct visits_ground on; /* its link: while there is something to do */
	struct visits *visits;
	STAILQ_HEAD(, wish) wishes; /* the first is being done */
	struct sweep sweep;
	uint64_t next; /* number to be visited */
	enum stage stage;
	const char *outcome, *reason; /* STAGE_END */
	bool asked;                   /* the database, for the stage */
	bool resume; /* what was begun before is still to be read */
	bool resuming;
	bool noting;                  /* how far it is */
	char sign[FINDINGS_SIGN_MAX]; /* of the ranges as they were read */
	bool is_stop;                 /* an operator wants it to end */
	struct event *soon, *tick;
};

static void
wake(void *arg)
{
	struct discover *d = arg;

	event_active(d->soon, EV_TIMEOUT, 0);
}

/* An address that no range holds, or only one that is shut, is not asked. */
static void
start_number(struct discover *d, uint64_t number)
{
	const struct range *range;
	struct address to;
	size_t block;

	sweep_at(&d->sweep, number, &to, &block);
	range = sweep_run_range(&d->on.run, &to);
	if (range == NULL) {
		span_pass(&d->on.span, &d->on.run, number, MARK_SKIPPED);
		return;
	}
	to.port = (uint16_t)range->port;
	visits_begin(d->visits, &to, range, number, d->terms.rows);
}

/* As many at once as the rate can keep busy: a silent one takes a second or
 * two for each datagram. */
static size_t
visits_at_once(const struct discover *d)
{
	size_t n = (size_t)d->on.run.rate * 2 + 8;

	return n < VISITS_MAX ? n : VISITS_MAX;
}

/*
 * While a question waits for its turn no other visit begins: what has begun
 * comes to its end, and is not kept waiting by what nobody knows yet.
 */
static void
start_visits(struct discover *d)
{
	const struct timeval tv = { 0, START_GAP_MS * 1000 };
	const struct engine *e = transport_engine(d->on.transport);
	struct sweep_run *r = &d->on.run;
	int batch = 0;

	while (dblink_is_up(d->on.link) && d->on.planner != NULL &&
	    !engine_waits(e) && visits_count(d->visits) < visits_at_once(d) &&
	    d->next < r->total && d->next < r->passed + SPAN && batch++ < BATCH)
		start_number(d, d->next++);
	transport_flush(d->on.transport);
	if (batch >= BATCH)
		wake(d);
	else if (d->next < r->total)
		evtimer_add(d->soon, &tv);
}

/*
 * The life of a sweep
 */

static void
end_run(struct discover *d, const char *outcome, const char *reason)
{
	visits_drop(d->visits);
	d->stage = STAGE_END;
	d->outcome = outcome;
	d->reason = reason;
	d->asked = false;
}

static void
on_taken(void *arg, int rc, const struct db_rows *rows)
{
	struct discover *d = arg;

	d->asked = false;
	if (rc == ERR_OK)
		rc = findings_take_rows(rows, &d->on.run);
	if (rc == ERR_OK)
		d->stage = STAGE_RANGES;
	else if (rc != ERR_AGAIN)
		end_run(d, "no such run", NULL);
	if (rc == ERR_OK)
		(void)findings_tidy(d->on.link);
	wake(d);
}

/* Without any, each address would be passed over in silence. */
static bool
has_key(const struct discover *d)
{
	const struct sweep_run *r = &d->on.run;
	struct visit_key key;

	for (size_t i = 0; i < r->range_count; i++) {
		for (size_t k = 0; k < r->ranges[i].credentials; k++) {
			if (d->hooks.key(d->hooks.arg, r->tenant_id,
				r->ranges[i].credential[k], &key))
				return true;
		}
	}
	return false;
}

static int
open_transport(struct discover *d)
{
	const struct engine_limits limits = {
		.window = (int)visits_at_once(d),
		.rate = d->on.run.rate,
		.timeout = d->terms.timeout,
	};

	return transport_new(d->base, &limits, &d->on.transport);
}

static void
on_ranges(void *arg, int rc, const struct db_rows *rows)
{
	struct discover *d = arg;
	struct sweep_run *r = &d->on.run;
	size_t at;

	d->asked = false;
	if (rc == ERR_AGAIN) {
		wake(d);
		return;
	}
	if (rc == ERR_OK)
		findings_take_ranges(rows, r);
	if (rc < 0)
		end_run(d, "refused", "its ranges cannot be read");
	else if (sweep_start(&d->sweep, r->blocks, r->count, r->seed, &at) < 0)
		end_run(d, "refused", "too many addresses");
	else if (!has_key(d))
		end_run(d, "refused", "no credential of its ranges opens here");
	else if (open_transport(d) < 0)
		end_run(d, "refused", "no socket");
	else {
		r->total = d->sweep.total;
		d->next = span_rewind(&d->on.span, &d->on.run);
		d->stage = STAGE_GOING;
		log_info("discovery %d: %" PRIu64 " addresses, from %" PRIu64
			 " on, at %d datagrams a second",
		    r->id, r->total, r->passed, r->rate);
	}
	wake(d);
}

/* In the middle of a run. */
static void
on_ranges_again(void *arg, int rc, const struct db_rows *rows)
{
	struct discover *d = arg;
	struct range *were = d->on.run.ranges;

	d->noting = false;
	if (rc < 0 || d->stage != STAGE_GOING) {
		d->sign[0] = '\0';
		return;
	}
	d->on.run.ranges = NULL;
	findings_take_ranges(rows, &d->on.run);
	visits_leave_closed(d->visits);
	free(were);
}

static void
on_noted(void *arg, int rc, const struct db_rows *rows)
{
	struct discover *d = arg;

	d->noting = false;
	if (rc == ERR_OK && findings_is_stop(rows)) {
		d->is_stop = true;
		wake(d);
	} else if (rc == ERR_OK && d->stage == STAGE_GOING &&
	    findings_are_changed(rows, d->sign)) {
		d->noting = findings_ranges(d->on.link, &d->on.run,
				on_ranges_again, d) == ERR_OK;
		if (!d->noting)
			d->sign[0] = '\0';
	}
}

static void
on_end_written(void *arg, int rc, const struct db_rows *rows)
{
	struct discover *d = arg;

	(void)rows;
	d->asked = false;
	if (rc == ERR_AGAIN) {
		wake(d);
		return;
	}
	d->stage = STAGE_IDLE;
	wake(d);
}

/* Its end is written down: the next one. */
static void
leave_run(struct discover *d)
{
	struct wish *w = STAILQ_FIRST(&d->wishes);

	if (d->outcome == NULL)
		return;
	log_info("discovery %d: %s, %" PRIu64 " of %" PRIu64
		 " addresses, %" PRIu64 " answered, %" PRIu64 " found",
	    w->id, d->outcome, d->on.run.done, d->on.run.total,
	    d->on.run.answered, d->on.run.found);
	transport_free(d->on.transport);
	d->on.transport = NULL;
	sweep_run_free(&d->on.run);
	d->sign[0] = '\0';
	d->is_stop = false;
	STAILQ_REMOVE_HEAD(&d->wishes, link);
	d->outcome = NULL;
	free(w);
}

static void
ask_stage(struct discover *d)
{
	struct wish *w = STAILQ_FIRST(&d->wishes);
	int rc = ERR_AGAIN;

	if (d->stage == STAGE_TAKING)
		rc =
		    findings_take(d->on.link, w->tenant_id, w->id, on_taken, d);
	else if (d->stage == STAGE_RANGES)
		rc = findings_ranges(d->on.link, &d->on.run, on_ranges, d);
	else if (d->stage == STAGE_END && d->on.run.id == 0)
		d->stage = STAGE_IDLE;
	else if (d->stage == STAGE_END)
		rc = findings_end(d->on.link, &d->on.run, d->outcome, d->reason,
		    on_end_written, d);
	d->asked = rc == ERR_OK;
}

static void
on_open(void *arg, int rc, const struct db_rows *rows)
{
	struct discover *d = arg;

	d->resuming = false;
	d->resume = rc == ERR_AGAIN;
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		discover_begin(
		    d, (int)db_int(rows, i, 0), (int)db_int(rows, i, 1));
	wake(d);
}

/* Everything that is not to be done in the middle of something else. */
static void
on_soon(evutil_socket_t fd, short what, void *arg)
{
	struct discover *d = arg;

	(void)fd;
	(void)what;
	if (d->resume && !d->resuming)
		d->resuming = findings_open(d->on.link, on_open, d) == ERR_OK;
	if (d->stage == STAGE_GOING && d->is_stop)
		end_run(d, "cancelled", NULL);
	if (d->stage == STAGE_GOING)
		start_visits(d);
	if (d->stage == STAGE_GOING && d->next == d->on.run.total &&
	    visits_count(d->visits) == 0)
		end_run(d, "done", NULL);
	if (d->stage != STAGE_GOING && d->stage != STAGE_IDLE && !d->asked)
		ask_stage(d);
	if (d->stage == STAGE_IDLE)
		leave_run(d);
	if (d->stage == STAGE_IDLE && !STAILQ_EMPTY(&d->wishes)) {
		d->stage = STAGE_TAKING;
		ask_stage(d);
	}
	if (d->stage == STAGE_IDLE && !d->resume &&
	    visits_are_gone(d->visits)) {
		dblink_free(d->on.link);
		d->on.link = NULL;
	}
}

static void
on_tick(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval tv = { TICK_S, 0 };
	struct discover *d = arg;

	(void)fd;
	(void)what;
	if (d->on.link == NULL)
		return;
	if (d->stage == STAGE_GOING) {
		visits_press(d->visits);
		if (!d->noting)
			d->noting = findings_note(d->on.link, &d->on.run,
					on_noted, d) == ERR_OK;
	}
	wake(d);
	evtimer_add(d->tick, &tv);
}

static void
open_link(struct discover *d)
{
	const struct dblink_hooks hooks = { .up = wake, .arg = d };
	const struct timeval tv = { TICK_S, 0 };

	if (d->on.link != NULL)
		return;
	d->on.link = dblink_new(d->base, &d->target, "patchwacht_poll",
	    "discovery stands still", &hooks);
	d->noting = d->asked = d->resuming = false;
	evtimer_add(d->tick, &tv);
}

struct discover *
discover_new(struct event_base *base, const struct db_target *target,
    const struct discover_hooks *hooks)
{
	struct discover *d = mem_new(1, sizeof(*d));

	d->base = base;
	d->home = mem_dup_str(target->home);
	d->database = mem_dup_str(target->database);
	d->target = (struct db_target){ d->home, d->database };
	d->hooks = *hooks;
	d->visits = visits_new(
	    &d->on, &(struct visits_hooks){ hooks->key, hooks->arg, wake, d });
	STAILQ_INIT(&d->wishes);
	d->soon = evtimer_new(base, on_soon, d);
	d->tick = evtimer_new(base, on_tick, d);
	if (d->soon == NULL || d->tick == NULL)
		fatalx("discovery: event");
	return d;
}

void
discover_free(struct discover *d)
{
	struct wish *w;

	if (d == NULL)
		return;
	/* First, so that no answer names what is freed below. */
	dblink_free(d->on.link);
	visits_free(d->visits);
	transport_free(d->on.transport);
	while ((w = STAILQ_FIRST(&d->wishes)) != NULL) {
		STAILQ_REMOVE_HEAD(&d->wishes, link);
		free(w);
	}
	sweep_run_free(&d->on.run);
	event_free(d->soon);
	event_free(d->tick);
	free(d->home);
	free(d->database);
	free(d);
}

void
discover_use(struct discover *d, struct planner *planner,
    const struct discover_terms *terms)
{
	d->on.planner = planner;
	d->terms = *terms;
	if (d->stage != STAGE_GOING)
		return;
	/* Visits hold on to the plans of the planner before. */
	visits_drop(d->visits);
	d->next = span_rewind(&d->on.span, &d->on.run);
	wake(d);
}

void
discover_begin(struct discover *d, int tenant_id, int discovery_id)
{
	struct wish *w;

	STAILQ_FOREACH(w, &d->wishes, link)
	{
		if (w->tenant_id == tenant_id && w->id == discovery_id)
			return;
	}
	w = mem_new(1, sizeof(*w));
	w->tenant_id = tenant_id;
	w->id = discovery_id;
	STAILQ_INSERT_TAIL(&d->wishes, w, link);
	open_link(d);
	wake(d);
}

void
discover_resume(struct discover *d)
{
	d->resume = true;
	open_link(d);
	wake(d);
}
