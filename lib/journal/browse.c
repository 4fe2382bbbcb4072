/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/browse.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/keys.h"
#include "lib/journal/scan.h"

struct browse {
	char dir[PATH_MAX];
	uint64_t *list;
	size_t count, next; /* the segment to open next */
	struct scan scan;   /* fd -1: none is open */
	struct segment_header header;
};

static int
start_scan(
    const char *dir, uint64_t segment, struct segment_header *h, struct scan *s)
{
	int rc = segment_open(dir, segment, h, &s->fd);

	if (rc < 0) {
		s->fd = -1;
		return rc;
	}
	s->seed = segment_seed(h);
	s->offset = SEGMENT_HEADER_LEN;
	s->limit = UINT64_MAX;
	return ERR_OK;
}

static void
stop_scan(struct scan *s)
{
	if (s->fd != -1)
		close(s->fd);
	s->fd = -1;
	buf_clear(&s->window);
}

/* The last segment that begins at or before seq; 0 when none does. */
static size_t
find_start(struct browse *b, uint64_t seq)
{
	struct segment_header h;
	size_t i = b->count;
	int fd;

	while (i-- > 0) {
		if (segment_open(b->dir, b->list[i], &h, &fd) < 0)
			continue;
		close(fd);
		if (h.first_seq <= seq)
			return i;
	}
	return 0;
}

int
browse_open(const char *dir, uint64_t seq, struct browse **out)
{
	struct browse *b = mem_new(1, sizeof(*b));
	int rc;

	b->scan.fd = -1;
	snprintf(b->dir, sizeof(b->dir), "%s", dir);
	rc = segment_list(dir, &b->list, &b->count);
	if (rc < 0) {
		browse_close(b);
		return rc;
	}
	if (seq > 0)
		b->next = find_start(b, seq);
	*out = b;
	return ERR_OK;
}

void
browse_close(struct browse *b)
{
	if (b == NULL)
		return;
	stop_scan(&b->scan);
	buf_free(&b->scan.window);
	free(b->list);
	free(b);
}

int
browse_next(struct browse *b, struct browse_item *out)
{
	int rc = ERR_NOTFOUND;

	for (;;) {
		if (b->scan.fd == -1) {
			if (b->next == b->count)
				return ERR_NOTFOUND;
			rc = start_scan(
			    b->dir, b->list[b->next++], &b->header, &b->scan);
			if (rc == ERR_IO)
				return rc;
			if (rc < 0)
				continue;
		}
		out->segment = b->list[b->next - 1];
		out->offset = b->scan.offset;
		out->uuid = b->header.uuid;
		rc = scan_next(&b->scan, &out->rec);
		if (rc == ERR_OK || rc == ERR_IO)
			return rc;
		if (rc == ERR_NOTFOUND) {
			stop_scan(&b->scan);
			continue;
		}
		out->rec = (struct record){ 0 };
		rc = scan_resync(&b->scan);
		return rc == ERR_IO ? rc : ERR_OK;
	}
}

static void
count_record(struct segment_summary *s, const struct record *rec)
{
	if (record_is_numbered(rec)) {
		s->records++;
		s->last_seq = rec->seq;
		return;
	}
	if (s->first_at == CLOCK_NONE)
		s->first_at = rec->at;
	s->last_at = rec->at;
	s->is_sealed |= rec->type == RECORD_SEAL;
	s->checkpoints += rec->type == RECORD_CHECKPOINT;
}

int
segment_summarize(
    const char *dir, uint64_t segment, struct segment_summary *out)
{
	struct scan s = { .fd = -1 };
	char path[PATH_MAX + 8];
	struct record rec;
	struct stat st;
	int rc;

	*out = (struct segment_summary){ .first_at = CLOCK_NONE,
		.last_at = CLOCK_NONE };
	rc = segment_find_file(dir, segment, path, sizeof(path));
	if (rc < 0)
		return rc;
	out->is_packed = strcmp(path + strlen(path) - strlen(SEGMENT_PACKED),
			     SEGMENT_PACKED) == 0;
	if (stat(path, &st) == 0) {
		out->size = (uint64_t)st.st_size;
		out->is_kept = st.st_nlink > 1;
	}
	rc = start_scan(dir, segment, &out->header, &s);
	if (rc < 0)
		return rc;
	do {
		rc = scan_next(&s, &rec);
		if (rc == ERR_OK)
			count_record(out, &rec);
		else if (rc == ERR_CORRUPT || rc == ERR_AGAIN) {
			out->damaged++;
			rc = scan_resync(&s);
		}
	} while (rc == ERR_OK);
	stop_scan(&s);
	buf_free(&s.window);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* The last checkpoint of one segment, into out. */
static int
find_checkpoint(const char *dir, uint64_t segment, struct anchor *out)
{
	struct scan s = { .fd = -1 };
	struct segment_header h;
	struct checkpoint c;
	struct record rec;
	int rc;

	out->number = 0;
	rc = start_scan(dir, segment, &h, &s);
	if (rc < 0)
		return rc;
	while ((rc = scan_next(&s, &rec)) == ERR_OK) {
		if (rec.type != RECORD_CHECKPOINT)
			continue;
		checkpoint_decode(rec.payload, &c);
		checkpoint_hash(rec.payload, out->hash);
		out->number = c.number;
		out->seq = c.next_seq - 1;
		out->at = c.wall;
	}
	memcpy(out->uuid, h.uuid, JOURNAL_UUID_LEN);
	stop_scan(&s);
	buf_free(&s.window);
	return rc == ERR_IO ? rc : ERR_OK;
}

int
journal_anchor(const char *dir, const char *stream, struct anchor *out)
{
	uint64_t *list = NULL;
	size_t count = 0;
	int rc;

	*out = (struct anchor){ 0 };
	snprintf(out->stream, sizeof(out->stream), "%s", stream);
	rc = segment_list(dir, &list, &count);
	while (rc == ERR_OK && out->number == 0 && count-- > 0) {
		rc = find_checkpoint(dir, list[count], out);
		if (rc == ERR_CORRUPT || rc == ERR_NOTFOUND)
			rc = ERR_OK;
	}
	free(list);
	if (rc == ERR_OK && out->number == 0)
		rc = ERR_NOTFOUND;
	return rc == ERR_OK ? key_list_first(dir, out->uuid, out->first_key)
			    : rc;
}
