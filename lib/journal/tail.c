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
#include "lib/journal/front.h"
#include "lib/journal/keys.h"
#include "lib/journal/position.h"
#include "lib/journal/record.h"
#include "lib/journal/recover.h"
#include "lib/journal/redaction.h"
#include "lib/journal/room.h"
#include "lib/journal/segment.h"
#include "lib/model/observation.h"

struct tail {
	struct front front;
	int lock;
	uint32_t seed;
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
	enum journal_level told;
};

/* Of a segment: what is taken together to the disk. Much, since a sync may take
 * seconds; of a longer group readers see a part early. */
enum { WRITE_PART = 8 };

/* Bytes in one write: enough to be worth one, and still in the cache of the
 * processor that hashed them. */
enum { SLICE = 128 << 10 };

/* Logs when the disk fills, and when it has room again. */
static int
note_room(struct tail *t, int rc)
{
	if (rc == ERR_AGAIN && !t->is_full)
		log_warn("journal %s: waits for room", t->front.dir);
	else if (rc == ERR_IO && !t->front.is_broken)
		log_warn("journal %s: segment %llu", t->front.dir,
		    (unsigned long long)t->front.at.segment);
	else if (rc == ERR_OK && t->is_full)
		log_info("journal %s: has room again", t->front.dir);
	t->is_full = rc == ERR_AGAIN;
	return rc;
}

/* What the journal says of itself: at the tail, synced. */
static int
write_own(struct tail *t, enum record_type type, const struct buf *payload)
{
	struct record rec = { .type = type,
		.seq = t->front.at.seq,
		.at = clock_now(),
		.payload = payload->data,
		.len = payload->len };
	struct buf raw = { 0 };
	int rc;

	record_encode(&rec, &raw);
	record_sign(raw.data, raw.len, t->seed);
	rc = front_write(&t->front, raw.data, raw.len);
	if (rc == ERR_OK) {
		t->front.at.offset += raw.len;
		if (type == RECORD_CHECKPOINT)
			trail_set(&t->trail, &rec);
		record_chain(t->chain, &rec);
		front_publish(&t->front);
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
		    before->is_known ? before->last.next_seq : t->front.at.seq,
		.next_seq = t->front.at.seq,
		.records = before->records,
		.wall = clock_now(),
		.monotonic = clock_monotonic(),
		.flags = t->flags };
	if (!before->is_known && t->front.at.seq > 1)
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
	checkpoint_encode(&c, t->front.uuid, t->signer, &payload);
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
		.first_seq = t->front.at.seq,
		.created = clock_now() };
	const struct journal_position before = t->front.at;
	struct buf raw = { 0 };
	char path[PATH_MAX];
	int rc;

	memcpy(h.uuid, t->front.uuid, JOURNAL_UUID_LEN);
	memcpy(h.chain, t->chain, DIGEST_LEN);
	segment_path(t->front.dir, number, path, sizeof(path));
	rc = room_take(t->room, path, &t->front.fd);
	if (rc < 0) {
		t->front.fd = -1;
		return rc;
	}
	segment_encode_header(&h, &raw);
	t->front.at.segment = number;
	t->front.at.offset = 0;
	rc = front_write(&t->front, raw.data, raw.len);
	buf_free(&raw);
	if (rc < 0) {
		unlink(path);
		close(t->front.fd);
		t->front.fd = -1;
	}
	if (rc == ERR_OK && file_sync_folder(path) < 0)
		rc = front_break(&t->front, "fsync of the folder");
	if (rc < 0) {
		/* Its number was told to nobody, and is that of the next try.
		 */
		t->front.at = before;
		return rc;
	}
	t->front.at.offset = SEGMENT_HEADER_LEN;
	t->records = 0;
	t->created = h.created;
	t->seed = segment_seed(&h);
	front_publish(&t->front);
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
		(void)!ftruncate(t->front.fd, (off_t)t->front.at.offset);
		close(t->front.fd);
		t->front.fd = -1;
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
	    t->front.at.offset + len + END_LEN > room_segment_max(t->room);
}

/* On a full disk the seal may be written and the next segment not be made:
 * then fd is -1, and the next try makes it. */
static int
make_room(struct tail *t, size_t len)
{
	int rc = ERR_OK;

	if (t->front.fd != -1 && is_past_segment(t, len))
		rc = end_segment(t);
	if (rc == ERR_OK && t->front.fd == -1)
		rc = make_segment(t, t->front.at.segment + 1);
	return rc;
}

/* The first records, until they have so many bytes. */
static size_t
first_of(const uint8_t *data, size_t len, uint64_t most)
{
	size_t n = 0;

	if (len <= most)
		return len;
	while (n < len && n < most)
		n += record_length(data + n);
	return n;
}

/* Numbered, added to chain, and written, but not yet synced. */
static int
put_records(struct tail *t, uint8_t *data, size_t len, uint64_t *seq,
    uint8_t chain[DIGEST_LEN])
{
	int rc = ERR_OK;

	for (size_t at = 0, n; rc == ERR_OK && at < len; at += n) {
		n = first_of(data + at, len - at, SLICE);
		*seq = record_finish(data + at, n, *seq, t->seed, chain);
		rc = front_put(&t->front, at, data + at, n);
	}
	return rc;
}

/* The first records, as many as go together. */
static int
write_some(struct tail *t, uint8_t *data, size_t len, struct tail_written *done)
{
	uint8_t chain[DIGEST_LEN];
	uint64_t seq, records;
	int rc;

	len = first_of(data, len, room_segment_max(t->room) / WRITE_PART);
	rc = make_room(t, len);
	if (rc < 0)
		return rc;
	seq = t->front.at.seq;
	memcpy(chain, t->chain, DIGEST_LEN);
	rc = put_records(t, data, len, &seq, chain);
	if (rc < 0)
		return rc;
	records = seq - t->front.at.seq;
	t->front.at.offset += len;
	t->front.at.seq = seq;
	t->records += records;
	t->trail.records += records;
	memcpy(t->chain, chain, DIGEST_LEN);
	*done = (struct tail_written){ len, records };
	return ERR_OK;
}

int
tail_write(struct tail *t, uint8_t *data, size_t len, struct tail_written *done)
{
	int rc = write_some(t, data, len, done);

	if (rc < 0)
		return rc;
	t->front.given += done->records;
	return front_hand_over(&t->front);
}

static int
write_own_records(struct tail *t)
{
	struct tail_written done;
	int rc = ERR_OK;

	while (rc == ERR_OK && t->own.len > 0) {
		rc = write_some(t, t->own.data, t->own.len, &done);
		if (rc == ERR_OK) {
			buf_drop(&t->own, done.len);
			rc = front_hand_over(&t->front);
		}
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
	    "journal %s: %s", t->front.dir, told[level].text);
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
	return rc == ERR_OK ? redaction_done(t->front.dir) : rc;
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
	if (redaction_take(t->front.dir, &request) == ERR_OK)
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

struct front *
tail_front(struct tail *t)
{
	return &t->front;
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

	segment_path(t->front.dir, r->segment, path, sizeof(path));
	t->front.fd = open(path, O_RDWR | O_CLOEXEC);
	if (t->front.fd == -1) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	room_take_rest(t->room, t->front.fd);
	t->front.at.segment = r->segment;
	t->front.at.offset = r->offset;
	t->records = r->records;
	t->created = r->header.created;
	t->seed = segment_seed(&r->header);
	front_publish(&t->front);
	if (r->header.version == SEGMENT_VERSION)
		return write_checkpoint(t);
	/* Of an earlier version: it ends here, and one of ours begins. */
	rc = seal_segment(t);
	return rc == ERR_OK ? make_segment(t, t->front.at.segment + 1) : rc;
}

static int
go_on(struct tail *t, const struct recovery *r)
{
	int rc;

	memcpy(t->front.uuid, r->uuid, JOURNAL_UUID_LEN);
	memcpy(t->chain, r->chain, DIGEST_LEN);
	t->front.at.seq = r->seq;
	t->trail = r->trail;
	t->flags = CHECKPOINT_START;
	rc = signer_open(t->front.dir, t->front.uuid, &t->signer);
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

	rc = position_get(t->front.published, uuid, &hint);
	if (rc == ERR_CORRUPT)
		log_warnx(
		    "journal %s: position is damaged, made anew", t->front.dir);
	if (rc == ERR_OK)
		rc = journal_recover(t->front.dir, uuid, &hint, &r);
	else
		rc = journal_recover(t->front.dir, NULL, NULL, &r);
	return rc < 0 ? rc : go_on(t, &r);
}

static int
lock_dir(struct tail *t)
{
	char path[PATH_MAX];
	int rc;

	if ((size_t)snprintf(path, sizeof(path), "%s/lock", t->front.dir) >=
	    sizeof(path))
		return ERR_RANGE;
	rc = file_make_dir(t->front.dir, 0750);
	if (rc == ERR_OK)
		rc = file_lock(path, false, &t->lock);
	if (rc == ERR_AGAIN)
		log_warnx(
		    "journal %s: another process writes it", t->front.dir);
	return rc;
}

int
tail_open(
    const char *dir, const struct journal_limits *limits, struct tail **out)
{
	struct tail *t = mem_new(1, sizeof(*t));
	int rc;

	t->front.fd = t->lock = -1;
	snprintf(t->front.dir, sizeof(t->front.dir), "%s", dir);
	rc = lock_dir(t);
	if (rc == ERR_OK) {
		t->room = room_open(dir, limits);
		rc = position_open(dir, true, &t->front.published);
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
	front_rest(&t->front);
	if (t->is_open && !t->front.is_broken)
		end_in_order(t);
	signer_close(t->signer);
	room_close(t->room);
	position_close(t->front.published);
	if (t->front.fd != -1)
		close(t->front.fd);
	if (t->lock != -1)
		close(t->lock);
	buf_free(&t->own);
	free(t);
}
