/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_CHANNEL_STORE_H
#define LIB_STORE_ALERT_CHANNEL_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct db_rows;

/* Where word is brought. Lists are SQL's: "{it_staff,ciso}"; settings JSON. */
struct channel {
	int channel_id;
	const char *name; /* NULL: its target */
	const char *means, *target;
	const char *function; /* what its reader is, in a mail */
	const char *functions, *rules;
	const char *language, *least, *digest;
	const char *settings;
};

/* The id is inside the sealed secret, so that it is taken first. */
int channel_next(struct db *db, int tenant, int *id);

/* secret: sealed, or NULL. ERR_EXISTS: one of that name is there. */
int channel_add(struct db *db, int tenant, const struct channel *c,
    const struct buf *secret);

/* The one of that name; ERR_NOTFOUND, unlogged. */
struct channel_known {
	int channel_id;
	bool is_same;   /* in all that c says */
	bool is_sealed; /* it has a secret */
};
int channel_compare(struct db *db, int tenant, const struct channel *c,
    struct channel_known *out);

/* id, means, target and settings of the one of that name. ERR_NOTFOUND. */
int channel_find(
    struct db *db, int tenant, const char *name, struct db_rows **out);

/* Becomes what c says. Its secret stays, unless it was for another place, or of
 * another user. */
int channel_edit(struct db *db, int tenant, const struct channel *c, int id,
    const char *reason);

/* secret: sealed. In the place of the one before. */
int channel_give_secret(struct db *db, int tenant, int id, const char *name,
    const struct buf *secret);

/* What waited for it is dropped. ERR_NOTFOUND. */
int channel_remove(
    struct db *db, int tenant, const char *name, const char *reason);

/* As they stood at a moment, 0: now. */
int channel_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out);

/* A test for the one of that name, or each; *n is for how many. */
int channel_test(struct db *db, int tenant, const char *name, int *n);

#endif
