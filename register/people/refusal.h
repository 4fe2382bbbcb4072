/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_REFUSAL_H
#define REGISTER_REFUSAL_H

#include <stdbool.h>

struct buf;
struct db;
struct refused;

/*
 * For db_set_refused: says who may write what was refused, and who asks. The
 * database is asked, whose rules they are.
 */
void refusal_tell(struct db *db, const struct refused *r);

/* Nothing is there to change, or not for login, whose functions are told with
 * the sites that they are for. */
void refusal_tell_unchanged(struct db *db, int tenant, const char *login);

/*
 * What the verb at hand writes into table is for these functions only, where a
 * rule names those of all verbs: both are kept, and not copied.
 */
void refusal_narrow(const char *table, const char *may);

/* Also for it: whether who asks holds no function that may write there. */
bool refusal_hides(struct db *db, const struct refused *r);

/*
 * Its words, added to out: may is the functions that its rule names, held those
 * of login ("it_staff,ciso").
 */
void refusal_words(const struct refused *r, const char *may, const char *login,
    const char *held, struct buf *out);

#endif
