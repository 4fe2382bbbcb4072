/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/poll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/classes.h"
#include "collector/dblink.h"
#include "collector/discover/orders.h"
#include "collector/engine/security.h"
#include "collector/engine/transport.h"
#include "collector/keys/keys.h"
#include "collector/poll/course.h"
#include "collector/poll/device.h"
#include "collector/poll/examiner.h"
#include "collector/poll/hurry.h"
#include "collector/poll/ledger.h"
#include "collector/poll/legacy.h"
#include "collector/poll/memory.h"
#include "collector/poll/planner.h"
#include "collector/poll/probe.h"
#include "collector/poll/pulse.h"
#include "collector/poll/register.h"
#include "collector/poll/request.h"
#include "collector/poll/schedule.h"
#include "collector/poll/share.h"
#include "collector/poll/tell.h"
#include "collector/poll/window.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/observation.h"

enum {
	REQUEST_GAP = 1, /* seconds between two looks at what operators want */
};

/* Those that become due this shortly after each other start together, at a tick
 * if there is one: waking up for each costs more than starting it. */
#define TOGETHER ((int64_t)ENGINE_TICK)

struct poll {
	struct role *role;
	struct ledger *ledger;
	struct transport *transport;
	struct planner *planner;
	struct memory *memory;
	struct register_link *link;
	struct request_desk *desk;
	struct examiner *examiner; /* tests of one address */
	struct legacy *legacy;     /* SNMPv1 and v2c, where permitted */
	struct orders *orders;     /* discovery */
	struct hurry *hurry;
	struct window_watch *windows;
	struct roster roster;
	struct schedule schedule;
	const struct config_poll *rates;
	int retries;
	bool enabled;
	size_t probes_max; /* one question each: the window */
	size_t probes;     /* under way */
	struct pulse *pulse;
	struct event *due, *requests;
};

static void start_due(struct poll *p);

static void
set_timer(struct event *e, int64_t wait)
{
	const struct timeval tv = { wait / CLOCK_SECOND, wait % CLOCK_SECOND };

	evtimer_add(e, &tv);
}

/*
 * Polls
 */

static void
end_probe(struct poll *p, struct device *d)
{
	probe_free(d->probe);
	d->probe = NULL;
	course_free(d->course);
	d->course = NULL;
	p->probes--;
	if (roster_renew(&p->roster, d))
		d->silent = 0;
}

static void
on_done(void *arg, const struct probe_result *r)
{
	struct device *d = arg;
	struct poll *p = d->owner;
	int64_t now = clock_monotonic();
	bool heard = probe_is_heard_out(r);
	struct rate rate;

	if (heard)
		course_learn(d->course, &r->gathered);
	pulse_ended(p->pulse, r->outcome == READING_SILENT);
	d->silent = r->outcome == READING_SILENT ? d->silent + 1 : 0;
	rate = agenda_rate(p->rates, d);
	if (r->outcome != READING_SILENT || !rate.sleeps)
		tell_outcome(d, r);
	tell_engine(d);
	if (ledger_reading(p->ledger, d, course_plan(d->course), r) < 0)
		log_warnx(
		    "device %s: journal full, its answers are lost", d->name);
	wish_answer(p->desk, d, reading_outcome_name(r->outcome));
	agenda_done(d, &rate, course_plan(d->course), heard, now - r->took);
	end_probe(p, d);
	if (p->probes == 0)
		ledger_hurry(p->ledger);
	schedule_put(&p->schedule, d, wish_is_open(d) ? now : agenda_due(d));
	start_due(p);
}

static const struct walk_list *
on_next(void *arg, const struct gathered *said, struct walk_habit **habit)
{
	struct device *d = arg;

	return course_next(d->course, said, habit);
}

static void
start_probe(struct poll *p, struct device *d)
{
	const struct walk_party party = {
		.engine = transport_engine(p->transport),
		.peer = &d->peer,
		.manner = &d->manner,
		.retries = p->retries,
	};
	const struct probe_hooks hooks = { on_next, on_done, d };
	bool knock = d->silent >= SCHEDULE_SILENT && !wish_is_open(d);

	schedule_drop(&p->schedule, d);
	pulse_began(p->pulse, clock_monotonic() - d->due);
	wish_begin(d);
	if (!d->usable) {
		wish_answer(p->desk, d, "no credential");
		return;
	}
	if (wish_is_open(d) && d->peer.security != NULL)
		security_retry(d->peer.security);
	p->probes++;
	d->course =
	    course_new(p->planner, d, agenda_plan(d, clock_monotonic()));
	d->probe = probe_start(&party, knock, &hooks);
}

/* Until the next one is due; each tick looks for itself. */
static void
wait_for_due(struct poll *p, int64_t wait)
{
	if (!engine_busy(transport_engine(p->transport)))
		set_timer(p->due, wait > TOGETHER ? wait : TOGETHER);
}

/* All that are due; then sleeps until the next ones are. */
static void
start_due(struct poll *p)
{
	int64_t now = clock_monotonic();
	struct device *d;

	while (p->enabled && p->probes < p->probes_max &&
	    !ledger_is_stuck(p->ledger)) {
		d = schedule_first(&p->schedule);
		if (d == NULL)
			break;
		if (d->due > now) {
			wait_for_due(p, d->due - now);
			break;
		}
		start_probe(p, d);
	}
}

/* From outside of the engine's callbacks. */
static void
send_due(struct poll *p)
{
	start_due(p);
	transport_flush(p->transport);
}

static void
on_due(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	send_due(arg);
}

static void
on_tick(void *arg)
{
	start_due(arg);
}

static void
on_told(void *arg)
{
	send_due(arg);
}

/*
 * The register
 */

/* The first poll of a device, one of so many. */
static void
begin(struct poll *p, struct device *d, size_t together)
{
	/* Another worker's since a reload. */
	if (!share_has(&p->roster.defaults.share, d->tenant_id, d->device_id))
		return;
	memory_remind(p->memory, d);
	if (!d->usable)
		log_warnx(
		    "device %s: no credential that opens, not polled", d->name);
	else
		agenda_begin(d, schedule_start(d, clock_monotonic(), together));
	if (d->usable)
		schedule_put(&p->schedule, d, agenda_due(d));
}

static void
on_added(void *arg, struct device *d, size_t together)
{
	struct poll *p = arg;

	d->owner = p;
	begin(p, d, together);
}

static void
leave(struct poll *p, struct device *d)
{
	if (d->probe != NULL)
		end_probe(p, d);
	schedule_drop(&p->schedule, d);
}

static void
on_removed(void *arg, struct device *d)
{
	struct poll *p = arg;

	leave(p, d);
	wish_answer_all(p->desk, d, "not in service");
}

static void
begin_again(struct poll *p, struct device *d, size_t together)
{
	leave(p, d);
	d->silent = 0;
	d->known = false;
	free(d->habits);
	d->habits = NULL;
	begin(p, d, together);
}

/* What is under way was asked in the old way. */
static void
on_changed(void *arg, struct device *d, size_t nth)
{
	begin_again(arg, d, nth);
}

static void
on_looked(void *arg)
{
	struct poll *p = arg;

	if (share_is_first(&p->roster.defaults.share))
		orders_ready(p->orders);
	request_desk_begin(p->desk);
	send_due(p);
}

/*
 * Requests of operators
 */

static void
on_wish(void *arg, const struct request *r)
{
	struct poll *p = arg;
	struct device *d = roster_find(&p->roster, r->tenant_id, r->device_id);

	if (d == NULL) {
		request_answer(p->desk, r, "not in service", NULL);
		return;
	}
	wish_take(d, r);
	if (d->probe == NULL)
		schedule_put(&p->schedule, d, clock_monotonic());
}

/* At the address that the register has, whatever the request says. */
static void
on_legacy(void *arg, const struct request *r)
{
	struct poll *p = arg;
	const struct device *d =
	    roster_find(&p->roster, r->tenant_id, r->device_id);

	if (d == NULL)
		request_answer(p->desk, r, "not in service", NULL);
	else
		legacy_try(p->legacy, r, &d->peer.address);
}

/* It said something by which it may be another than we know. */
static void
on_hurry(void *arg, int tenant_id, int device_id)
{
	struct poll *p = arg;
	struct device *d = roster_find(&p->roster, tenant_id, device_id);

	if (d == NULL || !d->usable)
		return;
	agenda_want_identity(d, clock_monotonic());
	if (d->probe == NULL)
		schedule_put(&p->schedule, d, agenda_due(d));
	send_due(p);
}

/* Those of one window do not all come at once, nor later than other polls. */
static void
on_window(void *arg, int tenant_id, int device_id, int64_t since, int64_t until)
{
	struct poll *p = arg;
	struct device *d = roster_find(&p->roster, tenant_id, device_id);
	int64_t left = until - clock_now(), turn;

	if (d == NULL || !d->usable || d->agenda.snapshot_made >= since)
		return;
	turn = 4 * agenda_rate(p->rates, d).stability;
	agenda_want_snapshot(d,
	    clock_monotonic() + schedule_spread(d, left < turn ? left : turn));
	if (d->probe == NULL)
		schedule_put(&p->schedule, d, agenda_due(d));
}

static void
on_asked(void *arg)
{
	struct poll *p = arg;

	request_desk_look(p->desk);
	hurry_take(p->hurry);
	if (p->roster.count > 0)
		window_watch_look(p->windows);
	set_timer(p->requests, REQUEST_GAP * CLOCK_SECOND);
}

static void
on_requests(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	on_asked(arg);
}

/* As the register is now: nothing is asked in a way that has changed. */
static void
on_waiting(void *arg)
{
	struct poll *p = arg;

	register_look(p->link, false);
}

/*
 * The role
 */

static struct share
share_of(const struct role *r, const struct config *c)
{
	return (struct share){ r->instance - 1, (unsigned)c->poll.workers };
}

static struct engine_limits
limits_of(const struct role *r, const struct config *c)
{
	struct share share = share_of(r, c);

	return (struct engine_limits){
		.window = share_part(&share, c->poll.window),
		.rate = share_part(&share, c->poll.rate),
		.timeout = c->poll.timeout,
	};
}

static void
use_config(struct poll *p, const struct config *c)
{
	p->roster.defaults.share = share_of(p->role, c);
	p->roster.defaults.interval = c->poll.interval;
	p->roster.defaults.rows = c->poll.max_repetitions;
	p->rates = &c->poll;
	p->retries = c->poll.retries;
	p->enabled = c->poll.enabled;
	p->probes_max =
	    (size_t)share_part(&p->roster.defaults.share, c->poll.window);
}

static struct event *
new_timer(struct poll *p, event_callback_fn callback)
{
	struct event *e = evtimer_new(p->role->base, callback, p);

	if (e == NULL)
		fatalx("poll: event");
	return e;
}

static void
start_timers(struct poll *p)
{
	p->due = new_timer(p, on_due);
	p->requests = new_timer(p, on_requests);
	set_timer(p->requests, REQUEST_GAP * CLOCK_SECOND);
	transport_each_tick(p->transport, on_tick, p);
}

static void
open_register(struct poll *p)
{
	const struct roster_hooks roster_hooks = { on_added, on_changed,
		on_removed, p };
	const struct register_hooks hooks = { on_looked, on_asked, p };
	const struct request_hooks request_hooks = { on_waiting, p };
	const struct role *r = p->role;
	const struct db_target target = config_target(r->config);
	char *key = config_home_path(r->config, "keys/box.key");

	p->roster.hooks = roster_hooks;
	p->link = register_link_new(
	    r->base, &target, r->name, key, &p->roster, &hooks);
	p->desk = request_desk_new(register_db(p->link), r->name,
	    &p->roster.defaults.share, &request_hooks);
	p->hurry = hurry_new(
	    register_db(p->link), &p->roster.defaults.share, on_hurry, p);
	p->windows = window_watch_new(
	    register_db(p->link), &p->roster.defaults.share, on_window, p);
	request_desk_kind(p->desk, "poll", on_wish, p);
	request_desk_kind(p->desk, "snapshot", on_wish, p);
	p->examiner = examiner_new(
	    transport_engine(p->transport), register_keys(p->link), p->desk);
	p->legacy = legacy_new(
	    transport_engine(p->transport), register_keys(p->link), p->desk);
	request_desk_kind(p->desk, "legacy", on_legacy, p);
	p->orders =
	    orders_new(r->base, &target, register_keys(p->link), p->desk);
	free(key);
}

static void
free_poll(struct poll *p)
{
	for (size_t i = 0; i < p->roster.count; i++) {
		probe_free(p->roster.devices[i]->probe);
		course_free(p->roster.devices[i]->course);
	}
	pulse_free(p->pulse);
	roster_free(&p->roster);
	schedule_free(&p->schedule);
	orders_free(p->orders);
	examiner_free(p->examiner);
	legacy_free(p->legacy);
	request_desk_free(p->desk);
	register_link_free(p->link);
	hurry_free(p->hurry);
	window_watch_free(p->windows);
	planner_free(p->planner);
	memory_free(p->memory);
	transport_free(p->transport);
	ledger_close(p->ledger);
	free(p);
}

/* Discovery asks strangers what the planner does. */
static void
use_planner(struct poll *p, const struct config *c)
{
	const struct discover_terms terms = { .timeout = c->poll.timeout,
		.rows = c->poll.max_repetitions };

	if (share_is_first(&p->roster.defaults.share))
		classes_check(c, planner_profiles(p->planner));
	orders_use(p->orders, p->planner, &terms);
}

static char *
journal_path(const struct role *r)
{
	char below[64];

	snprintf(below, sizeof(below), "journal/%s", r->name);
	return config_home_path(r->config, below);
}

static void
remember(struct poll *p)
{
	char *dir = config_home_path(p->role->config, "poll");

	p->memory = memory_new(dir, p->role->name);
	memory_write_with(p->memory, ledger_note, p->ledger);
	free(dir);
}

static void
on_seen(void *arg, int64_t started, const struct delay *delay)
{
	struct poll *p = arg;

	register_seen(p->link, started, delay);
}

static void
start_pulse(struct poll *p)
{
	const struct pulse_parties parties = { p->ledger, p->transport,
		p->memory, &p->roster, register_db(p->link), on_seen, p };

	p->pulse = pulse_new(p->role->base, &parties);
}

static int
poll_start(struct role *r)
{
	const struct journal_limits room =
	    config_small_journal(&r->config->journal);
	const struct engine_limits limits = limits_of(r, r->config);
	char *dir = journal_path(r);
	struct poll *p = mem_new(1, sizeof(*p));
	int rc;

	p->role = r;
	use_config(p, r->config);
	rc = ledger_open(r->base, dir, &room, on_told, p, &p->ledger);
	if (rc == ERR_OK)
		rc = transport_new(r->base, &limits, &p->transport);
	free(dir);
	if (rc < 0) {
		free_poll(p);
		return rc;
	}
	p->planner = planner_new(r->config->data);
	remember(p);
	open_register(p);
	use_planner(p, r->config);
	start_timers(p);
	start_pulse(p);
	ledger_mark(p->ledger, MARK_START, PACKAGE_VERSION);
	r->state = p;
	return ERR_OK;
}

static unsigned
poll_instances(const struct config *c)
{
	return (unsigned)c->poll.workers;
}

/* Devices change hands then: who gets one reads in the register how to ask. */
static int
poll_reload_check(struct role *r, const struct config *next)
{
	const struct poll *p = r->state;

	if (next->poll.workers == (int)p->roster.defaults.share.of ||
	    register_is_up(p->link))
		return ERR_OK;
	log_warnx("poll: workers cannot change while the database is away");
	return ERR_AGAIN;
}

static void
poll_reload(struct role *r, const struct config *next)
{
	const struct engine_limits limits = limits_of(r, next);
	struct poll *p = r->state;
	struct planner *planner;

	use_config(p, next);
	transport_limit(p->transport, &limits);
	/* What is under way holds on to its plan: begin it again. */
	for (size_t i = 0; i < p->roster.count; i++)
		begin_again(p, p->roster.devices[i], p->roster.count);
	planner = p->planner;
	p->planner = planner_new(next->data);
	use_planner(p, next);
	planner_free(planner);
	ledger_mark(p->ledger, MARK_RELOAD, PACKAGE_VERSION);
	/* How many workers there are is told at once. */
	pulse_hurry(p->pulse);
	register_look(p->link, true);
}

static void
poll_stop(struct role *r)
{
	struct poll *p = r->state;

	pulse_last(p->pulse);
	ledger_mark(p->ledger, MARK_STOP, PACKAGE_VERSION);
	(void)memory_keep(p->memory, p->roster.devices, p->roster.count);
	ledger_flush(p->ledger);
	event_free(p->due);
	event_free(p->requests);
	free_poll(p);
	role_stopped(r);
}

const struct role_ops poll_role = {
	.name = "poll",
	.rights = ROLE_INET | ROLE_DATABASE,
	.instances = poll_instances,
	.start = poll_start,
	.reload_check = poll_reload_check,
	.reload = poll_reload,
	.stop = poll_stop,
};
