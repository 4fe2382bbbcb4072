/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_SEGMENT_H
#define LIB_JOURNAL_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/journal/journal.h"

/*
 * One file of a journal. The header, big-endian, 128 bytes:
 *
 *	magic version:32 reserved:32 uuid segment:64 first_seq:64 created:64
 *	chain crc:32, zeros
 *
 * where chain is the chain hash at the end of the segment before. Version 1 had
 * no checkpoints and is read; only the last version is written.
 */
enum { SEGMENT_HEADER_LEN = 128, SEGMENT_VERSION = 2 };

struct segment_header {
	uint32_t version; /* set by decode */
	uint8_t uuid[JOURNAL_UUID_LEN];
	uint64_t segment;
	uint64_t first_seq;
	int64_t created;
	uint8_t chain[DIGEST_LEN];
};

struct buf;

void segment_encode_header(const struct segment_header *h, struct buf *out);

/* ERR_CORRUPT: not a header of a version we know. */
int segment_decode_header(
    const uint8_t *data, size_t len, struct segment_header *out);

/* With what each CRC in this segment starts. */
uint32_t segment_seed(const struct segment_header *h);

/* Behind the name of one that is compressed: lib/journal/archive.h. */
#define SEGMENT_PACKED ".zst"

/* DIR/0000000000000001.seg; out holds size bytes. */
char *segment_path(const char *dir, uint64_t segment, char *out, size_t size);

/* The same, or with SEGMENT_PACKED, whichever is there; ERR_NOTFOUND. */
int segment_find_file(
    const char *dir, uint64_t segment, char *out, size_t size);

/*
 * The numbers of the segments in dir, compressed or not, in rising order, into
 * *out, the caller's to free(). ERR_NOTFOUND when dir is not there, unlogged.
 */
int segment_list(const char *dir, uint64_t **out, size_t *count);

/*
 * Gives the file of a segment, compressed or not, a second name that ends in
 * ".damaged", or a link by name where the kernel protects the file of another
 * user: retention and compression leave it alone from then on. ERR_EXISTS: it
 * has one; ERR_NOTFOUND: there is no such file any more.
 */
int segment_keep_damaged(const char *dir, uint64_t segment);

/* Whether it has such a second name. */
bool segment_is_damaged(const char *dir, uint64_t segment);

/* How many are kept under a second name, as damaged; 0 when dir cannot be
 * read. */
size_t segment_count_damaged(const char *dir);

/* Opens it, or its archive, and checks that the header bears its number. */
int segment_open(
    const char *dir, uint64_t segment, struct segment_header *h, int *fd);

#endif
