/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/packer.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/archive.h"
#include "lib/journal/recheck.h"

/* Of linux/ioprio.h, which older systems do not have. */
enum { IO_WHO_THREAD = 1, IO_NORMAL = 0, IO_IDLE = 3 << 13 };

struct wish {
	STAILQ_ENTRY(wish) link;
	struct journal_position loaded;
	char *dir;
};

/* A journal whose sealed segments are rechecked. */
struct watched {
	STAILQ_ENTRY(watched) link;
	char *dir;
	struct recheck *recheck;  /* the thread's alone, with what follows: */
	int64_t begun;            /* its round; CLOCK_NONE: none is under way */
	size_t segments;          /* of that round, up to now */
	int64_t due;              /* under the lock, and what follows */
	struct packer_round last; /* the last whole one */
	bool has_ended, is_news;
};

struct packer {
	pthread_t thread;
	struct packer_pace pace;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	STAILQ_HEAD(, wish) wishes;
	STAILQ_HEAD(, watched) watched; /* grows only */
	bool is_over;
};

/* As the condition waits: a frozen clock of a test does not stop it. */
static int64_t
now_of_thread(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * CLOCK_SECOND +
	    t.tv_nsec / (1000000000 / CLOCK_SECOND);
}

static bool
is_over(struct packer *p)
{
	bool over;

	pthread_mutex_lock(&p->lock);
	over = p->is_over;
	pthread_mutex_unlock(&p->lock);
	return over;
}

/* Under the lock. NULL: no journal is rechecked. */
static struct watched *
find_due(const struct packer *p)
{
	struct watched *w, *first = STAILQ_FIRST(&p->watched);

	STAILQ_FOREACH(w, &p->watched, link)
	if (w->due < first->due)
		first = w;
	return first;
}

/* Under the lock, until then or until something has changed. */
static void
wait_until(struct packer *p, int64_t due)
{
	const struct timespec t = { .tv_sec = due / CLOCK_SECOND,
		.tv_nsec = due % CLOCK_SECOND * (1000000000 / CLOCK_SECOND) };

	(void)pthread_cond_timedwait(&p->changed, &p->lock, &t);
}

/* What to do next, of the two; neither: the end has come. To pack goes first:
 * it makes room. */
static void
take_work(struct packer *p, struct wish **wish, struct watched **watched)
{
	struct watched *w;

	*wish = NULL;
	*watched = NULL;
	pthread_mutex_lock(&p->lock);
	while (!p->is_over && STAILQ_EMPTY(&p->wishes)) {
		w = find_due(p);
		if (w == NULL) {
			pthread_cond_wait(&p->changed, &p->lock);
		} else if (w->due > now_of_thread()) {
			wait_until(p, w->due);
		} else {
			*watched = w;
			break;
		}
	}
	if (!p->is_over && *watched == NULL) {
		*wish = STAILQ_FIRST(&p->wishes);
		STAILQ_REMOVE_HEAD(&p->wishes, link);
	}
	if (p->is_over)
		*watched = NULL;
	pthread_mutex_unlock(&p->lock);
}

static void
free_wish(struct wish *w)
{
	free(w->dir);
	free(w);
}

/* What cannot be packed now is looked at again at the next wish. */
static void
pack(struct packer *p, struct wish *w)
{
	uint64_t segment;

	while (!is_over(p) &&
	    (segment = archive_find(w->dir, &w->loaded)) != 0 &&
	    archive_segment(w->dir, segment) == ERR_OK)
		continue;
}

/* Of this thread only. Where the kernel refuses, it is as urgent as others. */
static void
set_io(int priority)
{
	(void)syscall(SYS_ioprio_set, IO_WHO_THREAD, 0, priority);
}

/* One segment, when nobody else wants the disk. */
static void
look_again(struct packer *p, struct watched *w)
{
	struct recheck_step step;
	int64_t now = now_of_thread(), due;
	int rc;

	if (w->begun == CLOCK_NONE) {
		w->begun = now;
		w->segments = 0;
	}
	set_io(IO_IDLE);
	rc = recheck_next(w->recheck, &step);
	set_io(IO_NORMAL);
	due = now_of_thread() + p->pace.rest;
	if (rc < 0) {
		if (due < w->begun + p->pace.round)
			due = w->begun + p->pace.round;
		w->begun = CLOCK_NONE;
	} else {
		w->segments++;
	}
	pthread_mutex_lock(&p->lock);
	w->due = due;
	if (rc == ERR_NOTFOUND) {
		w->last = (struct packer_round){ w->segments, clock_now() };
		w->has_ended = w->is_news = true;
	}
	pthread_mutex_unlock(&p->lock);
}

static void *
run(void *arg)
{
	struct packer *p = arg;
	struct watched *watched;
	struct wish *wish;

	for (;;) {
		take_work(p, &wish, &watched);
		if (wish == NULL && watched == NULL)
			return NULL;
		if (watched != NULL) {
			look_again(p, watched);
		} else {
			pack(p, wish);
			free_wish(wish);
		}
	}
}

struct packer *
packer_new(const struct packer_pace *pace)
{
	struct packer *p = mem_new(1, sizeof(*p));
	pthread_condattr_t attr;

	p->pace = *pace;
	STAILQ_INIT(&p->wishes);
	STAILQ_INIT(&p->watched);
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->changed, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&p->thread, NULL, run, p) != 0)
		fatalx("store: no thread to pack segments");
	return p;
}

void
packer_free(struct packer *p)
{
	struct watched *watched;
	struct wish *w;

	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->is_over = true;
	pthread_cond_signal(&p->changed);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	while ((w = STAILQ_FIRST(&p->wishes)) != NULL) {
		STAILQ_REMOVE_HEAD(&p->wishes, link);
		free_wish(w);
	}
	while ((watched = STAILQ_FIRST(&p->watched)) != NULL) {
		STAILQ_REMOVE_HEAD(&p->watched, link);
		recheck_free(watched->recheck);
		free(watched->dir);
		free(watched);
	}
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->changed);
	free(p);
}

/* One that waits for the same journal is taken further. */
static bool
extend_wish(
    struct packer *p, const char *dir, const struct journal_position *loaded)
{
	struct wish *w;

	STAILQ_FOREACH(w, &p->wishes, link)
	{
		if (strcmp(w->dir, dir) == 0) {
			w->loaded = *loaded;
			return true;
		}
	}
	return false;
}

void
packer_want(
    struct packer *p, const char *dir, const struct journal_position *loaded)
{
	struct wish *w;

	pthread_mutex_lock(&p->lock);
	if (!extend_wish(p, dir, loaded)) {
		w = mem_new(1, sizeof(*w));
		w->loaded = *loaded;
		w->dir = mem_dup_str(dir);
		STAILQ_INSERT_TAIL(&p->wishes, w, link);
		pthread_cond_signal(&p->changed);
	}
	pthread_mutex_unlock(&p->lock);
}

void
packer_watch(struct packer *p, const char *dir)
{
	struct watched *w = mem_new(1, sizeof(*w));

	w->dir = mem_dup_str(dir);
	w->recheck = recheck_new(dir);
	w->begun = CLOCK_NONE;
	w->due = now_of_thread();
	pthread_mutex_lock(&p->lock);
	STAILQ_INSERT_TAIL(&p->watched, w, link);
	pthread_cond_signal(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

bool
packer_rechecked(struct packer *p, const char *dir, struct packer_round *out)
{
	struct watched *w;
	bool is_news = false;

	pthread_mutex_lock(&p->lock);
	STAILQ_FOREACH(w, &p->watched, link)
	{
		if (!w->is_news || strcmp(w->dir, dir) != 0)
			continue;
		*out = w->last;
		w->is_news = false;
		is_news = true;
	}
	pthread_mutex_unlock(&p->lock);
	return is_news;
}

void
packer_tell_again(struct packer *p)
{
	struct watched *w;

	pthread_mutex_lock(&p->lock);
	STAILQ_FOREACH(w, &p->watched, link)
	w->is_news = w->has_ended;
	pthread_mutex_unlock(&p->lock);
}
