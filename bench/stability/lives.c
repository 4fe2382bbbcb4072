/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/stability/lives.h"

#include <stddef.h>

#include "lib/base/clock.h"
#include "lib/model/own_clock.h"
#include "lib/model/uptime.h"

enum {
	POLLS_OF_A_LIFE = 50,
	KINDS = 5,
	LOOK_S = 2,     /* between two looks at our own clock */
	AWAY_POLLS = 4, /* at most that nobody looks at it */
};

enum kind {
	SWITCH, /* sysUpTime is the system's */
	SERVER, /* hrSystemUptime, and an agent that starts again */
	ENGINE, /* SNMPv3: boots and time */
	DOZER,  /* sleeps, and its counter stands still */
	WAKER,  /* sleeps, and its counter runs on */
};

#define WRAP  ((int64_t)1 << 32)
#define DAY_S ((int64_t)86400)

struct life {
	struct lives *sum;
	uint64_t seed;
	enum kind kind;
	int64_t now;      /* s, as it really is */
	int64_t up_cs;    /* of the system, by its own clock */
	int64_t agent_cs; /* of its agent */
	int64_t boots;    /* snmpEngineBoots */
	int64_t ahead_us; /* how far our clock is off */
	struct own_clock clock;
	struct uptime last;
	int64_t gap_s; /* since the last poll that counted, really */
	bool has_last, has_booted;
	int64_t new_gap_s; /* since the last poll */
	bool new_boot;

	/* While the verifier is away, what devices say waits. */
	int away;
	bool was_set; /* in that time, once */
	struct heard {
		struct uptime said;
		int64_t gap_s;
		bool has_booted;
	} waits[AWAY_POLLS];
	size_t n_waits;
};

/* A fixed sequence (Knuth's MMIX), so that a failure comes back. */
static uint64_t
draw(struct life *l, uint64_t below)
{
	l->seed = l->seed * 6364136223846793005U + 1442695040888963407U;
	return (l->seed >> 33) % below;
}

static int64_t
shown(const struct life *l, int64_t at_s)
{
	return at_s * CLOCK_SECOND + l->ahead_us;
}

static void
look_at_clock(struct life *l, int64_t at_s)
{
	if (l->away == 0)
		(void)own_clock_look(
		    &l->clock, shown(l, at_s), (at_s + 1) * CLOCK_SECOND);
}

/* Somewhere in the time that goes by. */
static void
set_our_clock(struct life *l, int64_t span_s)
{
	static const int64_t by_s[] = { 20, -20, 300, -300, 3600, -3600, 7200,
		-7200, 86400, -86400 };
	int64_t at =
	    l->now + LOOK_S + (int64_t)draw(l, (uint64_t)(span_s - 2 * LOOK_S));

	look_at_clock(l, at);
	l->ahead_us +=
	    by_s[draw(l, sizeof(by_s) / sizeof(by_s[0]))] * CLOCK_SECOND;
	look_at_clock(l, at + LOOK_S);
	l->sum->jumps++;
	l->sum->unseen += l->away > 0;
	l->was_set = true;
}

static void
boot(struct life *l, int64_t span_s)
{
	l->up_cs = 100 * (1 + (int64_t)draw(l, (uint64_t)span_s));
	l->agent_cs = l->up_cs;
	l->boots++;
	l->new_boot = true;
	l->sum->boots++;
}

static void
restart_agent(struct life *l, int64_t span_s)
{
	l->agent_cs = 100 * (1 + (int64_t)draw(l, (uint64_t)span_s));
	l->sum->restarts++;
}

/* Until the next poll that is answered. */
static void
live_on(struct life *l)
{
	static const int64_t gaps[] = { 300, 3600, DAY_S };
	int64_t span = gaps[draw(l, 3)], runs = span, drift;
	bool is_sleeper = l->kind == DOZER || l->kind == WAKER;

	if (is_sleeper && draw(l, 3) == 0) {
		int64_t sleep = 3600 + (int64_t)draw(l, 60 * 3600);

		span += sleep;
		runs = l->kind == DOZER ? runs : span;
		l->sum->sleeps++;
	}
	if (l->away > 0 ? !l->was_set && draw(l, 3) == 0 : draw(l, 20) == 0)
		set_our_clock(l, span);
	drift = runs * ((int64_t)draw(l, 201) - 100) / 100; /* 1 %, in cs */
	if (draw(l, 100) == 0) {
		boot(l, runs);
	} else if (l->kind == SERVER && draw(l, 10) == 0) {
		l->up_cs += runs * 100 + drift;
		restart_agent(l, runs);
	} else {
		l->sum->wraps +=
		    (l->up_cs + runs * 100) / WRAP != l->up_cs / WRAP;
		l->up_cs += runs * 100 + drift;
		l->agent_cs += runs * 100 + drift;
	}
	l->now += span;
	l->new_gap_s += span;
	look_at_clock(l, l->now);
}

static struct uptime
read_counters(const struct life *l)
{
	bool is_engine = l->kind == ENGINE;

	return (struct uptime){
		.at = shown(l, l->now),
		.agent_cs = l->agent_cs % WRAP,
		.host_cs = l->kind == SERVER ? l->up_cs % WRAP : -1,
		.engine_boots = is_engine ? l->boots : -1,
		.engine_time_s = is_engine ? l->up_cs / 100 : -1,
		.agent_is_system = l->kind != SERVER,
		.may_sleep = l->kind == DOZER || l->kind == WAKER,
	};
}

/* It counted longer than we did not look, and our clock is known: then a boot
 * shows. */
static bool
is_beyond_doubt(const struct life *l, const struct uptime *now)
{
	int64_t before = l->kind == SERVER ? l->last.host_cs : l->last.agent_cs;
	int64_t gap = l->gap_s * 100, margin = gap / 10 + 12000;

	return now->doubt == 0 && before > gap + margin &&
	    before + gap + margin < WRAP;
}

static void
judge(struct life *l, const struct heard *h)
{
	struct uptime now = h->said, before = l->last;
	enum uptime_change change;

	l->gap_s += h->gap_s;
	l->has_booted |= h->has_booted;
	/* As the verifier: time goes one way, and 0 says nothing. */
	if (l->has_last && now.at <= l->last.at)
		return;
	if (l->has_last) {
		l->sum->polls++;
		now.doubt = own_clock_doubt(&l->clock, before.at, now.at);
		before.at =
		    now.at - own_clock_elapsed(&l->clock, before.at, now.at);
		change = uptime_compare(&before, &now);
		if (change == UPTIME_REBOOTED && !l->has_booted)
			l->sum->accused++;
		if (change != UPTIME_REBOOTED && l->has_booted &&
		    is_beyond_doubt(l, &now))
			l->sum->missed++;
	}
	l->last = now;
	l->has_last = true;
	l->has_booted = false;
	l->gap_s = 0;
}

static void
poll(struct life *l)
{
	const struct heard h = { read_counters(l), l->new_gap_s, l->new_boot };

	l->new_gap_s = 0;
	l->new_boot = false;
	l->waits[l->n_waits++] = h;
	if (l->away > 0 && --l->away > 0)
		return;
	look_at_clock(l, l->now);
	for (size_t i = 0; i < l->n_waits; i++)
		judge(l, &l->waits[i]);
	l->n_waits = 0;
	l->was_set = false;
	if (draw(l, 20) == 0)
		l->away = 1 + (int)draw(l, AWAY_POLLS);
}

void
lives_run(uint64_t seed, uint64_t polls, struct lives *out)
{
	*out = (struct lives){ 0 };
	for (uint64_t n = 0; out->polls < polls; n++) {
		struct life l = { .sum = out,
			.seed = seed * 1000003 + n,
			.kind = (enum kind)(n % KINDS),
			.now = 1700000000,
			.boots = 3 };

		/* From minutes up to beyond two wraps. */
		l.up_cs = draw(&l, 2) == 0
		    ? 100 * (60 + (int64_t)draw(&l, 2 * DAY_S))
		    : 100 * (int64_t)draw(&l, 1000 * DAY_S);
		l.agent_cs = l.up_cs;
		look_at_clock(&l, l.now);
		for (int i = 0; i < POLLS_OF_A_LIFE; i++) {
			poll(&l);
			live_on(&l);
		}
	}
}
