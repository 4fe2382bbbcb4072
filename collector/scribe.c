/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/scribe.h"

#include <stdlib.h>

#include <event2/event.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/journal.h"

/* Checkpoints are asked for more often than due: a message in between moves the
 * minute. */
enum {
	RETRY_MS = 200,
	CHECKPOINT_MS = (int)(CHECKPOINT_EVERY / (CLOCK_SECOND / 1000) / 6),
};

struct scribe {
	struct journal *journal;
	int group_ms;
	size_t group_len;
	void (*told)(void *arg);
	void *arg;
	struct event *news, *group, *checkpoint;
	bool is_waiting;  /* for the end of group's time */
	bool is_due;      /* that has gone by, or somebody waits */
	bool has_no_room; /* only the timer tries again */
};

static struct timeval
timeval_of(int ms)
{
	return (struct timeval){ ms / 1000, ms % 1000 * 1000 };
}

static void
wait_ms(struct scribe *s, int ms)
{
	const struct timeval tv = timeval_of(ms);

	(void)event_add(s->group, &tv);
	s->is_waiting = true;
}

static void
send_group(struct scribe *s)
{
	s->is_due = false;
	if (s->is_waiting)
		(void)event_del(s->group);
	s->is_waiting = false;
	journal_send(s->journal);
}

void
scribe_go_on(struct scribe *s)
{
	size_t gathered = journal_gathered(s->journal);

	if (s->has_no_room || gathered == 0)
		return;
	if (!journal_is_writing(s->journal) &&
	    (s->is_due || gathered >= s->group_len))
		send_group(s);
	else if (!s->is_waiting && !s->is_due)
		wait_ms(s, s->group_ms);
}

void
scribe_hurry(struct scribe *s)
{
	s->is_due = journal_gathered(s->journal) > 0;
	scribe_go_on(s);
}

/* A journal at its limit says when it takes more only when it is asked. */
static bool
take_news(struct scribe *s, int rc)
{
	if (rc == ERR_IO)
		fatalx("the journal cannot be written");
	s->has_no_room = rc == ERR_AGAIN;
	if (s->has_no_room || journal_level(s->journal) == JOURNAL_FULL)
		wait_ms(s, RETRY_MS);
	if (s->told != NULL)
		s->told(s->arg);
	return rc == ERR_OK;
}

static void
on_news(evutil_socket_t fd, short what, void *arg)
{
	struct scribe *s = arg;

	(void)fd;
	(void)what;
	(void)take_news(s, journal_settle(s->journal));
	scribe_go_on(s);
}

static void
on_group(evutil_socket_t fd, short what, void *arg)
{
	struct scribe *s = arg;

	(void)fd;
	(void)what;
	s->is_waiting = false;
	s->is_due = true;
	if (!journal_is_writing(s->journal))
		send_group(s);
}

static void
on_checkpoint(evutil_socket_t fd, short what, void *arg)
{
	struct scribe *s = arg;

	(void)fd;
	(void)what;
	if (!journal_is_writing(s->journal))
		send_group(s);
}

bool
scribe_flush(struct scribe *s)
{
	s->is_due = false;
	return take_news(s, journal_flush(s->journal));
}

struct journal *
scribe_journal(const struct scribe *s)
{
	return s->journal;
}

static void
watch(struct scribe *s, struct event_base *base)
{
	const struct timeval tv = timeval_of(CHECKPOINT_MS);

	journal_run(s->journal);
	s->news = event_new(
	    base, journal_fd(s->journal), EV_READ | EV_PERSIST, on_news, s);
	s->group = evtimer_new(base, on_group, s);
	s->checkpoint = event_new(base, -1, EV_PERSIST, on_checkpoint, s);
	if (s->news == NULL || s->group == NULL || s->checkpoint == NULL ||
	    event_add(s->news, NULL) == -1 ||
	    event_add(s->checkpoint, &tv) == -1)
		fatalx("journal: events");
}

int
scribe_open(struct event_base *base, const struct scribe_start *how,
    struct scribe **out)
{
	struct scribe *s = mem_new(1, sizeof(*s));
	int rc = journal_open_limited(how->dir, how->limits, &s->journal);

	if (rc < 0) {
		free(s);
		return rc;
	}
	s->group_ms = how->group_ms;
	s->group_len = how->group_len > 0 ? how->group_len : JOURNAL_GROUP_LEN;
	s->told = how->told;
	s->arg = how->arg;
	watch(s, base);
	*out = s;
	return ERR_OK;
}

void
scribe_close(struct scribe *s)
{
	if (s == NULL)
		return;
	event_free(s->news);
	event_free(s->group);
	event_free(s->checkpoint);
	journal_close(s->journal);
	free(s);
}
