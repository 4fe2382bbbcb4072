/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/inbox.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "collector/datagrams.h"
#include "collector/scribe.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"
#include "lib/model/observation.h"

enum { GROUP_MS = 5 };

struct answer {
	STAILQ_ENTRY(answer) link;
	uint64_t taken; /* journal_taken by then */
	struct datagrams *through;
	struct datagram_way way;
	size_t len;
	uint8_t data[];
};

struct inbox {
	char *dir;
	struct scribe *scribe;
	struct journal *journal; /* the scribe's */
	bool is_paused;
	inbox_pause_fn pause;
	void *pause_data;
	STAILQ_HEAD(, answer) answers;
};

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
drop_first(struct inbox *in)
{
	struct answer *a = STAILQ_FIRST(&in->answers);

	STAILQ_REMOVE_HEAD(&in->answers, link);
	free(a);
}

static void
send_answers(struct inbox *in)
{
	uint64_t safe = journal_safe(in->journal);
	const struct answer *a;

	while ((a = STAILQ_FIRST(&in->answers)) != NULL && a->taken <= safe) {
		datagrams_answer(a->through, &a->way, a->data, a->len);
		drop_first(in);
	}
}

/* Past the bound of memory, too, datagrams wait in the kernel. */
static void
on_told(void *arg)
{
	struct inbox *in = arg;

	send_answers(in);
	set_paused(in,
	    journal_level(in->journal) == JOURNAL_FULL ||
		(in->is_paused &&
		    journal_pending(in->journal) >= JOURNAL_PENDING_MAX / 2));
}

void
inbox_flush(struct inbox *in)
{
	(void)scribe_flush(in->scribe);
	while (!STAILQ_EMPTY(&in->answers))
		drop_first(in);
}

bool
inbox_take(struct inbox *in, const struct observation *obs)
{
	int rc = journal_append(in->journal, obs);

	if (rc == ERR_AGAIN)
		set_paused(in, true);
	scribe_go_on(in->scribe);
	return rc == ERR_OK;
}

void
inbox_answer(struct inbox *in, struct datagrams *through,
    const struct datagram_way *way, const void *answer, size_t len)
{
	struct answer *a = mem_new(1, sizeof(*a) + len);

	a->taken = journal_taken(in->journal);
	a->through = through;
	a->way = *way;
	a->len = len;
	memcpy(a->data, answer, len);
	STAILQ_INSERT_TAIL(&in->answers, a, link);
	/* One that comes again: what it told is safe already. */
	if (a->taken <= journal_safe(in->journal))
		send_answers(in);
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

void
inbox_note(struct inbox *in, const char *path, const void *data, size_t len)
{
	journal_note(in->journal, path, data, len);
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
	const struct scribe_start how = { .dir = dir,
		.limits = limits,
		.group_ms = GROUP_MS,
		.told = on_told,
		.arg = in };
	int rc;

	in->dir = mem_dup_str(dir);
	STAILQ_INIT(&in->answers);
	rc = scribe_open(base, &how, &in->scribe);
	if (rc < 0) {
		inbox_close(in);
		return rc;
	}
	in->journal = scribe_journal(in->scribe);
	*out = in;
	return ERR_OK;
}

/* What is not on disk by the end is not acknowledged either. */
void
inbox_close(struct inbox *in)
{
	if (in == NULL)
		return;
	scribe_close(in->scribe);
	while (!STAILQ_EMPTY(&in->answers))
		drop_first(in);
	free(in->dir);
	free(in);
}
