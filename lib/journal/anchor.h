/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_ANCHOR_H
#define LIB_JOURNAL_ANCHOR_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/base/sign.h"
#include "lib/journal/journal.h"
#include "lib/model/stream.h"

/*
 * A checkpoint in one line of text, to be kept where who can change the journal
 * cannot: on paper, in a mail, in the database of another host. What came
 * before it can be changed no more without that this line shows it.
 *
 *	patchwacht-anchor-1 STREAM UUID CHECKPOINT RECORD TIME HASH FIRST-KEY
 */
struct anchor {
	char stream[STREAM_NAME_MAX];
	uint8_t uuid[JOURNAL_UUID_LEN];
	uint64_t number; /* of the checkpoint */
	uint64_t seq;    /* the last record before it */
	int64_t at;
	uint8_t hash[DIGEST_LEN];           /* of the checkpoint */
	uint8_t first_key[SIGN_PUBLIC_LEN]; /* public, of the journal */
};

/* Room for a line, with its NUL. */
enum { ANCHOR_TEXT_MAX = 320 };
char *anchor_format(const struct anchor *a, char out[ANCHOR_TEXT_MAX]);

/* One line, without its end. ERR_PARSE for another shape. */
int anchor_parse(const char *line, size_t len, struct anchor *out);

/*
 * Each anchor in a text, wherever it stands in a line: a mail may be quoted.
 * *out is the caller's to free(). ERR_PARSE: one begins there and is not whole,
 * *line says where.
 */
int anchor_find_all(const char *text, size_t len, struct anchor **out,
    size_t *count, size_t *line);

/* The eight-four-four-four-twelve of a uuid. */
enum { UUID_TEXT_MAX = 37 };
char *uuid_format(
    const uint8_t uuid[JOURNAL_UUID_LEN], char out[UUID_TEXT_MAX]);

#endif
