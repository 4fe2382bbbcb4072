/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_LITERAL_H
#define LIB_BASE_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which of many words stand in a text, in any case (ASCII), in one pass over
 * it: what decides which of many patterns are worth trying.
 */
enum { LITERAL_IDS_MAX = 1024, LITERAL_LEN_MIN = 2 };

struct literals;

/* The ids whose words were found. */
struct literal_set {
	uint64_t bits[LITERAL_IDS_MAX / 64];
};

struct literals *literals_new(void);
void literals_free(struct literals *l); /* NULL is fine */

/* id is below LITERAL_IDS_MAX; an id may have many words, a word many ids. A
 * word of less than LITERAL_LEN_MIN bytes is ERR_RANGE. */
int literals_add(struct literals *l, const char *word, unsigned id);

/* Adds to *found; true when there was any. */
bool literals_find(const struct literals *l, const void *text, size_t len,
    struct literal_set *found);

bool literal_has(const struct literal_set *s, unsigned id);
void literal_put(struct literal_set *s, unsigned id);

#endif
