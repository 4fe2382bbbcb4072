/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/keys.h"
#include "lib/journal/position.h"
#include "lib/journal/record.h"
#include "lib/journal/recover.h"
#include "lib/journal/room.h"
#include "lib/journal/segment.h"
#include "lib/model/observation.h"

/*
 * Invariant: tail, records and chain tell of what is synced; seq and next_chain
 * of that and of pending.
 */
struct journal {
	char dir[PATH_MAX];
	int fd; /* -1: the segment is sealed, the next is not made yet */
	int lock;
	struct position_file *published;
	uint8_t uuid[JOURNAL_UUID_LEN];
	uint32_t seed;
	struct journal_position tail;
	int64_t created; /* the segment */
	uint64_t records;
	uint8_t chain[DIGEST_LEN];
	uint64_t seq;
	uint8_t next_chain[DIGEST_LEN];
	struct buf pending;
	struct buf body;
	uint64_t pending_records;
	struct room *room;
	struct signer *signer;
	struct trail trail;
	uint32_t flags; /* of the next checkpoint */
	bool is_full;   /* the disk; logged once */
	enum journal_level told;
};

static void
publish(struct journal *j)
{
	position_set(j->published, j->uuid, &j->tail);
}

/* The kernel may have dropped what it could not write: nothing to retry. */
static void
sync_data(struct journal *j)
{
	if (fdatasync(j->fd) == -1)
		fatal("journal %s: segment %llu: fdatasync", j->dir,
		    (unsigned long long)j->tail.segment);
}

static void
sync_dir(struct journal *j)
{
	int fd = open(j->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1 || fsync(fd) == -1)
		fatal("journal %s: fsync", j->dir);
	close(fd);
}

static bool
is_no_room(int error)
{
	return error == ENOSPC || error == EDQUOT;
}

/* Logs when the disk fills, and when it has room again. */
static int
note_room(struct journal *j, int rc)
{
	if (rc == ERR_AGAIN && !j->is_full)
		log_warn("journal %s: waits for room", j->dir);
	else if (rc == ERR_IO)
		log_warn("journal %s: segment %llu", j->dir,
		    (unsigned long long)j->tail.segment);
	else if (rc == ERR_OK && j->is_full)
		log_info("journal %s: has room again", j->dir);
	j->is_full = rc == ERR_AGAIN;
	return rc;
}

/* All of data behind the tail, or nothing. */
static int
write_tail(struct journal *j, const uint8_t *data, size_t len)
{
	uint64_t at = j->tail.offset;
	int saved;
	ssize_t n;

	while (len > 0) {
		n = pwrite(j->fd, data, len, (off_t)at);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			saved = errno;
			/* Left in place it could be read as a later one. */
			(void)!ftruncate(j->fd, (off_t)j->tail.offset);
			errno = saved;
			return is_no_room(saved) ? ERR_AGAIN : ERR_IO;
		}
		data += n;
		len -= (size_t)n;
		at += (uint64_t)n;
	}
	sync_data(j);
	return ERR_OK;
}

/* What the journal says of itself: at the tail, synced. */
static int
write_own(struct journal *j, enum record_type type, const struct buf *payload)
{
	struct record rec = { .type = type,
		.seq = j->tail.seq,
		.at = clock_now(),
		.payload = payload->data,
		.len = payload->len };
	struct buf raw = { 0 };
	int rc;

	record_encode(&rec, &raw);
	record_sign(raw.data, raw.len, j->seed);
	rc = write_tail(j, raw.data, raw.len);
	if (rc == ERR_OK) {
		j->tail.offset += raw.len;
		if (type == RECORD_CHECKPOINT)
			trail_set(&j->trail, &rec);
		record_chain(j->chain, &rec);
		publish(j);
	}
	buf_free(&raw);
	return rc;
}

static void
fill_checkpoint(const struct journal *j, struct checkpoint *c)
{
	const struct trail *before = &j->trail;

	*c = (struct checkpoint){ .number = before->last.number + 1,
		.epoch = signer_epoch(j->signer),
		.first_seq =
		    before->is_known ? before->last.next_seq : j->tail.seq,
		.next_seq = j->tail.seq,
		.records = before->records,
		.wall = clock_now(),
		.monotonic = clock_monotonic(),
		.flags = j->flags };
	if (!before->is_known && j->tail.seq > 1)
		c->flags |= CHECKPOINT_NO_PAST;
	if (before->is_known && c->wall < before->last.wall)
		c->flags |= CHECKPOINT_SET_BACK;
	if (!(c->flags & CHECKPOINT_START) &&
	    c->monotonic - before->last.monotonic > CHECKPOINT_LATE_AT)
		c->flags |= CHECKPOINT_LATE;
	memcpy(c->chain, j->chain, DIGEST_LEN);
	memcpy(c->previous, before->hash, DIGEST_LEN);
}

static int
write_checkpoint(struct journal *j)
{
	struct buf payload = { 0 };
	struct checkpoint c;
	int rc;

	fill_checkpoint(j, &c);
	checkpoint_encode(&c, j->uuid, j->signer, &payload);
	rc = write_own(j, RECORD_CHECKPOINT, &payload);
	buf_free(&payload);
	if (rc < 0)
		return rc;
	j->flags = 0;
	/* Without room for a new key the old one goes on. */
	if (signer_renew(j->signer) == ERR_IO)
		return ERR_IO;
	return ERR_OK;
}

static int
make_segment(struct journal *j, uint64_t number)
{
	struct segment_header h = { .segment = number,
		.first_seq = j->tail.seq,
		.created = clock_now() };
	struct buf raw = { 0 };
	char path[PATH_MAX];
	int rc;

	memcpy(h.uuid, j->uuid, JOURNAL_UUID_LEN);
	memcpy(h.chain, j->chain, DIGEST_LEN);
	segment_path(j->dir, number, path, sizeof(path));
	rc = room_take(j->room, path, &j->fd);
	if (rc < 0) {
		j->fd = -1;
		return rc;
	}
	segment_encode_header(&h, &raw);
	j->tail.segment = number;
	j->tail.offset = 0;
	rc = write_tail(j, raw.data, raw.len);
	buf_free(&raw);
	if (rc < 0) {
		unlink(path);
		close(j->fd);
		j->fd = -1;
		return rc;
	}
	sync_dir(j);
	j->tail.offset = SEGMENT_HEADER_LEN;
	j->records = 0;
	j->created = h.created;
	j->seed = segment_seed(&h);
	publish(j);
	return write_checkpoint(j);
}

static int
seal_segment(struct journal *j)
{
	struct buf payload = { 0 };
	int rc;

	buf_add(&payload, j->chain, DIGEST_LEN);
	buf_add_be64(&payload, j->records);
	rc = write_own(j, RECORD_SEAL, &payload);
	if (rc == ERR_OK) {
		/* The blocks that it did not need. */
		(void)!ftruncate(j->fd, (off_t)j->tail.offset);
		close(j->fd);
		j->fd = -1;
	}
	buf_free(&payload);
	return rc;
}

static int
end_segment(struct journal *j)
{
	int rc = write_checkpoint(j);

	return rc == ERR_OK ? seal_segment(j) : rc;
}

/* Left for the last checkpoint of a segment, and its seal. */
enum { END_LEN = 512 };
_Static_assert(2 * RECORD_HEADER_LEN + CHECKPOINT_LEN + SEAL_LEN <= END_LEN,
    "the end of a segment");

/* Full, or a day old: a quiet journal, too, is sealed and can be trimmed. */
static bool
is_past_segment(const struct journal *j)
{
	/* A group may be longer than a small segment: it gets one alone. */
	if (j->records == 0 && clock_now() - j->created <= CLOCK_DAY)
		return false;
	return clock_now() - j->created > CLOCK_DAY ||
	    j->tail.offset + j->pending.len + END_LEN >
	    room_segment_max(j->room);
}

/* On a full disk the seal may be written and the next segment not be made:
 * then fd is -1, and the next try makes it. */
static int
make_room(struct journal *j)
{
	int rc = ERR_OK;

	if (j->fd != -1 && is_past_segment(j))
		rc = end_segment(j);
	if (rc == ERR_OK && j->fd == -1)
		rc = make_segment(j, j->tail.segment + 1);
	return rc;
}

static int
write_pending(struct journal *j)
{
	int rc;

	rc = make_room(j);
	if (rc < 0)
		return rc;
	record_sign(j->pending.data, j->pending.len, j->seed);
	rc = write_tail(j, j->pending.data, j->pending.len);
	if (rc < 0)
		return rc;
	j->tail.offset += j->pending.len;
	j->tail.seq = j->seq;
	j->records += j->pending_records;
	j->trail.records += j->pending_records;
	memcpy(j->chain, j->next_chain, DIGEST_LEN);
	j->pending_records = 0;
	buf_clear(&j->pending);
	publish(j);
	return ERR_OK;
}

static bool
is_checkpoint_due(const struct journal *j)
{
	return clock_monotonic() - j->trail.last.monotonic >= CHECKPOINT_EVERY;
}

static int
flush_all(struct journal *j)
{
	int rc = ERR_OK;

	if (j->pending.len > 0)
		rc = write_pending(j);
	if (rc == ERR_OK && is_checkpoint_due(j))
		rc = make_room(j);
	/* A new segment has begun with one. */
	if (rc == ERR_OK && is_checkpoint_due(j))
		rc = write_checkpoint(j);
	return rc;
}

size_t
journal_pending(const struct journal *j)
{
	return j->pending.len;
}

static int
gather(struct journal *j, const struct observation *obs)
{
	struct record rec = { .type = RECORD_OBSERVATION };
	int rc;

	buf_clear(&j->body);
	rc = observation_encode(obs, &j->body);
	if (rc < 0)
		return rc;
	rec.seq = j->seq++;
	rec.at = obs->at;
	rec.payload = j->body.data;
	rec.len = j->body.len;
	record_encode(&rec, &j->pending);
	record_chain(j->next_chain, &rec);
	j->pending_records++;
	return ERR_OK;
}

/* What we know that we did not hear is worth the reserve. */
static bool
is_own(const struct observation *obs)
{
	return obs->kind == OBSERVATION_LOSS || obs->kind == OBSERVATION_MARK;
}

int
journal_append(struct journal *j, const struct observation *obs)
{
	if (j->pending.len >= JOURNAL_PENDING_MAX ||
	    (room_level(j->room) == JOURNAL_FULL && !is_own(obs)))
		return ERR_AGAIN;
	return gather(j, obs);
}

/* At each change of level, a mark that store and status read. */
static void
look_for_room(struct journal *j)
{
	static const struct {
		enum mark_kind mark;
		const char *text;
	} told[] = {
		[JOURNAL_ROOM] = { MARK_ROOM, "journal has room" },
		[JOURNAL_LOW] = { MARK_LOW, "journal is nearly full" },
		[JOURNAL_FULL] = { MARK_FULL, "journal is full" },
	};
	enum journal_level level = room_look(j->room);
	struct observation obs = { .kind = OBSERVATION_MARK,
		.tenant_id = 1,
		.realm_id = 1,
		.at = clock_now(),
		.mark = { told[level].mark, told[level].text,
		    strlen(told[level].text) } };

	if (level == j->told)
		return;
	j->told = level;
	log_warnx("journal %s: %s", j->dir, told[level].text);
	(void)gather(j, &obs);
}

int
journal_flush(struct journal *j)
{
	look_for_room(j);
	return note_room(j, flush_all(j));
}

enum journal_level
journal_level(const struct journal *j)
{
	return room_level(j->room);
}

int
journal_checkpoint(struct journal *j)
{
	return is_checkpoint_due(j) ? journal_flush(j) : ERR_OK;
}

void
journal_position(const struct journal *j, struct journal_position *out)
{
	*out = j->tail;
}

const uint8_t *
journal_uuid(const struct journal *j)
{
	return j->uuid;
}

static int
write_gap(struct journal *j, const struct gap *gap)
{
	struct buf payload = { 0 };
	int rc;

	gap_encode(gap, &payload);
	rc = write_own(j, RECORD_GAP, &payload);
	memcpy(j->next_chain, j->chain, DIGEST_LEN);
	buf_free(&payload);
	return rc;
}

static void
append_damage(struct journal *j, const struct recovery *r)
{
	char what[64];
	struct observation obs = { .kind = OBSERVATION_LOSS,
		.tenant_id = 1,
		.realm_id = 1,
		.at = clock_now(),
		.loss = { .reason = LOSS_DAMAGE, .count = r->gap.lost } };

	snprintf(what, sizeof(what), "segment %llu",
	    (unsigned long long)r->gap.segment);
	obs.loss.first = obs.loss.last = obs.at;
	obs.loss.what = what;
	obs.loss.what_len = strlen(what);
	(void)journal_append(j, &obs);
}

static int
open_segment(struct journal *j, const struct recovery *r)
{
	char path[PATH_MAX];
	int rc;

	segment_path(j->dir, r->segment, path, sizeof(path));
	j->fd = open(path, O_RDWR | O_CLOEXEC);
	if (j->fd == -1) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	room_take_rest(j->room, j->fd);
	j->tail.segment = r->segment;
	j->tail.offset = r->offset;
	j->records = r->records;
	j->created = r->header.created;
	j->seed = segment_seed(&r->header);
	publish(j);
	if (r->header.version == SEGMENT_VERSION)
		return write_checkpoint(j);
	/* Of an earlier version: it ends here, and one of ours begins. */
	rc = seal_segment(j);
	return rc == ERR_OK ? make_segment(j, j->tail.segment + 1) : rc;
}

static int
go_on(struct journal *j, const struct recovery *r)
{
	int rc;

	memcpy(j->uuid, r->uuid, JOURNAL_UUID_LEN);
	memcpy(j->chain, r->chain, DIGEST_LEN);
	memcpy(j->next_chain, r->chain, DIGEST_LEN);
	j->seq = j->tail.seq = r->seq;
	j->trail = r->trail;
	j->flags = CHECKPOINT_START;
	rc = signer_open(j->dir, j->uuid, &j->signer);
	if (rc == ERR_OK && r->is_new)
		rc = make_segment(j, r->segment);
	else if (rc == ERR_OK)
		rc = open_segment(j, r);
	if (rc == ERR_OK && r->gap.segment != 0) {
		rc = write_gap(j, &r->gap);
		append_damage(j, r);
		if (rc == ERR_OK)
			rc = flush_all(j);
	}
	return note_room(j, rc);
}

static int
recover(struct journal *j)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position hint;
	struct recovery r;
	int rc;

	rc = position_get(j->published, uuid, &hint);
	if (rc == ERR_CORRUPT)
		log_warnx("journal %s: position is damaged, made anew", j->dir);
	if (rc == ERR_OK)
		rc = journal_recover(j->dir, uuid, &hint, &r);
	else
		rc = journal_recover(j->dir, NULL, NULL, &r);
	return rc < 0 ? rc : go_on(j, &r);
}

static int
lock_dir(struct journal *j)
{
	char path[PATH_MAX];
	int rc;

	if ((size_t)snprintf(path, sizeof(path), "%s/lock", j->dir) >=
	    sizeof(path))
		return ERR_RANGE;
	rc = file_make_dir(j->dir, 0750);
	if (rc == ERR_OK)
		rc = file_lock(path, false, &j->lock);
	if (rc == ERR_AGAIN)
		log_warnx("journal %s: another process writes it", j->dir);
	return rc;
}

int
journal_open(const char *dir, struct journal **out)
{
	return journal_open_limited(dir, NULL, out);
}

int
journal_open_limited(
    const char *dir, const struct journal_limits *limits, struct journal **out)
{
	struct journal *j;
	int rc;

	j = mem_new(1, sizeof(*j));
	j->fd = j->lock = -1;
	snprintf(j->dir, sizeof(j->dir), "%s", dir);
	rc = lock_dir(j);
	if (rc == ERR_OK) {
		j->room = room_open(dir, limits);
		rc = position_open(dir, true, &j->published);
	}
	if (rc == ERR_OK)
		rc = recover(j);
	if (rc == ERR_OK)
		look_for_room(j);
	if (rc < 0) {
		journal_close(j);
		return rc;
	}
	*out = j;
	return ERR_OK;
}

static void
end_in_order(struct journal *j)
{
	if (flush_all(j) < 0 || make_room(j) < 0)
		return;
	j->flags |= CHECKPOINT_STOP;
	(void)note_room(j, write_checkpoint(j));
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->signer != NULL)
		end_in_order(j);
	signer_close(j->signer);
	room_close(j->room);
	position_close(j->published);
	if (j->fd != -1)
		close(j->fd);
	if (j->lock != -1)
		close(j->lock);
	buf_free(&j->pending);
	buf_free(&j->body);
	free(j);
}
