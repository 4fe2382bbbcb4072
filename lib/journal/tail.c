/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/tail.h"

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
#include "lib/journal/redaction.h"
#include "lib/journal/room.h"
#include "lib/journal/segment.h"
#include "lib/model/observation.h"

/* Invariant: all of it tells of what is synced. */
struct tail {
	char dir[PATH_MAX];
	int fd; /* -1: the segment is sealed, the next is not made yet */
	int lock;
	struct position_file *published;
	uint8_t uuid[JOURNAL_UUID_LEN];
	uint32_t seed;
	struct journal_position at;
	int64_t created; /* the segment */
	uint64_t records;
	uint8_t chain[DIGEST_LEN];
	struct buf own;   /* of us to say, not written yet */
	int64_t look_due; /* whether somebody asks to redact */
	struct room *room;
	struct signer *signer;
	struct trail trail;
	uint32_t flags; /* of the next checkpoint */
	bool is_open;   /* what was there is known, and goes on */
	bool is_full;   /* the disk; logged once */
	bool is_broken; /* what the disk has is not known */
	enum journal_level told;
};

/* Of a segment: what is taken together in one write. Much, since a sync may
 * take seconds; of a longer group readers see a part early. */
enum { WRITE_PART = 8 };

static int (*sync_file)(int fd) = fdatasync;

void
tail_sync_with(int (*fn)(int fd))
{
	sync_file = fn;
}

static void
publish(struct tail *t)
{
	position_set(t->published, t->uuid, &t->at);
}

/* Nothing is tried again then: the kernel may have dropped what it could not
 * write, and say so once. */
static int
note_broken(struct tail *t, const char *what)
{
	log_warn("journal %s: segment %llu: %s", t->dir,
	    (unsigned long long)t->at.segment, what);
	t->is_broken = true;
	return ERR_IO;
}

static int
sync_data(struct tail *t)
{
	return sync_file(t->fd) == -1 ? note_broken(t, "fdatasync") : ERR_OK;
}

static bool
is_no_room(int error)
{
	return error == ENOSPC || error == EDQUOT;
}

/* Logs when the disk fills, and when it has room again. */
static int
note_room(struct tail *t, int rc)
{
	if (rc == ERR_AGAIN && !t->is_full)
		log_warn("journal %s: waits for room", t->dir);
	else if (rc == ERR_IO && !t->is_broken)
		log_warn("journal %s: segment %llu", t->dir,
		    (unsigned long long)t->at.segment);
	else if (rc == ERR_OK && t->is_full)
		log_info("journal %s: has room again", t->dir);
	t->is_full = rc == ERR_AGAIN;
	return rc;
}

/* All of data behind the tail, or nothing. */
static int
write_tail(struct tail *t, const uint8_t *data, size_t len)
{
	uint64_t at = t->at.offset;
	int saved;
	ssize_t n;

	if (t->is_broken)
		return ERR_IO;
	while (len > 0) {
		n = pwrite(t->fd, data, len, (off_t)at);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			saved = errno;
			/* Left in place it could be read as a later one. */
			(void)!ftruncate(t->fd, (off_t)t->at.offset);
			errno = saved;
			return is_no_room(saved) ? ERR_AGAIN
						 : note_broken(t, "write");
		}
		data += n;
		len -= (size_t)n;
		at += (uint64_t)n;
	}
	return sync_data(t);
}

/* What the journal says of itself: at the tail, synced. */
static int
write_own(struct tail *t, enum record_type type, const struct buf *payload)
{
	struct record rec = { .type = type,
		.seq = t->at.seq,
		.at = clock_now(),
		.payload = payload->data,
		.len = payload->len };
	struct buf raw = { 0 };
	int rc;

	record_encode(&rec, &raw);
	record_sign(raw.data, raw.len, t->seed);
	rc = write_tail(t, raw.data, raw.len);
	if (rc == ERR_OK) {
		t->at.offset += raw.len;
		if (type == RECORD_CHECKPOINT)
			trail_set(&t->trail, &rec);
		record_chain(t->chain, &rec);
		publish(t);
	}
	buf_free(&raw);
	return rc;
}

static void
fill_checkpoint(const struct tail *t, struct checkpoint *c)
{
	const struct trail *before = &t->trail;

	*c = (struct checkpoint){ .number = before->last.number + 1,
		.epoch = signer_epoch(t->signer),
		.first_seq =
		    before->is_known ? before->last.next_seq : t->at.seq,
		.next_seq = t->at.seq,
		.records = before->records,
		.wall = clock_now(),
		.monotonic = clock_monotonic(),
		.flags = t->flags };
	if (!before->is_known && t->at.seq > 1)
		c->flags |= CHECKPOINT_NO_PAST;
	if (before->is_known && c->wall < before->last.wall)
		c->flags |= CHECKPOINT_SET_BACK;
	if (!(c->flags & CHECKPOINT_START) &&
	    c->monotonic - before->last.monotonic > CHECKPOINT_LATE_AT)
		c->flags |= CHECKPOINT_LATE;
	memcpy(c->chain, t->chain, DIGEST_LEN);
	memcpy(c->previous, before->hash, DIGEST_LEN);
}

static int
write_checkpoint(struct tail *t)
{
	struct buf payload = { 0 };
	struct checkpoint c;
	int rc;

	fill_checkpoint(t, &c);
	checkpoint_encode(&c, t->uuid, t->signer, &payload);
	rc = write_own(t, RECORD_CHECKPOINT, &payload);
	buf_free(&payload);
	if (rc < 0)
		return rc;
	t->flags = 0;
	/* Without room for a new key the old one goes on. */
	if (signer_renew(t->signer) == ERR_IO)
		return ERR_IO;
	return ERR_OK;
}

static int
make_segment(struct tail *t, uint64_t number)
{
	struct segment_header h = { .segment = number,
		.first_seq = t->at.seq,
		.created = clock_now() };
	const struct journal_position before = t->at;
	struct buf raw = { 0 };
	char path[PATH_MAX];
	int rc;

	memcpy(h.uuid, t->uuid, JOURNAL_UUID_LEN);
	memcpy(h.chain, t->chain, DIGEST_LEN);
	segment_path(t->dir, number, path, sizeof(path));
	rc = room_take(t->room, path, &t->fd);
	if (rc < 0) {
		t->fd = -1;
		return rc;
	}
	segment_encode_header(&h, &raw);
	t->at.segment = number;
	t->at.offset = 0;
	rc = write_tail(t, raw.data, raw.len);
	buf_free(&raw);
	if (rc < 0) {
		unlink(path);
		close(t->fd);
		t->fd = -1;
	}
	if (rc == ERR_OK && file_sync_folder(path) < 0)
		rc = note_broken(t, "fsync of the folder");
	if (rc < 0) {
		/* Its number was told to nobody, and is that of the next try.
		 */
		t->at = before;
		return rc;
	}
	t->at.offset = SEGMENT_HEADER_LEN;
	t->records = 0;
	t->created = h.created;
	t->seed = segment_seed(&h);
	publish(t);
	return write_checkpoint(t);
}

static int
seal_segment(struct tail *t)
{
	struct buf payload = { 0 };
	int rc;

	buf_add(&payload, t->chain, DIGEST_LEN);
	buf_add_be64(&payload, t->records);
	rc = write_own(t, RECORD_SEAL, &payload);
	if (rc == ERR_OK) {
		/* The blocks that it did not need. */
		(void)!ftruncate(t->fd, (off_t)t->at.offset);
		close(t->fd);
		t->fd = -1;
	}
	buf_free(&payload);
	return rc;
}

static int
end_segment(struct tail *t)
{
	int rc = write_checkpoint(t);

	return rc == ERR_OK ? seal_segment(t) : rc;
}

/* Left for the last checkpoint of a segment, and its seal. */
enum { END_LEN = 512 };
_Static_assert(2 * RECORD_HEADER_LEN + CHECKPOINT_LEN + SEAL_LEN <= END_LEN,
    "the end of a segment");

/* Full, or a day old: a quiet journal, too, is sealed and can be trimmed. */
static bool
is_past_segment(const struct tail *t, size_t len)
{
	/* A group may be longer than a small segment: it gets one alone. */
	if (t->records == 0 && clock_now() - t->created <= CLOCK_DAY)
		return false;
	return clock_now() - t->created > CLOCK_DAY ||
	    t->at.offset + len + END_LEN > room_segment_max(t->room);
}

/* On a full disk the seal may be written and the next segment not be made:
 * then fd is -1, and the next try makes it. */
static int
make_room(struct tail *t, size_t len)
{
	int rc = ERR_OK;

	if (t->fd != -1 && is_past_segment(t, len))
		rc = end_segment(t);
	if (rc == ERR_OK && t->fd == -1)
		rc = make_segment(t, t->at.segment + 1);
	return rc;
}

/* As many of the first records as go into one write. */
static void
measure(const struct tail *t, const uint8_t *data, size_t len,
    struct tail_written *out)
{
	uint64_t most = room_segment_max(t->room) / WRITE_PART;

	*out = (struct tail_written){ 0 };
	for (; out->len < len && out->len < most; out->records++)
		out->len += record_length(data + out->len);
}

int
tail_write(struct tail *t, uint8_t *data, size_t len, struct tail_written *done)
{
	uint8_t chain[DIGEST_LEN];
	struct tail_written now;
	int rc;

	measure(t, data, len, &now);
	rc = make_room(t, now.len);
	if (rc < 0)
		return rc;
	memcpy(chain, t->chain, DIGEST_LEN);
	record_finish(data, now.len, t->at.seq, t->seed, chain);
	rc = write_tail(t, data, now.len);
	if (rc < 0)
		return rc;
	t->at.offset += now.len;
	t->at.seq += now.records;
	t->records += now.records;
	t->trail.records += now.records;
	memcpy(t->chain, chain, DIGEST_LEN);
	publish(t);
	*done = now;
	return ERR_OK;
}

static int
write_own_records(struct tail *t)
{
	struct tail_written done;
	int rc = ERR_OK;

	while (rc == ERR_OK && t->own.len > 0) {
		rc = tail_write(t, t->own.data, t->own.len, &done);
		if (rc == ERR_OK)
			buf_drop(&t->own, done.len);
	}
	return rc;
}

static bool
is_checkpoint_due(const struct tail *t)
{
	return clock_monotonic() - t->trail.last.monotonic >= CHECKPOINT_EVERY;
}

static int
write_checkpoint_when_due(struct tail *t)
{
	int rc;

	if (!is_checkpoint_due(t))
		return ERR_OK;
	rc = make_room(t, 0);
	/* A new segment has begun with one. */
	if (rc == ERR_OK && is_checkpoint_due(t))
		rc = write_checkpoint(t);
	return rc;
}

static void
say(struct tail *t, const struct observation *obs)
{
	size_t begin = record_begin(&t->own);

	(void)observation_encode(obs, &t->own);
	record_end(&t->own, begin, RECORD_OBSERVATION, obs->at);
}

/* At each change of level, a mark that store and status read. */
static void
look_for_room(struct tail *t)
{
	static const struct {
		enum mark_kind mark;
		const char *text;
	} told[] = {
		[JOURNAL_ROOM] = { MARK_ROOM, "journal has room" },
		[JOURNAL_LOW] = { MARK_LOW, "journal is nearly full" },
		[JOURNAL_FULL] = { MARK_FULL, "journal is full" },
	};
	enum journal_level level = room_look(t->room);
	struct observation obs = { .kind = OBSERVATION_MARK,
		.tenant_id = 1,
		.realm_id = 1,
		.at = clock_now(),
		.mark = { told[level].mark, told[level].text,
		    strlen(told[level].text) } };

	if (level == t->told)
		return;
	t->told = level;
	(level == JOURNAL_ROOM ? log_info : log_warnx)(
	    "journal %s: %s", t->dir, told[level].text);
	say(t, &obs);
}

/*
 * Signed and sealed at once, so that who asked can take the payloads out of
 * files that nobody writes. What fails is asked for again, and declared twice.
 */
static int
declare(struct tail *t, const struct buf *request)
{
	struct buf payload = { 0 };
	struct record one;
	size_t at = 0;
	int rc = ERR_OK;

	while (rc == ERR_OK && redaction_next(request, &at, &one) == ERR_OK) {
		buf_clear(&payload);
		buf_add(&payload, one.payload, one.len);
		rc = make_room(t, record_size(one.len));
		if (rc == ERR_OK)
			rc = write_own(t, one.type, &payload);
	}
	buf_free(&payload);
	if (rc == ERR_OK)
		rc = make_room(t, 0);
	if (rc == ERR_OK)
		rc = end_segment(t);
	if (rc == ERR_OK)
		rc = make_room(t, 0);
	return rc == ERR_OK ? redaction_done(t->dir) : rc;
}

static int
declare_when_asked(struct tail *t)
{
	struct buf request = { 0 };
	int64_t now = clock_monotonic();
	int rc = ERR_OK;

	if (now < t->look_due)
		return ERR_OK;
	t->look_due = now + CLOCK_SECOND;
	/* What cannot be read is the asker's to see: it stays unanswered. */
	if (redaction_take(t->dir, &request) == ERR_OK)
		rc = declare(t, &request);
	buf_free(&request);
	return rc;
}

int
tail_begin(struct tail *t)
{
	look_for_room(t);
	return write_own_records(t);
}

int
tail_end(struct tail *t, int rc)
{
	if (rc == ERR_OK)
		rc = declare_when_asked(t);
	if (rc == ERR_OK)
		rc = write_checkpoint_when_due(t);
	return note_room(t, rc);
}

enum journal_level
tail_level(const struct tail *t)
{
	return room_level(t->room);
}

const struct journal_position *
tail_position(const struct tail *t)
{
	return &t->at;
}

const uint8_t *
tail_uuid(const struct tail *t)
{
	return t->uuid;
}

static int
write_gap(struct tail *t, const struct gap *gap)
{
	struct buf payload = { 0 };
	int rc;

	gap_encode(gap, &payload);
	rc = write_own(t, RECORD_GAP, &payload);
	buf_free(&payload);
	return rc;
}

static void
say_damage(struct tail *t, const struct recovery *r)
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
	say(t, &obs);
}

static int
open_segment(struct tail *t, const struct recovery *r)
{
	char path[PATH_MAX];
	int rc;

	segment_path(t->dir, r->segment, path, sizeof(path));
	t->fd = open(path, O_RDWR | O_CLOEXEC);
	if (t->fd == -1) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	room_take_rest(t->room, t->fd);
	t->at.segment = r->segment;
	t->at.offset = r->offset;
	t->records = r->records;
	t->created = r->header.created;
	t->seed = segment_seed(&r->header);
	publish(t);
	if (r->header.version == SEGMENT_VERSION)
		return write_checkpoint(t);
	/* Of an earlier version: it ends here, and one of ours begins. */
	rc = seal_segment(t);
	return rc == ERR_OK ? make_segment(t, t->at.segment + 1) : rc;
}

static int
go_on(struct tail *t, const struct recovery *r)
{
	int rc;

	memcpy(t->uuid, r->uuid, JOURNAL_UUID_LEN);
	memcpy(t->chain, r->chain, DIGEST_LEN);
	t->at.seq = r->seq;
	t->trail = r->trail;
	t->flags = CHECKPOINT_START;
	rc = signer_open(t->dir, t->uuid, &t->signer);
	if (rc == ERR_OK && r->is_new)
		rc = make_segment(t, r->segment);
	else if (rc == ERR_OK)
		rc = open_segment(t, r);
	if (rc == ERR_OK && r->gap.segment != 0) {
		rc = write_gap(t, &r->gap);
		say_damage(t, r);
		if (rc == ERR_OK)
			rc = write_own_records(t);
	}
	t->is_open = rc == ERR_OK;
	return note_room(t, rc);
}

static int
recover(struct tail *t)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position hint;
	struct recovery r;
	int rc;

	rc = position_get(t->published, uuid, &hint);
	if (rc == ERR_CORRUPT)
		log_warnx("journal %s: position is damaged, made anew", t->dir);
	if (rc == ERR_OK)
		rc = journal_recover(t->dir, uuid, &hint, &r);
	else
		rc = journal_recover(t->dir, NULL, NULL, &r);
	return rc < 0 ? rc : go_on(t, &r);
}

static int
lock_dir(struct tail *t)
{
	char path[PATH_MAX];
	int rc;

	if ((size_t)snprintf(path, sizeof(path), "%s/lock", t->dir) >=
	    sizeof(path))
		return ERR_RANGE;
	rc = file_make_dir(t->dir, 0750);
	if (rc == ERR_OK)
		rc = file_lock(path, false, &t->lock);
	if (rc == ERR_AGAIN)
		log_warnx("journal %s: another process writes it", t->dir);
	return rc;
}

int
tail_open(
    const char *dir, const struct journal_limits *limits, struct tail **out)
{
	struct tail *t = mem_new(1, sizeof(*t));
	int rc;

	t->fd = t->lock = -1;
	snprintf(t->dir, sizeof(t->dir), "%s", dir);
	rc = lock_dir(t);
	if (rc == ERR_OK) {
		t->room = room_open(dir, limits);
		rc = position_open(dir, true, &t->published);
	}
	if (rc == ERR_OK)
		rc = recover(t);
	if (rc == ERR_OK)
		look_for_room(t);
	if (rc < 0) {
		tail_close(t);
		return rc;
	}
	*out = t;
	return ERR_OK;
}

static void
end_in_order(struct tail *t)
{
	if (write_own_records(t) < 0 || make_room(t, 0) < 0)
		return;
	t->flags |= CHECKPOINT_STOP;
	(void)note_room(t, write_checkpoint(t));
}

void
tail_close(struct tail *t)
{
	if (t == NULL)
		return;
	if (t->is_open && !t->is_broken)
		end_in_order(t);
	signer_close(t->signer);
	room_close(t->room);
	position_close(t->published);
	if (t->fd != -1)
		close(t->fd);
	if (t->lock != -1)
		close(t->lock);
	buf_free(&t->own);
	free(t);
}
