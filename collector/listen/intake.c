/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/intake.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/privacy.h"
#include "collector/listen/tallies.h"
#include "collector/scribe.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"

enum {
	GROUP_MS = 5,
	COUNTS_S = 60,
	AHEAD_MAX = 4 << 20, /* of the disk; a kill takes it from plain TCP */
};
#define SELF "listen " PACKAGE_VERSION

/* Whose what we say of ourselves is: that of who runs this. */
static const struct config_space own = { 1, 1 };

struct intake {
	char *dir;
	struct scribe *scribe;
	struct journal *journal; /* the scribe's */
	struct privacy *rules;
	struct tallies unkept;
	uint64_t counted; /* safe up to here: the counts that were written */
	int shed_from;    /* this severity; 8: none */
	struct event *counts;
	enum intake_pause pause;
	int64_t paused; /* since then */
	intake_pause_fn on_pause;
	void *pause_data;
	intake_safe_fn on_safe;
	void *safe_data;
	struct buf masked;
};

static void
log_change(const struct intake *in, enum intake_pause pause)
{
	int64_t waited = clock_monotonic() - in->paused;

	if (pause == INTAKE_WAITS)
		log_warnx("listen: no room for messages, senders wait");
	else if (in->pause == INTAKE_WAITS)
		log_info("listen: goes on reading");
	else if (in->pause == INTAKE_STREAMS_WAIT && waited > CLOCK_SECOND)
		log_warnx("listen: the disk is slow, senders waited for %.1f s",
		    (double)waited / (double)CLOCK_SECOND);
}

static void
set_pause(struct intake *in, enum intake_pause pause)
{
	if (in->pause == pause)
		return;
	log_change(in, pause);
	if (in->pause == INTAKE_READS)
		in->paused = clock_monotonic();
	in->pause = pause;
	if (in->on_pause != NULL)
		in->on_pause(pause, in->pause_data);
}

/* Who was told to wait goes on when a good part of it is written. */
static enum intake_pause
find_pause(const struct intake *in)
{
	size_t ahead = journal_pending(in->journal);

	if (journal_level(in->journal) == JOURNAL_FULL ||
	    (in->pause == INTAKE_WAITS && ahead >= JOURNAL_PENDING_MAX / 2))
		return INTAKE_WAITS;
	return ahead >= (in->pause == INTAKE_READS ? AHEAD_MAX : AHEAD_MAX / 4)
	    ? INTAKE_STREAMS_WAIT
	    : INTAKE_READS;
}

static void
settle_counts(struct intake *in)
{
	if (journal_safe(in->journal) >= in->counted)
		tallies_settle(&in->unkept);
}

static void
on_told(void *arg)
{
	struct intake *in = arg;

	settle_counts(in);
	set_pause(in, find_pause(in));
	if (in->on_safe != NULL)
		in->on_safe(in->safe_data);
}

void
intake_flush(struct intake *in)
{
	(void)scribe_flush(in->scribe);
}

void
intake_hurry(struct intake *in)
{
	scribe_hurry(in->scribe);
}

static bool
append(struct intake *in, const struct observation *obs)
{
	int rc = journal_append(in->journal, obs);

	if (rc == ERR_AGAIN)
		set_pause(in, INTAKE_WAITS);
	else if (in->pause == INTAKE_READS &&
	    journal_pending(in->journal) >= AHEAD_MAX)
		set_pause(in, INTAKE_STREAMS_WAIT);
	scribe_go_on(in->scribe);
	return rc == ERR_OK;
}

static bool
append_loss(void *data, const struct tally *t)
{
	struct observation obs = { .kind = OBSERVATION_LOSS,
		.tenant_id = t->tenant_id,
		.realm_id = t->realm_id,
		.at = clock_now(),
		.loss = { .reason = t->reason,
		    .count = t->count,
		    .first = t->first,
		    .last = t->last,
		    .what = t->what,
		    .what_len = strlen(t->what) } };

	if (obs.loss.what_len > OBSERVATION_TEXT_MAX)
		obs.loss.what_len = OBSERVATION_TEXT_MAX;
	return append(data, &obs);
}

bool
intake_loss(struct intake *in, const struct config_space *space,
    enum loss_reason reason, uint64_t count, const char *what)
{
	int64_t now = clock_now();
	struct tally t = { .tenant_id = space->tenant_id,
		.realm_id = space->realm_id,
		.reason = reason,
		.count = count,
		.first = now,
		.last = now };

	snprintf(t.what, sizeof(t.what), "%s", what);
	return append_loss(in, &t);
}

static void
write_counts(struct intake *in)
{
	if (tallies_write(&in->unkept, append_loss, in))
		in->counted = journal_taken(in->journal);
}

static void
wait_to_count(struct intake *in)
{
	const struct timeval tv = { .tv_sec = COUNTS_S };

	(void)event_add(in->counts, &tv);
}

static void
on_counts(int fd, short what, void *arg)
{
	struct intake *in = arg;

	(void)fd;
	(void)what;
	write_counts(in);
	wait_to_count(in);
}

/* RFC 3164, 4.3.3: without a priority it is 13, user.notice. */
static int
severity_of(const struct message *m)
{
	int pri = 0;
	size_t i;

	if (m->len == 0 || m->bytes[0] != '<')
		return 5;
	for (i = 1; i < m->len && i < 4 && isdigit(m->bytes[i]); i++)
		pri = pri * 10 + (m->bytes[i] - '0');
	return i > 1 && i < m->len && m->bytes[i] == '>' ? pri % 8 : 5;
}

/* While there is little room the least of what cannot be held back goes. */
static bool
is_shed(const struct intake *in, const struct message *m)
{
	return in->shed_from <= 7 && m->transport == MESSAGE_UDP &&
	    journal_level(in->journal) == JOURNAL_LOW &&
	    severity_of(m) >= in->shed_from;
}

static bool
is_held_back(const struct intake *in, const struct message *m)
{
	return in->pause == INTAKE_WAITS ||
	    (in->pause == INTAKE_STREAMS_WAIT && m->transport != MESSAGE_UDP);
}

/* What the journal may hold of it, in obs; false: nothing. */
static bool
apply_rules(struct intake *in, const struct config_space *space,
    struct observation *obs)
{
	struct message *m = &obs->message;
	char what[OBSERVATION_TEXT_MAX];
	enum privacy_result result;
	const char *name;
	size_t rule;

	result = privacy_apply(in->rules, m->bytes, m->len, &in->masked, &rule);
	if (result == PRIVACY_KEEP)
		return true;
	if (result == PRIVACY_DROP || result == PRIVACY_UNJUDGED) {
		name = privacy_rule_name(in->rules, rule);
		snprintf(what, sizeof(what), "%s%s", name,
		    result == PRIVACY_DROP ? "" : " (match limit)");
		tallies_add(&in->unkept, space, LOSS_PRIVACY, what, obs->at);
	}
	m->bytes = in->masked.data;
	m->len = in->masked.len;
	m->flags |= MESSAGE_MASKED;
	return result != PRIVACY_DROP;
}

bool
intake_message(struct intake *in, const struct config_space *space,
    const struct message *m, int64_t at)
{
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.tenant_id = space->tenant_id,
		.realm_id = space->realm_id,
		.at = at,
		.message = *m };

	if (is_held_back(in, m))
		return false;
	if (is_shed(in, m)) {
		tallies_add(&in->unkept, space, LOSS_JOURNAL,
		    "little room on disk", at);
		return true;
	}
	return apply_rules(in, space, &obs) ? append(in, &obs) : true;
}

void
intake_mark_of(struct intake *in, const struct config_space *space,
    enum mark_kind kind, const char *what)
{
	struct observation obs = { .kind = OBSERVATION_MARK,
		.tenant_id = space->tenant_id,
		.realm_id = space->realm_id,
		.at = clock_now(),
		.mark = {
		    .kind = kind, .what = what, .what_len = strlen(what) } };

	if (obs.mark.what_len > OBSERVATION_TEXT_MAX)
		obs.mark.what_len = OBSERVATION_TEXT_MAX;
	(void)append(in, &obs);
}

void
intake_mark(struct intake *in, enum mark_kind kind, const char *what)
{
	intake_mark_of(in, &own, kind, what);
}

void
intake_use(struct intake *in, struct privacy *rules)
{
	write_counts(in);
	privacy_free(in->rules);
	in->rules = rules;
	intake_mark(in, MARK_RELOAD, SELF);
}

uint64_t
intake_taken(const struct intake *in)
{
	return journal_taken(in->journal);
}

uint64_t
intake_safe(const struct intake *in)
{
	return journal_safe(in->journal);
}

void
intake_on_safe(struct intake *in, intake_safe_fn fn, void *data)
{
	in->on_safe = fn;
	in->safe_data = data;
}

void
intake_on_pause(struct intake *in, intake_pause_fn fn, void *data)
{
	in->on_pause = fn;
	in->pause_data = data;
}

enum intake_pause
intake_pause(const struct intake *in)
{
	return in->pause;
}

void
intake_note(struct intake *in, const char *path, const void *data, size_t len)
{
	journal_note(in->journal, path, data, len);
}

char *
intake_path(const struct intake *in, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", in->dir, name);
	return buf_take_str(&path);
}

/* Those that a process before, which was killed, had not written yet. */
static void
keep_counts(struct intake *in)
{
	char *path = intake_path(in, "counts");

	tallies_keep(&in->unkept, path);
	free(path);
	write_counts(in);
}

int
intake_open(const char *dir, const struct config_journal *c,
    struct privacy *rules, struct event_base *base, struct intake **out)
{
	struct intake *in = mem_new(1, sizeof(*in));
	const struct scribe_start how = { .dir = dir,
		.limits = &c->limits,
		.group_ms = GROUP_MS,
		.told = on_told,
		.arg = in };
	int rc;

	in->dir = mem_dup_str(dir);
	in->rules = rules;
	in->shed_from = c->shed_from;
	rc = scribe_open(base, &how, &in->scribe);
	if (rc < 0) {
		intake_close(in);
		return rc;
	}
	in->journal = scribe_journal(in->scribe);
	in->counts = evtimer_new(base, on_counts, in);
	if (in->counts == NULL)
		fatalx("listen: timer");
	wait_to_count(in);
	intake_mark(in, MARK_START, SELF);
	keep_counts(in);
	*out = in;
	return ERR_OK;
}

void
intake_close(struct intake *in)
{
	if (in == NULL)
		return;
	in->on_pause = NULL;
	in->on_safe = NULL;
	if (in->counts != NULL) {
		/* What was counted since those that are on their way, too. */
		intake_flush(in);
		write_counts(in);
		intake_mark(in, MARK_STOP, SELF);
		intake_flush(in);
		event_free(in->counts);
	}
	scribe_close(in->scribe);
	privacy_free(in->rules);
	tallies_free(&in->unkept);
	free(in->dir);
	buf_free(&in->masked);
	free(in);
}
