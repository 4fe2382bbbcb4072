/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/reader.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/anchor.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/keys.h"
#include "lib/journal/position.h"
#include "lib/journal/scan.h"
#include "lib/journal/segment.h"

struct journal_reader {
	char dir[PATH_MAX];
	struct position_file *published;
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position at;
	struct scan scan; /* fd -1: the segment is not open */
	uint64_t gaps;
	struct checkpoint checkpoint; /* passed last; number 0: none */
	uint8_t checkpoint_hash[DIGEST_LEN];
};

static void
close_segment(struct journal_reader *r)
{
	if (r->scan.fd != -1)
		close(r->scan.fd);
	r->scan.fd = -1;
	buf_clear(&r->scan.window);
}

/* The lowest number from at least on, or 0. */
static uint64_t
find_segment(const struct journal_reader *r, uint64_t least)
{
	uint64_t *list = NULL, found = 0;
	size_t count = 0;

	if (segment_list(r->dir, &list, &count) < 0)
		return 0;
	for (size_t i = 0; i < count && found == 0; i++)
		if (list[i] >= least)
			found = list[i];
	free(list);
	return found;
}

static bool
is_of_this_journal(const struct journal_reader *r, uint64_t number,
    struct segment_header *h, int *fd)
{
	if (segment_open(r->dir, number, h, fd) < 0)
		return false;
	if (memcmp(h->uuid, r->uuid, JOURNAL_UUID_LEN) == 0)
		return true;
	close(*fd);
	log_warnx("journal %s: segment %llu is of another journal", r->dir,
	    (unsigned long long)number);
	return false;
}

/* Opens the segment at r->at, or the next that can be read. */
static int
open_segment(struct journal_reader *r)
{
	struct segment_header h;
	uint64_t number;
	int fd;

	for (;;) {
		number = find_segment(r, r->at.segment);
		if (number == 0)
			return ERR_AGAIN;
		if (is_of_this_journal(r, number, &h, &fd))
			break;
		r->at.segment = number + 1;
		r->at.offset = 0;
	}
	if (number != r->at.segment || r->at.offset < SEGMENT_HEADER_LEN)
		r->at.offset = SEGMENT_HEADER_LEN;
	r->at.segment = number;
	r->scan.fd = fd;
	r->scan.seed = segment_seed(&h);
	r->scan.offset = r->at.offset;
	r->scan.limit = 0; /* it may be the newest */
	return ERR_OK;
}

static int
set_limit(struct journal_reader *r)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position end;

	if (position_get(r->published, uuid, &end) < 0)
		return ERR_AGAIN;
	if (memcmp(uuid, r->uuid, JOURNAL_UUID_LEN) != 0) {
		log_warnx("journal %s: replaced by another", r->dir);
		return ERR_CORRUPT;
	}
	if (r->at.segment > end.segment)
		return ERR_AGAIN;
	r->scan.limit = r->at.segment == end.segment ? end.offset : UINT64_MAX;
	return ERR_OK;
}

/* Damage: on behind it. The writer has recorded what was lost, or will. */
static int
pass_damage(struct journal_reader *r)
{
	int rc;

	log_warnx("journal %s: segment %llu damaged at byte %llu, passed over",
	    r->dir, (unsigned long long)r->at.segment,
	    (unsigned long long)r->scan.offset);
	rc = scan_resync(&r->scan);
	return rc == ERR_IO ? rc : ERR_OK;
}

static void
leave_segment(struct journal_reader *r)
{
	close_segment(r);
	r->at.segment++;
	r->at.offset = 0;
}

static void
note_checkpoint(struct journal_reader *r, const struct record *rec)
{
	if (rec->type != RECORD_CHECKPOINT)
		return;
	checkpoint_decode(rec->payload, &r->checkpoint);
	checkpoint_hash(rec->payload, r->checkpoint_hash);
}

/* One step; ERR_NOTFOUND: a step without a record, look again. */
static int
step(struct journal_reader *r, struct record *rec)
{
	int rc = ERR_OK;

	/* How far one may read only grows. */
	if (r->scan.fd == -1 || r->scan.offset >= r->scan.limit)
		rc = set_limit(r);
	if (rc == ERR_OK && r->scan.fd == -1) {
		rc = open_segment(r);
		return rc < 0 ? rc : ERR_NOTFOUND;
	}
	if (rc < 0)
		return rc;
	rc = scan_next(&r->scan, rec);
	if (rc == ERR_CORRUPT || rc == ERR_AGAIN)
		rc = pass_damage(r) < 0 ? ERR_IO : ERR_NOTFOUND;
	else if (rc == ERR_NOTFOUND && r->scan.limit != UINT64_MAX)
		rc = ERR_AGAIN;
	else if (rc == ERR_NOTFOUND)
		leave_segment(r);
	else if (rc == ERR_OK && !record_is_numbered(rec)) {
		note_checkpoint(r, rec);
		r->at.offset = r->scan.offset;
		rc = ERR_NOTFOUND;
	}
	return rc;
}

int
journal_reader_next(struct journal_reader *r, struct journal_record *out)
{
	struct record rec;
	int rc;

	do
		rc = step(r, &rec);
	while (rc == ERR_NOTFOUND);
	if (rc < 0)
		return rc;
	if (r->at.seq != 0 && rec.seq > r->at.seq)
		r->gaps += rec.seq - r->at.seq;
	r->at.offset = r->scan.offset;
	r->at.seq = rec.seq + 1;
	out->seq = rec.seq;
	out->at = rec.at;
	out->payload = rec.type == RECORD_REDACTED ? NULL : rec.payload;
	out->len = rec.type == RECORD_REDACTED ? 0 : rec.len;
	return ERR_OK;
}

void
journal_reader_position(
    const struct journal_reader *r, struct journal_position *out)
{
	*out = r->at;
}

void
journal_reader_seek(struct journal_reader *r, const struct journal_position *to)
{
	if (r->scan.fd != -1 && to->segment == r->at.segment &&
	    to->offset >= SEGMENT_HEADER_LEN)
		r->scan.offset = to->offset;
	else
		close_segment(r);
	r->at = *to;
}

const uint8_t *
journal_reader_uuid(const struct journal_reader *r)
{
	return r->uuid;
}

uint64_t
journal_reader_checkpoint(const struct journal_reader *r)
{
	return r->checkpoint.number;
}

int
journal_reader_anchor(
    const struct journal_reader *r, const char *stream, struct anchor *out)
{
	const struct checkpoint *c = &r->checkpoint;

	if (c->number == 0)
		return ERR_NOTFOUND;
	*out = (struct anchor){
		.number = c->number, .seq = c->next_seq - 1, .at = c->wall
	};
	snprintf(out->stream, sizeof(out->stream), "%s", stream);
	memcpy(out->uuid, r->uuid, JOURNAL_UUID_LEN);
	memcpy(out->hash, r->checkpoint_hash, DIGEST_LEN);
	return key_list_first(r->dir, r->uuid, out->first_key);
}

uint64_t
journal_reader_gaps(const struct journal_reader *r)
{
	return r->gaps;
}

bool
journal_reader_is_past(const struct journal_reader *r)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position end;

	if (position_get(r->published, uuid, &end) < 0)
		return false;
	return r->at.segment > end.segment ||
	    (r->at.segment == end.segment && r->at.offset > end.offset);
}

uint64_t
journal_reader_behind(const struct journal_reader *r)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position end;
	char path[PATH_MAX];
	uint64_t sum = 0;
	struct stat st;

	if (position_get(r->published, uuid, &end) < 0)
		return 0;
	for (uint64_t n = r->at.segment; n < end.segment; n++) {
		segment_path(r->dir, n, path, sizeof(path));
		if (stat(path, &st) == 0)
			sum += (uint64_t)st.st_size;
	}
	sum += end.offset;
	return sum > r->at.offset ? sum - r->at.offset : 0;
}

static int
check_start(struct journal_reader *r, const struct journal_position *from)
{
	struct journal_position end;
	int rc;

	rc = position_get(r->published, r->uuid, &end);
	if (rc < 0)
		return rc;
	r->at = *from;
	if (journal_reader_is_past(r)) {
		log_warnx("journal %s: ends before segment %llu byte %llu, "
			  "where its reader stood",
		    r->dir, (unsigned long long)from->segment,
		    (unsigned long long)from->offset);
		return ERR_RANGE;
	}
	return ERR_OK;
}

int
journal_reader_open(const char *dir, const struct journal_position *from,
    struct journal_reader **out)
{
	struct journal_reader *r;
	int rc;

	r = mem_new(1, sizeof(*r));
	r->scan.fd = -1;
	snprintf(r->dir, sizeof(r->dir), "%s", dir);
	rc = position_open(dir, false, &r->published);
	if (rc == ERR_OK)
		rc = check_start(r, from);
	if (rc < 0) {
		journal_reader_close(r);
		return rc;
	}
	*out = r;
	return ERR_OK;
}

void
journal_reader_close(struct journal_reader *r)
{
	if (r == NULL)
		return;
	close_segment(r);
	buf_free(&r->scan.window);
	position_close(r->published);
	free(r);
}
