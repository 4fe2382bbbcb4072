/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/away.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct receiver {
	char name[AWAY_NAME_MAX];
	int wait_s;
	int64_t due;
	bool probed; /* one is being tried */
};

/* Those that are away, before those that were and are back. */
struct away {
	struct receiver *receiver;
	size_t n, all;
};

struct away *
away_new(void)
{
	return mem_new(1, sizeof(struct away));
}

void
away_free(struct away *a)
{
	if (a == NULL)
		return;
	free(a->receiver);
	free(a);
}

static struct receiver *
find_from(const struct away *a, size_t i, size_t end, const char *name)
{
	for (; i < end; i++) {
		if (strcmp(a->receiver[i].name, name) == 0)
			return &a->receiver[i];
	}
	return NULL;
}

static struct receiver *
find(const struct away *a, const char *name)
{
	return find_from(a, 0, a->n, name);
}

static struct receiver *
find_back(const struct away *a, const char *name)
{
	return find_from(a, a->n, a->all, name);
}

static void
add(struct away *a, const char *name, int64_t now)
{
	struct receiver *r = find_back(a, name);

	if (r == NULL) {
		a->receiver =
		    mem_grow(a->receiver, a->all + 1, sizeof(*a->receiver));
		r = &a->receiver[a->all++];
	}
	*r = a->receiver[a->n];
	r = &a->receiver[a->n++];
	*r = (struct receiver){ .wait_s = AWAY_MIN_S,
		.due = now + AWAY_MIN_S * CLOCK_SECOND };
	snprintf(r->name, sizeof(r->name), "%s", name);
	log_info("receiver %s: away, what is for it waits", name);
}

void
away_failed(struct away *a, const char *name, int64_t now)
{
	struct receiver *r = find(a, name);

	if (r == NULL) {
		add(a, name, now);
		return;
	}
	/* Those that were under way beside the first tell nothing new. */
	if (!r->probed)
		return;
	r->probed = false;
	r->wait_s =
	    r->wait_s * 2 < AWAY_MAX_S ? r->wait_s * 2 : (int)AWAY_MAX_S;
	r->due = now + r->wait_s * CLOCK_SECOND;
}

void
away_answers(struct away *a, const char *name)
{
	struct receiver *r = find(a, name), back;

	if (r == NULL)
		return;
	log_info("receiver %s: back", name);
	back = *r;
	*r = a->receiver[--a->n];
	a->receiver[a->n] = back;
}

int
away_note(
    struct away *a, const char *name, int attempts, int outcome, int64_t now)
{
	if (outcome == ERR_IO && attempts > AWAY_TRIES &&
	    find_back(a, name) != NULL)
		return ERR_AGAIN;
	if (outcome == ERR_IO)
		away_failed(a, name, now);
	else
		away_answers(a, name);
	return outcome;
}

void
away_forget(struct away *a)
{
	a->n = a->all = 0;
}

size_t
away_count(const struct away *a)
{
	return a->n;
}

const char *
away_name(const struct away *a, size_t i)
{
	return a->receiver[i].name;
}

bool
away_has(const struct away *a, const char *name)
{
	return find(a, name) != NULL;
}

bool
away_is_due(const struct away *a, const char *name, int64_t now)
{
	const struct receiver *r = find(a, name);

	return r != NULL && now >= r->due;
}

void
away_untry(struct away *a, const char *name, int64_t now)
{
	struct receiver *r = find(a, name);

	if (r == NULL || !r->probed)
		return;
	r->probed = false;
	r->due = now;
}

void
away_try(struct away *a, const char *name, int64_t now)
{
	struct receiver *r = find(a, name);

	if (r == NULL)
		return;
	r->probed = true;
	r->due = now + AWAY_MAX_S * CLOCK_SECOND;
}
