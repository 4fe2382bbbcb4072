/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/intake.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/checkpoints.h"
#include "collector/config.h"
#include "collector/listen/privacy.h"
#include "collector/listen/tallies.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"

enum { GROUP_MS = 5, RETRY_MS = 200, COUNTS_S = 60 };
#define SELF "listen " PACKAGE_VERSION

/* Whose what we say of ourselves is: that of who runs this. */
static const struct config_space own = { 1, 1 };

struct intake {
	char *dir;
	struct journal *journal;
	struct checkpoints *checkpoints;
	struct privacy *rules;
	struct tallies unkept;
	int shed_from;       /* this severity; 8: none */
	struct event *group; /* the flush of a group; a retry when paused */
	struct event *counts;
	bool group_is_set;
	bool is_full; /* the disk: only the timer tries again */
	bool is_paused;
	intake_pause_fn pause;
	void *pause_data;
	uint64_t taken, safe;
	intake_safe_fn on_safe;
	void *safe_data;
	struct buf masked;
};

static void
set_timer(struct event *e, int ms)
{
	struct timeval tv = { .tv_sec = ms / 1000,
		.tv_usec = ms % 1000 * 1000 };

	(void)event_add(e, &tv);
}

static void
set_paused(struct intake *in, bool paused)
{
	if (in->is_paused == paused)
		return;
	in->is_paused = paused;
	if (paused)
		log_warnx("listen: no room for messages, senders wait");
	else
		log_info("listen: goes on reading");
	if (in->pause != NULL)
		in->pause(paused, in->pause_data);
}

/* A journal at its limit says when it takes more only when it is asked. */
static void
look_for_room(struct intake *in)
{
	bool full = journal_level(in->journal) == JOURNAL_FULL;

	set_paused(in, full);
	if (full) {
		in->group_is_set = true;
		set_timer(in->group, RETRY_MS);
	}
}

/* A journal that cannot be written at all is the end of this process: what the
 * senders still hold is better off there. */
void
intake_flush(struct intake *in)
{
	int rc = journal_flush(in->journal);

	if (rc == ERR_IO)
		fatalx("listen: the journal cannot be written");
	if (rc == ERR_AGAIN)
		set_timer(in->group, RETRY_MS);
	in->is_full = in->group_is_set = rc == ERR_AGAIN;
	if (rc != ERR_OK)
		return;
	look_for_room(in);
	in->safe = in->taken;
	if (in->on_safe != NULL)
		in->on_safe(in->safe_data);
}

static void
on_group(int fd, short what, void *arg)
{
	struct intake *in = arg;

	(void)fd;
	(void)what;
	in->group_is_set = false;
	intake_flush(in);
}

static void
want_flush(struct intake *in)
{
	if (journal_pending(in->journal) >= JOURNAL_GROUP_LEN && !in->is_full) {
		intake_flush(in);
	} else if (!in->group_is_set) {
		in->group_is_set = true;
		set_timer(in->group, GROUP_MS);
	}
}

static bool
append(struct intake *in, const struct observation *obs)
{
	int rc = journal_append(in->journal, obs);

	if (rc == ERR_AGAIN) {
		set_paused(in, true);
		want_flush(in);
		return false;
	}
	in->taken += rc == ERR_OK;
	want_flush(in);
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
	struct tally t = { space->tenant_id, space->realm_id, reason,
		(char *)what, count, now, now };

	return append_loss(in, &t);
}

static void
write_counts(struct intake *in)
{
	tallies_write(&in->unkept, append_loss, in);
}

static void
on_counts(int fd, short what, void *arg)
{
	struct intake *in = arg;

	(void)fd;
	(void)what;
	write_counts(in);
	set_timer(in->counts, COUNTS_S * 1000);
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

	if (in->is_paused)
		return false;
	if (is_shed(in, m)) {
		tallies_add(&in->unkept, space, LOSS_JOURNAL,
		    "little room on disk", at);
		return true;
	}
	return apply_rules(in, space, &obs) ? append(in, &obs) : true;
}

void
intake_mark(struct intake *in, enum mark_kind kind, const char *what)
{
	struct observation obs = { .kind = OBSERVATION_MARK,
		.tenant_id = own.tenant_id,
		.realm_id = own.realm_id,
		.at = clock_now(),
		.mark = {
		    .kind = kind, .what = what, .what_len = strlen(what) } };

	if (obs.mark.what_len > OBSERVATION_TEXT_MAX)
		obs.mark.what_len = OBSERVATION_TEXT_MAX;
	(void)append(in, &obs);
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
	return in->taken;
}

uint64_t
intake_safe(const struct intake *in)
{
	return in->safe;
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
	in->pause = fn;
	in->pause_data = data;
}

bool
intake_is_paused(const struct intake *in)
{
	return in->is_paused;
}

char *
intake_path(const struct intake *in, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", in->dir, name);
	return buf_take_str(&path);
}

int
intake_open(const char *dir, const struct config_journal *c,
    struct privacy *rules, struct event_base *base, struct intake **out)
{
	struct intake *in = mem_new(1, sizeof(*in));
	int rc;

	in->dir = mem_dup_str(dir);
	in->rules = rules;
	in->shed_from = c->shed_from;
	rc = journal_open_limited(dir, &c->limits, &in->journal);
	if (rc < 0) {
		intake_close(in);
		return rc;
	}
	in->checkpoints = checkpoints_start(base, in->journal);
	in->group = evtimer_new(base, on_group, in);
	in->counts = evtimer_new(base, on_counts, in);
	if (in->group == NULL || in->counts == NULL)
		fatalx("listen: timers");
	set_timer(in->counts, COUNTS_S * 1000);
	intake_mark(in, MARK_START, SELF);
	*out = in;
	return ERR_OK;
}

void
intake_close(struct intake *in)
{
	if (in == NULL)
		return;
	in->pause = NULL;
	in->on_safe = NULL;
	if (in->group != NULL) {
		write_counts(in);
		intake_mark(in, MARK_STOP, SELF);
		event_free(in->group);
		event_free(in->counts);
	}
	checkpoints_stop(in->checkpoints);
	journal_close(in->journal);
	privacy_free(in->rules);
	tallies_free(&in->unkept);
	free(in->dir);
	buf_free(&in->masked);
	free(in);
}
