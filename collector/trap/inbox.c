/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/inbox.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <event2/event.h>

#include "collector/checkpoints.h"
#include "collector/datagrams.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"
#include "lib/model/observation.h"

enum { GROUP_MS = 5, RETRY_MS = 200 };

struct answer {
	STAILQ_ENTRY(answer) link;
	struct datagrams *through;
	struct datagram_way way;
	size_t len;
	uint8_t data[];
};

struct inbox {
	char *dir;
	struct journal *journal;
	struct checkpoints *checkpoints;
	struct event *group; /* the flush of a group; a retry when paused */
	bool group_is_set;
	bool is_full; /* the disk: only the timer tries again */
	bool is_paused;
	inbox_pause_fn pause;
	void *pause_data;
	STAILQ_HEAD(, answer) answers;
};

static void
set_timer(struct inbox *in, int ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	(void)event_add(in->group, &tv);
	in->group_is_set = true;
}

static void
set_paused(struct inbox *in, bool paused)
{
	if (in->is_paused == paused)
		return;
	in->is_paused = paused;
	if (paused)
		log_warnx("trap: no room for notifications, they wait in the "
			  "kernel");
	else
		log_info("trap: goes on reading");
	if (in->pause != NULL)
		in->pause(paused, in->pause_data);
}

static void
send_answers(struct inbox *in)
{
	struct answer *a;

	while ((a = STAILQ_FIRST(&in->answers)) != NULL) {
		STAILQ_REMOVE_HEAD(&in->answers, link);
		datagrams_answer(a->through, &a->way, a->data, a->len);
		free(a);
	}
}

void
inbox_flush(struct inbox *in)
{
	int rc = journal_flush(in->journal);

	if (rc == ERR_IO)
		fatalx("trap: the journal cannot be written");
	in->is_full = rc == ERR_AGAIN;
	if (in->is_full) {
		set_timer(in, RETRY_MS);
		return;
	}
	(void)event_del(in->group);
	in->group_is_set = false;
	send_answers(in);
	set_paused(in, journal_level(in->journal) == JOURNAL_FULL);
	if (in->is_paused)
		set_timer(in, RETRY_MS);
}

static void
on_group(int fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	inbox_flush(arg);
}

static void
want_flush(struct inbox *in)
{
	if (journal_pending(in->journal) >= JOURNAL_GROUP_LEN && !in->is_full)
		inbox_flush(in);
	else if (!in->group_is_set)
		set_timer(in, GROUP_MS);
}

bool
inbox_take(struct inbox *in, const struct observation *obs)
{
	int rc = journal_append(in->journal, obs);

	if (rc == ERR_AGAIN)
		set_paused(in, true);
	want_flush(in);
	return rc == ERR_OK;
}

void
inbox_answer(struct inbox *in, struct datagrams *through,
    const struct datagram_way *way, const void *answer, size_t len)
{
	struct answer *a = mem_new(1, sizeof(*a) + len);

	a->through = through;
	a->way = *way;
	a->len = len;
	memcpy(a->data, answer, len);
	STAILQ_INSERT_TAIL(&in->answers, a, link);
	want_flush(in);
}

bool
inbox_loss(struct inbox *in, int32_t tenant, int32_t realm, int reason,
    uint64_t count, const char *what)
{
	int64_t now = clock_now();
	struct observation obs = { .kind = OBSERVATION_LOSS,
		.tenant_id = tenant,
		.realm_id = realm,
		.at = now,
		.loss = { .reason = (enum loss_reason)reason,
		    .count = count,
		    .first = now,
		    .last = now,
		    .what = what,
		    .what_len = strlen(what) } };

	if (obs.loss.what_len > OBSERVATION_TEXT_MAX)
		obs.loss.what_len = OBSERVATION_TEXT_MAX;
	return inbox_take(in, &obs);
}

void
inbox_mark(struct inbox *in, int kind, const char *text)
{
	const struct observation obs = { .kind = OBSERVATION_MARK,
		.tenant_id = 1,
		.realm_id = 1,
		.at = clock_now(),
		.mark = { (enum mark_kind)kind, text, strlen(text) } };

	(void)inbox_take(in, &obs);
}

char *
inbox_path(const struct inbox *in, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", in->dir, name);
	return buf_take_str(&path);
}

void
inbox_on_pause(struct inbox *in, inbox_pause_fn fn, void *data)
{
	in->pause = fn;
	in->pause_data = data;
}

bool
inbox_is_paused(const struct inbox *in)
{
	return in->is_paused;
}

int
inbox_open(const char *dir, const struct journal_limits *limits,
    struct event_base *base, struct inbox **out)
{
	struct inbox *in = mem_new(1, sizeof(*in));
	int rc;

	in->dir = mem_dup_str(dir);
	STAILQ_INIT(&in->answers);
	rc = journal_open_limited(dir, limits, &in->journal);
	if (rc < 0) {
		inbox_close(in);
		return rc;
	}
	in->checkpoints = checkpoints_start(base, in->journal);
	in->group = evtimer_new(base, on_group, in);
	if (in->group == NULL)
		fatalx("trap: timer");
	*out = in;
	return ERR_OK;
}

/* What is not on disk by the end is not acknowledged either. */
void
inbox_close(struct inbox *in)
{
	struct answer *a;

	if (in == NULL)
		return;
	in->pause = NULL;
	if (in->group != NULL) {
		inbox_flush(in);
		event_free(in->group);
	}
	checkpoints_stop(in->checkpoints);
	journal_close(in->journal);
	while ((a = STAILQ_FIRST(&in->answers)) != NULL) {
		STAILQ_REMOVE_HEAD(&in->answers, link);
		free(a);
	}
	free(in->dir);
	free(in);
}
