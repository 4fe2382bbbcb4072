/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_POSITION_H
#define LIB_JOURNAL_POSITION_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/journal/journal.h"

/*
 * The file "position" in a journal's folder: how far it is safe on disk.
 * Written by the writer after each fdatasync, mapped by those who follow. For
 * recovery it is only a hint, but never ahead of what was synced.
 */
struct position_file;

/* The writer's end makes the file; a reader's gets ERR_NOTFOUND, unlogged. */
int position_open(const char *dir, bool write, struct position_file **out);
void position_close(struct position_file *p); /* NULL is fine */

void position_set(struct position_file *p, const uint8_t uuid[JOURNAL_UUID_LEN],
    const struct journal_position *pos);

/*
 * ERR_NOTFOUND: nothing was published yet; ERR_CORRUPT: not what we wrote.
 */
int position_get(const struct position_file *p, uint8_t uuid[JOURNAL_UUID_LEN],
    struct journal_position *out);

#endif
