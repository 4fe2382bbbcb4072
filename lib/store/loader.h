/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOADER_H
#define LIB_STORE_LOADER_H

#include <stddef.h>
#include <stdint.h>

#include "lib/store/loader_batch.h"

/*
 * Loads journals into the database, each record exactly once: the rows of a
 * batch and the position behind it are one transaction, and the position only
 * moves from where it is thought to stand. When the connection is lost during
 * the COMMIT, the position in the database tells how it ended.
 *
 *	part_ensure, BEGIN, COPY ..., message_tally, template,
 *	UPDATE journal_pos, NOTIFY, COMMIT
 *
 * Like async.h, on which it stands, it knows no event loop.
 */
struct loader;

/* conninfo is copied. */
struct loader *loader_new(const char *conninfo);
void loader_free(struct loader *l); /* NULL is fine */

int loader_socket(const struct loader *l);
unsigned loader_wants(const struct loader *l); /* of enum async_want */

/* What is asked of it, one at a time: ERR_AGAIN while it is at another. */
int loader_connect(struct loader *l);
int loader_find(struct loader *l, const char *journal, const char *stream);
int loader_load(struct loader *l, const struct loader_batch *b);
/* whole: when nothing waited in any journal, or CLOCK_NONE; told in passing. */
int loader_devices(struct loader *l, int64_t whole);

/* A checkpoint of a journal, once; texts as the database reads them. */
struct loader_anchor {
	const char *journal; /* uuid */
	const char *stream;
	uint64_t checkpoint, seq;
	int64_t at;
	const char *hash, *first_key; /* hexadecimal */
};
int loader_anchor(struct loader *l, const struct loader_anchor *a);

/* How many segments of it are kept as damaged. */
int loader_damaged(struct loader *l, const char *journal, size_t count);

/* That all its sealed segments, so many, were read anew by then. */
int loader_rechecked(
    struct loader *l, const char *journal, size_t segments, int64_t at);

enum loader_news {
	LOADER_WAIT,
	LOADER_CONNECTED,
	LOADER_FOUND,   /* loader_found */
	LOADER_LOADED,  /* the batch is in */
	LOADER_REFUSED, /* a row of the batch is not acceptable */
	LOADER_MOVED,   /* another has loaded: find the position again */
	LOADER_DEVICES, /* loader_device */
	LOADER_ANCHORED,
	LOADER_FAILED, /* a statement: try again later */
	LOADER_LOST,   /* the connection: connect again */
};

enum loader_news loader_step(struct loader *l);

struct loader_position loader_found(const struct loader *l);

struct loader_device {
	int tenant_id, realm_id, device_id;
	/* Borrowed until the next request; log_zone is "" for most. */
	const char *address, *name, *log_zone, *zone;
};
/* Since when what was said is held; CLOCK_NONE: nothing is. */
int64_t loader_held(const struct loader *l);

/* One without an id is none: there is none then. */
size_t loader_device_count(const struct loader *l);
void loader_device(const struct loader *l, size_t i, struct loader_device *out);

const char *loader_reason(const struct loader *l);

#endif
