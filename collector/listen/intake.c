/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/intake.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/checkpoints.h"
#include "collector/config.h"
#include "collector/listen/privacy.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"

enum { GROUP_MS = 5, RETRY_MS = 200, COUNTS_S = 60, TENANT = 1 };
#define SELF "listen " PACKAGE_VERSION

/* Messages that one rule dropped since they were last written down. */
struct tally {
	uint64_t count;
	int64_t first, last;
};

struct intake {
	char *dir;
	struct journal *journal;
	struct checkpoints *checkpoints;
	struct privacy *rules;
	struct tally *dropped; /* one for each rule */
	struct tally shed;     /* for want of room */
	int shed_from;         /* this severity; 8: none */
	struct event *group;   /* the flush of a group; a retry when paused */
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
append_loss(struct intake *in, int32_t realm, enum loss_reason reason,
    const struct tally *t, const char *what)
{
	struct observation obs = { .kind = OBSERVATION_LOSS,
		.tenant_id = TENANT,
		.realm_id = realm,
		.at = clock_now(),
		.loss = { .reason = reason,
		    .count = t->count,
		    .first = t->first,
		    .last = t->last,
		    .what = what,
		    .what_len = strlen(what) } };

	if (obs.loss.what_len > OBSERVATION_TEXT_MAX)
		obs.loss.what_len = OBSERVATION_TEXT_MAX;
	return append(in, &obs);
}

bool
intake_loss(struct intake *in, int32_t realm, enum loss_reason reason,
    uint64_t count, const char *what)
{
	int64_t now = clock_now();
	struct tally t = { .count = count, .first = now, .last = now };

	return append_loss(in, realm, reason, &t, what);
}

static void
write_counts(struct intake *in)
{
	for (size_t i = 0; i < privacy_drop_count(in->rules); i++) {
		if (in->dropped[i].count == 0)
			continue;
		if (append_loss(in, 1, LOSS_PRIVACY, &in->dropped[i],
			privacy_drop_name(in->rules, i)))
			in->dropped[i] = (struct tally){ 0 };
	}
	if (in->shed.count > 0 &&
	    append_loss(in, 1, LOSS_JOURNAL, &in->shed, "little room on disk"))
		in->shed = (struct tally){ 0 };
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

static void
count(struct tally *t, int64_t at)
{
	if (t->count++ == 0)
		t->first = at;
	t->last = at;
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

bool
intake_message(
    struct intake *in, int32_t realm, const struct message *m, int64_t at)
{
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.tenant_id = TENANT,
		.realm_id = realm,
		.at = at,
		.message = *m };
	size_t rule;

	if (in->is_paused)
		return false;
	if (is_shed(in, m)) {
		count(&in->shed, at);
		return true;
	}
	switch (
	    privacy_apply(in->rules, m->bytes, m->len, &in->masked, &rule)) {
	case PRIVACY_DROP:
		count(&in->dropped[rule], at);
		return true;
	case PRIVACY_MASKED:
		obs.message.bytes = in->masked.data;
		obs.message.len = in->masked.len;
		obs.message.flags |= MESSAGE_MASKED;
		break;
	case PRIVACY_KEEP:
		break;
	}
	return append(in, &obs);
}

void
intake_mark(struct intake *in, enum mark_kind kind, const char *what)
{
	struct observation obs = { .kind = OBSERVATION_MARK,
		.tenant_id = TENANT,
		.realm_id = 1,
		.at = clock_now(),
		.mark = {
		    .kind = kind, .what = what, .what_len = strlen(what) } };

	if (obs.mark.what_len > OBSERVATION_TEXT_MAX)
		obs.mark.what_len = OBSERVATION_TEXT_MAX;
	(void)append(in, &obs);
}

static void
set_rules(struct intake *in, struct privacy *rules)
{
	privacy_free(in->rules);
	free(in->dropped);
	in->rules = rules;
	in->dropped =
	    mem_new(privacy_drop_count(rules) + 1, sizeof(*in->dropped));
}

void
intake_use(struct intake *in, struct privacy *rules)
{
	write_counts(in);
	set_rules(in, rules);
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
	set_rules(in, rules);
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
	free(in->dropped);
	free(in->dir);
	buf_free(&in->masked);
	free(in);
}
