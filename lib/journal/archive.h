/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_ARCHIVE_H
#define LIB_JOURNAL_ARCHIVE_H

#include "lib/journal/journal.h"

/*
 * Segments that are sealed and loaded take a fifth of the room when they are
 * compressed: 0000000000000001.seg.zst stands for 0000000000000001.seg, and
 * whoever reads segments reads both.
 */

/*
 * Compresses one segment, reads it back, and only then removes the original;
 * ERR_CORRUPT when it did not come back the same. The time of its last record
 * stays the file's. ERR_NOTFOUND: it is not there, or is compressed already;
 * ERR_AGAIN: the disk has too little room for it beside the original.
 */
int archive_segment(const char *dir, uint64_t segment);

/* Packs from into path, and reads it back; its time is that of st. */
struct stat;
int archive_write(int from, const char *path, const struct stat *st);

/* Its bytes, in memory; *fd is the caller's to close. */
int archive_open(const char *path, int *fd);

/* The oldest that lies wholly before loaded and is not compressed; 0: none. */
uint64_t archive_find(const char *dir, const struct journal_position *loaded);

#endif
