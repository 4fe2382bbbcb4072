/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/journal.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/front.h"
#include "lib/journal/notes.h"
#include "lib/journal/record.h"
#include "lib/journal/syncer.h"
#include "lib/journal/tail.h"
#include "lib/model/observation.h"

enum { KEEP_MAX = 4 << 20 }; /* memory that a rush took is given back */

/* What the writer tells, and who syncs what it wrote. */
struct news {
	bool is_busy;     /* the writer has the group and the tail */
	int rc;           /* of the last group */
	size_t done;      /* bytes of the group that stand in the file */
	uint64_t written; /* records that do, */
	uint64_t safe;    /* and those that are synced */
	bool is_broken;   /* no more will be */
	enum journal_level level;
	struct journal_position at;
};

/*
 * Two buffers: one is open, the other is the group that is written, and they
 * change places. What is written of a group is synced while the next is at it.
 * After journal_run both are done by threads, else by whoever calls
 * journal_flush.
 */
struct journal {
	struct tail *tail;
	struct buf open;
	struct buf group; /* a part of it may be written */
	struct notes open_notes, group_notes;
	uint64_t taken;
	struct news known; /* as of journal_settle */
	bool has_thread;
	pthread_t thread;
	int event;            /* readable when there is news */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	struct news news;
	bool is_over;
};

/*
 * The writer
 */

/* With the lock held. */
static void
announce(struct journal *j)
{
	if (j->has_thread)
		(void)eventfd_write(j->event, 1);
	pthread_cond_broadcast(&j->changed);
}

static void
tell(struct journal *j, bool is_done, int rc)
{
	pthread_mutex_lock(&j->lock);
	j->news.rc = rc;
	j->news.level = tail_level(j->tail);
	j->news.is_busy = !is_done;
	announce(j);
	pthread_mutex_unlock(&j->lock);
}

static void
on_safe(void *arg, int rc, const struct sync_point *to)
{
	struct journal *j = arg;

	pthread_mutex_lock(&j->lock);
	if (rc == ERR_OK) {
		j->news.safe = to->records;
		j->news.at = to->at;
	} else
		j->news.is_broken = true;
	announce(j);
	pthread_mutex_unlock(&j->lock);
}

static int
write_some(struct journal *j, size_t at)
{
	struct tail_written now;
	int rc =
	    tail_write(j->tail, j->group.data + at, j->group.len - at, &now);

	if (rc < 0)
		return rc;
	pthread_mutex_lock(&j->lock);
	j->news.done += now.len;
	j->news.written += now.records;
	pthread_mutex_unlock(&j->lock);
	return ERR_OK;
}

/* They rest on what the group says. */
static int
write_notes(struct journal *j)
{
	int rc;

	if (STAILQ_EMPTY(&j->group_notes))
		return ERR_OK;
	rc = front_settle(tail_front(j->tail));
	if (rc == ERR_OK)
		notes_write(&j->group_notes, clock_monotonic());
	return rc;
}

/*
 * Only the writer changes done, and only it is here. Room is looked for at each
 * part: a long group may take the reserve, and what is to be said of that needs
 * some of it.
 */
static void
write_group(struct journal *j)
{
	int rc = tail_begin(j->tail);

	while (rc == ERR_OK && j->news.done < j->group.len) {
		rc = write_some(j, j->news.done);
		/* Of a long group the first may be answered already. */
		if (rc == ERR_OK && j->news.done < j->group.len) {
			tell(j, false, ERR_OK);
			rc = tail_begin(j->tail);
		}
	}
	if (rc == ERR_OK)
		rc = write_notes(j);
	tell(j, true, tail_end(j->tail, rc));
}

static bool
wait_for_group(struct journal *j)
{
	bool is_busy;

	pthread_mutex_lock(&j->lock);
	while (!j->news.is_busy && !j->is_over)
		pthread_cond_wait(&j->changed, &j->lock);
	is_busy = j->news.is_busy;
	pthread_mutex_unlock(&j->lock);
	return is_busy;
}

static void *
run(void *arg)
{
	struct journal *j = arg;

	while (wait_for_group(j))
		write_group(j);
	return NULL;
}

/* Signals are the loop's. */
void
journal_run(struct journal *j)
{
	sigset_t all, before;

	j->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (j->event == -1)
		fatal("journal: eventfd");
	front_run(tail_front(j->tail));
	j->has_thread = true;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&j->thread, NULL, run, j) != 0)
		fatalx("journal: no thread to write it");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void
end_thread(struct journal *j)
{
	if (!j->has_thread)
		return;
	pthread_mutex_lock(&j->lock);
	j->is_over = true;
	pthread_cond_broadcast(&j->changed);
	pthread_mutex_unlock(&j->lock);
	/* It ends what it is at first. */
	pthread_join(j->thread, NULL);
	front_rest(tail_front(j->tail));
	j->has_thread = false;
	close(j->event);
}

/*
 * The hand-over
 */

int
journal_fd(const struct journal *j)
{
	return j->event;
}

int
journal_settle(struct journal *j)
{
	eventfd_t count;

	if (j->has_thread)
		(void)eventfd_read(j->event, &count);
	pthread_mutex_lock(&j->lock);
	j->known = j->news;
	pthread_mutex_unlock(&j->lock);
	return j->known.is_broken ? ERR_IO : j->known.rc;
}

static bool
is_group_done(const struct journal *j)
{
	return j->known.done == j->group.len;
}

static void
change_places(struct journal *j)
{
	struct buf done = j->group;

	j->group = j->open;
	j->open = done;
	if (j->open.cap > KEEP_MAX)
		buf_free(&j->open);
	buf_clear(&j->open);
	notes_move(&j->open_notes, &j->group_notes);
}

void
journal_send(struct journal *j)
{
	bool is_new = is_group_done(j);

	if (j->known.is_busy)
		return;
	if (is_new)
		change_places(j);
	pthread_mutex_lock(&j->lock);
	if (is_new)
		j->news.done = 0;
	j->news.is_busy = true;
	j->news.rc = ERR_OK;
	j->known = j->news;
	pthread_cond_broadcast(&j->changed);
	pthread_mutex_unlock(&j->lock);
}

static bool
has_gathered(const struct journal *j)
{
	return j->open.len > 0 || !STAILQ_EMPTY(&j->open_notes);
}

static bool
is_at_work(const struct news *n)
{
	return n->is_busy || (n->safe < n->written && !n->is_broken);
}

static int
wait_for_threads(struct journal *j)
{
	pthread_mutex_lock(&j->lock);
	while (is_at_work(&j->news))
		pthread_cond_wait(&j->changed, &j->lock);
	pthread_mutex_unlock(&j->lock);
	return journal_settle(j);
}

int
journal_flush(struct journal *j)
{
	int rc;

	if (j->has_thread)
		(void)wait_for_threads(j);
	do {
		journal_send(j);
		if (!j->has_thread)
			write_group(j);
		rc = wait_for_threads(j);
	} while (rc == ERR_OK && has_gathered(j));
	return rc;
}

/*
 * What it is asked
 */

/* What we know that we did not hear is worth the reserve. */
static bool
is_own(const struct observation *obs)
{
	return obs->kind == OBSERVATION_LOSS || obs->kind == OBSERVATION_MARK;
}

int
journal_append(struct journal *j, const struct observation *obs)
{
	size_t begin;
	int rc;

	if (journal_pending(j) >= JOURNAL_PENDING_MAX ||
	    (j->known.level == JOURNAL_FULL && !is_own(obs)))
		return ERR_AGAIN;
	begin = record_begin(&j->open);
	rc = observation_encode(obs, &j->open);
	if (rc < 0) {
		j->open.len = begin;
		return rc;
	}
	record_end(&j->open, begin, RECORD_OBSERVATION, obs->at);
	j->taken++;
	return ERR_OK;
}

void
journal_note(struct journal *j, const char *path, const void *data, size_t len)
{
	notes_put(&j->open_notes, path, data, len);
}

size_t
journal_gathered(const struct journal *j)
{
	return j->open.len;
}

size_t
journal_pending(const struct journal *j)
{
	return j->open.len + j->group.len - j->known.done;
}

bool
journal_is_writing(const struct journal *j)
{
	return j->known.is_busy;
}

uint64_t
journal_taken(const struct journal *j)
{
	return j->taken;
}

uint64_t
journal_safe(const struct journal *j)
{
	return j->known.safe;
}

enum journal_level
journal_level(const struct journal *j)
{
	return j->known.level;
}

void
journal_position(const struct journal *j, struct journal_position *out)
{
	*out = j->known.at;
}

int
journal_open(const char *dir, struct journal **out)
{
	return journal_open_limited(dir, NULL, out);
}

int
journal_open_limited(
    const char *dir, const struct journal_limits *limits, struct journal **out)
{
	struct tail *tail = NULL;
	struct front *front;
	struct journal *j;
	int rc = tail_open(dir, limits, &tail);

	if (rc < 0)
		return rc;
	front = tail_front(tail);
	j = mem_new(1, sizeof(*j));
	j->tail = tail;
	j->event = -1;
	notes_init(&j->open_notes);
	notes_init(&j->group_notes);
	pthread_mutex_init(&j->lock, NULL);
	pthread_cond_init(&j->changed, NULL);
	j->news.level = tail_level(tail);
	j->news.at = front->at;
	front->told = on_safe;
	front->arg = j;
	(void)journal_settle(j);
	*out = j;
	return ERR_OK;
}

void
journal_close(struct journal *j)
{
	int rc = ERR_OK;

	if (j == NULL)
		return;
	if (has_gathered(j) || journal_pending(j) > 0)
		rc = journal_flush(j);
	end_thread(j);
	if (rc == ERR_OK) /* what failed, a last time */
		notes_write(&j->group_notes, clock_monotonic() + NOTES_RETRY);
	tail_close(j->tail);
	pthread_mutex_destroy(&j->lock);
	pthread_cond_destroy(&j->changed);
	buf_free(&j->open);
	buf_free(&j->group);
	notes_free(&j->open_notes);
	notes_free(&j->group_notes);
	free(j);
}
