/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/recover.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/journal/scan.h"

static const struct journal_position nowhere;

/* What a walk over the newest segment found. */
struct walk {
	uint64_t offset; /* after the last record before any damage */
	uint64_t seq;
	uint64_t records;
	uint8_t chain[DIGEST_LEN];
	struct trail trail;
	bool sealed;
	int end; /* ERR_NOTFOUND: clean; else where records stop */
};

void
trail_set(struct trail *t, const struct record *checkpoint)
{
	t->is_known = true;
	t->records = 0;
	checkpoint_decode(checkpoint->payload, &t->last);
	checkpoint_hash(checkpoint->payload, t->hash);
}

static void
follow_trail(struct trail *t, const struct record *rec)
{
	if (rec->type == RECORD_CHECKPOINT)
		trail_set(t, rec);
	else if (record_is_numbered(rec))
		t->records++;
}

static void
walk_records(struct scan *s, const struct segment_header *h, struct walk *w)
{
	struct record rec;

	w->offset = s->offset;
	w->seq = h->first_seq;
	memcpy(w->chain, h->chain, DIGEST_LEN);
	while (!w->sealed && (w->end = scan_next(s, &rec)) == ERR_OK) {
		w->offset = s->offset;
		if (rec.type == RECORD_SEAL) {
			w->sealed = true;
			w->end = ERR_NOTFOUND;
			break;
		}
		follow_trail(&w->trail, &rec);
		record_chain(w->chain, &rec);
		if (record_is_numbered(&rec)) {
			w->seq = rec.seq + 1;
			w->records++;
		}
	}
}

/* Whole records behind the damage: their numbers are taken. */
static uint64_t
count_behind(struct scan *s, uint64_t *seq, struct trail *trail)
{
	uint64_t count = 0;
	struct record rec;

	while (scan_resync(s) == ERR_OK) {
		while (scan_next(s, &rec) == ERR_OK) {
			follow_trail(trail, &rec);
			if (!record_is_numbered(&rec))
				continue;
			*seq = rec.seq + 1;
			count++;
		}
	}
	return count;
}

static int
cut_tail(const char *dir, uint64_t segment, uint64_t offset)
{
	char path[PATH_MAX];
	int fd, rc = ERR_OK;
	off_t end;

	segment_path(dir, segment, path, sizeof(path));
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd == -1) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	end = lseek(fd, 0, SEEK_END);
	/* Synced even when nothing is cut: what was read must not vanish. */
	if (end < (off_t)offset || ftruncate(fd, (off_t)offset) == -1 ||
	    fsync(fd) == -1) {
		log_warn("journal %s: cut at %llu", path,
		    (unsigned long long)offset);
		rc = ERR_IO;
	} else if (end > (off_t)offset) {
		log_info("journal %s: torn tail of %lld bytes cut", path,
		    (long long)(end - (off_t)offset));
	}
	close(fd);
	return rc;
}

static void
record_damage(const char *dir, struct scan *s, const struct walk *w,
    const struct journal_position *hint, struct recovery *out)
{
	uint64_t seq = w->seq, behind;

	s->offset = w->offset;
	behind = count_behind(s, &seq, &out->trail);
	if (seq < hint->seq)
		seq = hint->seq;
	out->gap = (struct gap){ .segment = out->segment,
		.offset = w->offset,
		.first_seq = w->seq,
		.next_seq = seq,
		.lost = seq - w->seq - behind };
	out->seq = seq;
	log_warnx("journal %s: segment %llu damaged at byte %llu, "
		  "%llu records lost, the file is kept",
	    dir, (unsigned long long)out->segment,
	    (unsigned long long)w->offset, (unsigned long long)out->gap.lost);
	(void)segment_keep_damaged(dir, out->segment);
	out->segment++;
	out->is_new = true;
}

static int
recover_segment(const char *dir, int fd, const struct segment_header *h,
    const struct journal_position *hint, struct recovery *out)
{
	struct scan s = { .fd = fd,
		.seed = segment_seed(h),
		.offset = SEGMENT_HEADER_LEN,
		.limit = UINT64_MAX };
	struct walk w = { 0 };
	int rc = ERR_OK;

	walk_records(&s, h, &w);
	if (w.end == ERR_IO) {
		rc = ERR_IO;
		goto out;
	}
	out->segment = h->segment;
	out->header = *h;
	out->offset = w.offset;
	out->seq = w.seq;
	out->records = w.records;
	out->trail = w.trail;
	memcpy(out->chain, w.chain, DIGEST_LEN);
	if (h->segment == hint->segment && w.offset < hint->offset)
		record_damage(dir, &s, &w, hint, out);
	else if (w.sealed) {
		out->segment++;
		out->is_new = true;
	} else
		rc = cut_tail(dir, h->segment, w.offset);
out:
	buf_free(&s.window);
	return rc;
}

static void
draw_uuid(uint8_t out[JOURNAL_UUID_LEN])
{
	if (getrandom(out, JOURNAL_UUID_LEN, 0) != JOURNAL_UUID_LEN)
		fatal("journal: random bytes");
}

/* Nothing of ours is there: a new journal, or one that lost its segments. */
static void
recover_empty(const char *dir, const uint8_t *uuid,
    const struct journal_position *hint, struct recovery *out)
{
	if (uuid == NULL)
		draw_uuid(out->uuid);
	out->segment = hint->segment + 1;
	out->seq = hint->seq == 0 ? 1 : hint->seq;
	out->is_new = true;
	if (hint->segment == 0)
		return;
	out->gap = (struct gap){ .segment = hint->segment,
		.first_seq = hint->seq,
		.next_seq = hint->seq };
	log_warnx("journal %s: segment %llu is missing", dir,
	    (unsigned long long)hint->segment);
}

/* Newest first; a segment of another journal, or without a header, is left
 * where it is and passed over. */
static int
find_newest(const char *dir, const uint8_t *uuid, const uint64_t *list,
    size_t count, struct segment_header *h, int *fd)
{
	int rc;

	while (count-- > 0) {
		rc = segment_open(dir, list[count], h, fd);
		if (rc == ERR_OK && uuid != NULL &&
		    memcmp(h->uuid, uuid, JOURNAL_UUID_LEN) != 0) {
			log_warnx("journal %s: segment %llu is of another "
				  "journal, passed over",
			    dir, (unsigned long long)list[count]);
			close(*fd);
			continue;
		}
		if (rc != ERR_CORRUPT)
			return rc;
	}
	return ERR_NOTFOUND;
}

/* Where the newest has no checkpoint yet, or lost it, one before it has. */
static void
find_trail(
    const char *dir, const uint64_t *list, size_t count, struct recovery *out)
{
	uint64_t records = out->trail.records;

	while (!out->trail.is_known && count-- > 0) {
		struct segment_header h;
		struct walk w = { 0 };
		struct scan s = { .offset = SEGMENT_HEADER_LEN,
			.limit = UINT64_MAX };

		if (segment_open(dir, list[count], &h, &s.fd) < 0)
			continue;
		s.seed = segment_seed(&h);
		if (memcmp(h.uuid, out->uuid, JOURNAL_UUID_LEN) == 0)
			walk_records(&s, &h, &w);
		records += w.trail.records;
		out->trail = w.trail;
		out->trail.records = records;
		buf_free(&s.window);
		close(s.fd);
	}
}

int
journal_recover(const char *dir, const uint8_t *uuid,
    const struct journal_position *hint, struct recovery *out)
{
	struct segment_header h = { 0 };
	uint64_t *list = NULL, newest;
	size_t count = 0;
	int fd = -1, rc;

	*out = (struct recovery){ 0 };
	if (hint == NULL)
		hint = &nowhere;
	if (uuid != NULL)
		memcpy(out->uuid, uuid, JOURNAL_UUID_LEN);
	rc = segment_list(dir, &list, &count);
	if (rc < 0)
		return rc;
	rc = find_newest(dir, uuid, list, count, &h, &fd);
	if (rc == ERR_OK && h.segment >= hint->segment) {
		memcpy(out->uuid, h.uuid, JOURNAL_UUID_LEN);
		rc = recover_segment(dir, fd, &h, hint, out);
	} else if (rc == ERR_OK || rc == ERR_NOTFOUND) {
		recover_empty(dir, uuid, hint, out);
		rc = ERR_OK;
	}
	if (fd != -1)
		close(fd);
	if (rc == ERR_OK)
		find_trail(dir, list, count, out);
	/* A number is never used twice, not even that of a foreign file. */
	newest = count > 0 ? list[count - 1] : 0;
	if (out->is_new && out->segment <= newest)
		out->segment = newest + 1;
	free(list);
	return rc;
}
