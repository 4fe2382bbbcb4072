/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/packer.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/archive.h"

struct wish {
	STAILQ_ENTRY(wish) link;
	struct journal_position loaded;
	char *dir;
};

struct packer {
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	STAILQ_HEAD(, wish) wishes;
	bool is_over;
};

static bool
is_over(struct packer *p)
{
	bool over;

	pthread_mutex_lock(&p->lock);
	over = p->is_over;
	pthread_mutex_unlock(&p->lock);
	return over;
}

/* NULL: the end has come. */
static struct wish *
take_wish(struct packer *p)
{
	struct wish *w;

	pthread_mutex_lock(&p->lock);
	while (STAILQ_EMPTY(&p->wishes) && !p->is_over)
		pthread_cond_wait(&p->changed, &p->lock);
	w = p->is_over ? NULL : STAILQ_FIRST(&p->wishes);
	if (w != NULL)
		STAILQ_REMOVE_HEAD(&p->wishes, link);
	pthread_mutex_unlock(&p->lock);
	return w;
}

static void
free_wish(struct wish *w)
{
	free(w->dir);
	free(w);
}

/* What cannot be packed now is looked at again at the next wish. */
static void *
run(void *arg)
{
	struct packer *p = arg;
	struct wish *w;
	uint64_t segment;

	while ((w = take_wish(p)) != NULL) {
		while (!is_over(p) &&
		    (segment = archive_find(w->dir, &w->loaded)) != 0 &&
		    archive_segment(w->dir, segment) == ERR_OK)
			continue;
		free_wish(w);
	}
	return NULL;
}

struct packer *
packer_new(void)
{
	struct packer *p = mem_new(1, sizeof(*p));

	STAILQ_INIT(&p->wishes);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	if (pthread_create(&p->thread, NULL, run, p) != 0)
		fatalx("store: no thread to pack segments");
	return p;
}

void
packer_free(struct packer *p)
{
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
