/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/uptime.h"

#include <stddef.h>

#include "lib/base/clock.h"

#define CENTISECOND (CLOCK_SECOND / 100)
#define TICKS_WRAP  ((int64_t)1 << 32)
/* snmpEngineTime, RFC 3411: INTEGER (0..2147483647) seconds. */
#define ENGINE_WRAP ((int64_t)1 << 31)

enum counter { NOT_SAID, ODD, KEPT_ON, WENT_ROUND, STARTED_AGAIN };

/* A count of units of time that goes round at wrap. */
struct ticks {
	int64_t before, now;
	int64_t elapsed; /* by our clock */
	int64_t margin;
	int64_t wrap;
	int64_t doubt; /* so much more may have gone by, drift and all */
	bool may_stop; /* for a while, and then go on */
};

/* How far now is from where it should be, round the circle. */
static int64_t
distance(const struct ticks *t)
{
	int64_t expected = (t->before + t->elapsed) % t->wrap;
	int64_t d = t->now > expected ? t->now - expected : expected - t->now;

	return d > t->wrap / 2 ? t->wrap - d : d;
}

static enum counter
judge(const struct ticks *t)
{
	bool near = distance(t) <= t->margin;
	int64_t last = t->before + t->elapsed + t->margin - t->wrap;
	bool at_end = last >= 0;

	if (t->now < t->before) {
		if (near && at_end)
			return WENT_ROUND;
		/* It went round, and we do not know when. */
		if ((t->may_stop || t->doubt > 0) && last + t->doubt >= 0 &&
		    t->now <= last + t->doubt)
			return ODD;
		/* A little back, and long ago: its clock was put right. */
		if (near && t->now > t->elapsed + t->margin)
			return KEPT_ON;
		return STARTED_AGAIN;
	}
	if (near)
		return KEPT_ON;
	/* Far behind, and not longer up than we have not looked. */
	return !t->may_stop && t->now < t->before + t->elapsed &&
		t->now <= t->elapsed + t->margin
	    ? STARTED_AGAIN
	    : ODD;
}

/* One minute, or 2 %: clocks of devices drift and agents answer late. */
static int64_t
margin_of(int64_t elapsed, int64_t minute)
{
	return elapsed / 50 > minute ? elapsed / 50 : minute;
}

/*
 * 0 is what some agents say when they do not know, and what no such object can
 * hold comes from those that send it as a Counter64.
 */
static bool
is_said(int64_t count, int64_t wrap)
{
	return count > 0 && count < wrap;
}

static enum counter
judge_ticks(
    int64_t before, int64_t now, int64_t elapsed_us, const struct uptime *u)
{
	struct ticks t = {
		.before = before,
		.now = now,
		.elapsed = elapsed_us / CENTISECOND,
		.wrap = TICKS_WRAP,
		.doubt = u->doubt / CENTISECOND * 51 / 50,
		.may_stop = u->may_sleep,
	};

	if (!is_said(before, TICKS_WRAP) || !is_said(now, TICKS_WRAP) ||
	    elapsed_us < 0)
		return NOT_SAID;
	t.margin = margin_of(t.elapsed, 6000);
	return judge(&t);
}

static enum counter
judge_engine(const struct uptime *before, const struct uptime *now)
{
	struct ticks t = {
		.before = before->engine_time_s,
		.now = now->engine_time_s,
		.elapsed = (now->at - before->at) / CLOCK_SECOND,
		.wrap = ENGINE_WRAP,
		.doubt = now->doubt / CLOCK_SECOND * 51 / 50,
		.may_stop = now->may_sleep,
	};
	enum counter c;

	if (before->engine_boots < 0 || now->engine_boots < 0 || t.before < 0 ||
	    t.now < 0 || t.before >= t.wrap || t.now >= t.wrap || t.elapsed < 0)
		return NOT_SAID;
	t.margin = margin_of(t.elapsed, 60);
	c = judge(&t);
	if (now->engine_boots == before->engine_boots)
		return c == STARTED_AGAIN ? ODD : c;
	/* A boot must show in both: boots alone may be set by hand. */
	return now->engine_boots > before->engine_boots && c == STARTED_AGAIN
	    ? STARTED_AGAIN
	    : ODD;
}

static enum uptime_change
from_host(enum counter host, enum counter agent)
{
	if (host == STARTED_AGAIN)
		return UPTIME_REBOOTED;
	if (agent == STARTED_AGAIN)
		return UPTIME_AGENT_RESTARTED;
	return host == WENT_ROUND ? UPTIME_WRAPPED : UPTIME_UP;
}

static enum uptime_change
from_agent(enum counter engine, enum counter agent, bool is_system)
{
	if (engine == STARTED_AGAIN || agent == STARTED_AGAIN)
		return is_system && engine != KEPT_ON ? UPTIME_REBOOTED
						      : UPTIME_AGENT_RESTARTED;
	if (agent == WENT_ROUND)
		return UPTIME_WRAPPED;
	if (agent == KEPT_ON || engine == KEPT_ON)
		return UPTIME_UP;
	return UPTIME_UNKNOWN;
}

enum uptime_change
uptime_compare(const struct uptime *before, const struct uptime *now)
{
	enum counter host, engine, agent;
	int64_t elapsed;

	if (before == NULL)
		return UPTIME_UNKNOWN;
	elapsed = now->at - before->at;
	host = judge_ticks(before->host_cs, now->host_cs, elapsed, now);
	agent = judge_ticks(before->agent_cs, now->agent_cs, elapsed, now);
	engine = judge_engine(before, now);

	if (host == KEPT_ON || host == WENT_ROUND || host == STARTED_AGAIN)
		return from_host(host, agent);
	return from_agent(engine, agent, now->agent_is_system);
}

int64_t
uptime_boot_at(const struct uptime *now)
{
	if (is_said(now->host_cs, TICKS_WRAP))
		return now->at - now->host_cs * CENTISECOND;
	if (!now->agent_is_system)
		return CLOCK_NONE;
	if (is_said(now->agent_cs, TICKS_WRAP))
		return now->at - now->agent_cs * CENTISECOND;
	return is_said(now->engine_time_s, ENGINE_WRAP)
	    ? now->at - now->engine_time_s * CLOCK_SECOND
	    : CLOCK_NONE;
}

const char *
uptime_change_name(enum uptime_change c)
{
	static const char *const names[] = {
		[UPTIME_UNKNOWN] = "unknown",
		[UPTIME_UP] = "up",
		[UPTIME_WRAPPED] = "wrapped",
		[UPTIME_AGENT_RESTARTED] = "agent restarted",
		[UPTIME_REBOOTED] = "rebooted",
	};

	return names[c];
}
