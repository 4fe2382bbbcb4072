/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_KNOWN_STORE_H
#define LIB_STORE_KNOWN_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct assessment;
struct db;
struct deviation;
struct device_row;
struct exception;
struct hold;
struct holder;
struct mitigation;
struct mute;
struct pilot;
struct range;
struct range_words;

/*
 * What a file tells, and is there already: a second import adds nothing. Who
 * said it, and when it was written down, make no other row of it.
 */

int known_deviation(
    struct db *db, int tenant, const struct deviation *d, bool *is_there);
int known_informed(struct db *db, int tenant, int patch, int64_t at,
    const char *who, const char *how, bool *is_there);

/* *id 0: none; *ended: it is over. */
int known_mitigation(struct db *db, int tenant, const struct mitigation *m,
    int64_t *id, bool *ended);

/* Held now or later: the function, in that scope, until that moment. */
int known_holder(
    struct db *db, int tenant, const struct holder *h, bool *is_there);

/* Out of service, by name, address and day on which it came into it. */
int known_retired(
    struct db *db, int tenant, const struct device_row *d, bool *is_there);

/* How many of the same facts, with the same answers and class: a patch that
 * was high, then critical, may be high once more. */
int known_assessments(
    struct db *db, int tenant, const struct assessment *a, int64_t *n);

/* Asked in these words, whatever became of it: *id 0: none; *goes_on: it may
 * be extended, neither refused nor over. */
int known_exception(struct db *db, int tenant, const struct exception *e,
    int64_t *id, bool *goes_on);
int known_pilot(
    struct db *db, int tenant, const struct pilot *p, bool *is_there);

/* Those that nobody ended. */
int known_mute(struct db *db, int tenant, const struct mute *m, bool *is_there);
int known_hold(struct db *db, int tenant, const struct hold *h, bool *is_there);

/* Whether range id is listed on these terms. */
int known_range(struct db *db, int tenant, int id, const struct range *r,
    const struct range_words *words, bool *is_same);

#endif
