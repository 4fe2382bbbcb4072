/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/blanks.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/journal/record.h"
#include "lib/journal/redaction.h"

static struct redaction_entry *
declared(const struct blanks *b)
{
	return (struct redaction_entry *)(void *)b->declared.data;
}

void
blanks_add(struct blanks *b, const struct record *rec, uint64_t segment,
    uint64_t offset)
{
	struct blank one = {
		.seq = rec->seq, .segment = segment, .offset = offset
	};

	record_hash(rec, one.hash);
	buf_add(&b->blank, &one, sizeof(one));
}

int
blanks_declare(struct blanks *b, const struct record *rec)
{
	struct redaction_entry e;
	struct redaction r;
	int rc = redaction_decode(rec->payload, rec->len, &r);

	for (size_t i = 0; rc == ERR_OK && i < r.count; i++) {
		redaction_entry(&r, i, &e);
		buf_add(&b->declared, &e, sizeof(e));
	}
	return rc;
}

void
blanks_sign(struct blanks *b)
{
	b->is_signed = b->declared.len / sizeof(struct redaction_entry);
}

/* A number may be declared more than once, of different records. */
static int
compare(const void *x, const void *y)
{
	const struct redaction_entry *a = x, *b = y;

	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return memcmp(a->hash, b->hash, DIGEST_LEN);
}

static int
by_seq(const void *x, const void *y)
{
	const struct blank *a = x, *b = y;

	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

void
blanks_match(struct blanks *b)
{
	struct redaction_entry key;
	struct blank *one;

	if (b->blank.len > 0)
		qsort(b->blank.data, b->blank.len / sizeof(*one), sizeof(*one),
		    by_seq);
	if (b->is_signed > 0)
		qsort(declared(b), b->is_signed, sizeof(key), compare);
	for (size_t i = 0; (one = blanks_at(b, i)) != NULL; i++) {
		key = (struct redaction_entry){ .seq = one->seq };
		memcpy(key.hash, one->hash, DIGEST_LEN);
		one->is_declared = b->is_signed > 0 &&
		    bsearch(&key, declared(b), b->is_signed, sizeof(key),
			compare) != NULL;
	}
}

struct blank *
blanks_at(const struct blanks *b, size_t i)
{
	struct blank *list = (struct blank *)(void *)b->blank.data;

	return i < b->blank.len / sizeof(*list) ? &list[i] : NULL;
}

static bool
is_blank(const struct blanks *b, uint64_t seq)
{
	const struct blank key = { .seq = seq };

	return b->blank.len > 0 &&
	    bsearch(&key, b->blank.data, b->blank.len / sizeof(key),
		sizeof(key), by_seq) != NULL;
}

uint64_t
blanks_missing(const struct blanks *b, uint64_t first, uint64_t last)
{
	static const uint8_t none[DIGEST_LEN];
	const struct redaction_entry *list = declared(b);
	uint64_t count = 0, before = 0;

	for (size_t i = 0; i < b->is_signed; i++) {
		/* Declared of the database only, or twice. */
		if (memcmp(list[i].hash, none, DIGEST_LEN) == 0 ||
		    list[i].seq == before || list[i].seq < first ||
		    list[i].seq > last)
			continue;
		before = list[i].seq;
		count += !is_blank(b, before);
	}
	return count;
}

void
blanks_free(struct blanks *b)
{
	buf_free(&b->blank);
	buf_free(&b->declared);
}
