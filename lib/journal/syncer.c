/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/syncer.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct syncer {
	struct sync_work work;
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	struct sync_point asked;
	bool is_asked, is_busy, is_over;
	int rc;
};

static bool
wait_to_be_asked(struct syncer *s)
{
	while (!s->is_asked && !s->is_over)
		pthread_cond_wait(&s->changed, &s->lock);
	return s->is_asked;
}

/* Without the lock. */
static void
sync_to(struct syncer *s, const struct sync_point *to)
{
	int rc = s->work.sync(s->work.arg, to);

	pthread_mutex_lock(&s->lock);
	s->rc = rc;
	pthread_mutex_unlock(&s->lock);
	s->work.done(s->work.arg, rc, to);
}

/* Only this thread writes rc. */
static void
do_one(struct syncer *s)
{
	const struct sync_point to = s->asked;

	s->is_asked = false;
	s->is_busy = true;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	if (s->rc == ERR_OK)
		sync_to(s, &to);
	pthread_mutex_lock(&s->lock);
	s->is_busy = false;
	pthread_cond_broadcast(&s->changed);
}

static void *
run(void *arg)
{
	struct syncer *s = arg;

	pthread_mutex_lock(&s->lock);
	while (wait_to_be_asked(s))
		do_one(s);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* Signals are the loop's. */
struct syncer *
syncer_start(const struct sync_work *work)
{
	struct syncer *s = mem_new(1, sizeof(*s));
	sigset_t all, before;

	s->work = *work;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->changed, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&s->thread, NULL, run, s) != 0)
		fatalx("journal: no thread to sync it");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return s;
}

/* With the lock held, which it gives back. */
static int
leave(struct syncer *s)
{
	int rc = s->rc;

	pthread_mutex_unlock(&s->lock);
	return rc;
}

int
syncer_ask(struct syncer *s, const struct sync_point *to)
{
	pthread_mutex_lock(&s->lock);
	s->asked = *to;
	s->is_asked = true;
	pthread_cond_broadcast(&s->changed);
	while (s->is_asked)
		pthread_cond_wait(&s->changed, &s->lock);
	return leave(s);
}

int
syncer_wait(struct syncer *s)
{
	pthread_mutex_lock(&s->lock);
	while (s->is_asked || s->is_busy)
		pthread_cond_wait(&s->changed, &s->lock);
	return leave(s);
}

int
syncer_look(struct syncer *s)
{
	pthread_mutex_lock(&s->lock);
	return leave(s);
}

int
syncer_stop(struct syncer *s)
{
	int rc;

	pthread_mutex_lock(&s->lock);
	s->is_over = true;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	rc = s->rc;
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->changed);
	free(s);
	return rc;
}
