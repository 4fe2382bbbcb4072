/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_REFUSAL_H
#define REGISTER_REFUSAL_H

struct buf;
struct db;
struct refused;

/*
 * For db_set_refused: says who may write what was refused, and who asks. The
 * database is asked, whose rules they are.
 */
void refusal_tell(struct db *db, const struct refused *r);

/*
 * Its words, added to out: may is the functions that its rule names, held those
 * of login ("it_staff,ciso").
 */
void refusal_words(const struct refused *r, const char *may, const char *login,
    const char *held, struct buf *out);

#endif
