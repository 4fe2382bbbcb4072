/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/anchor.h"
#include "lib/journal/reader.h"
#include "lib/journal/segment.h"
#include "lib/load/rows.h"
#include "lib/load/sampler.h"

enum { BATCH_BYTES = 16 << 20, PART = 500, MUCH = 1 << 20, TRIM_PERCENT = 70 };

#define ANCHOR_EVERY (10 * CLOCK_MINUTE)
#define DAMAGE_EVERY (10 * CLOCK_SECOND)

/* What is read together, and where the reader stands behind it. */
struct slot {
	struct loader_batch batch;
	struct journal_position to;
	size_t records;
	int64_t
	    level; /* its end was that of the journal, then; or CLOCK_NONE */
	bool is_begun;
};

struct feed {
	char *dir;
	char *stream;
	char journal[37];
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_reader *reader;
	struct sampler sampler;
	struct slot slots[2]; /* one is loaded while the next is built */
	int at_hand;
	bool is_placed;
	int64_t level;
	struct journal_position at;       /* loaded up to here */
	struct journal_position may_trim; /* loaded long ago */
	struct journal_position idle;     /* nothing to load up to here */
	uint64_t anchored; /* the checkpoint that the database has */
	int64_t anchor_due;
	size_t damaged; /* as the database was told */
	bool is_damage_told;
	int64_t damage_due;
	size_t batch_max, batch_now;
	const char *poison; /* why the next record alone was refused */
	char reason[256];
};

struct feed *
feed_new(const char *dir, const char *stream, size_t batch_max)
{
	struct feed *f = mem_new(1, sizeof(*f));

	f->dir = mem_dup_str(dir);
	f->stream = mem_dup_str(stream);
	f->batch_max = f->batch_now = batch_max;
	return f;
}

void
feed_free(struct feed *f)
{
	if (f == NULL)
		return;
	journal_reader_close(f->reader);
	sampler_free(&f->sampler);
	loader_batch_free(&f->slots[0].batch);
	loader_batch_free(&f->slots[1].batch);
	free(f->dir);
	free(f->stream);
	free(f);
}

static void
format_uuid(const uint8_t *u, char out[37])
{
	snprintf(out, 37,
	    "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x%02x%02x%02x%02x",
	    u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10],
	    u[11], u[12], u[13], u[14], u[15]);
}

bool
feed_is_open(struct feed *f)
{
	struct journal_position start = { 0 };

	if (f->reader != NULL)
		return true;
	if (journal_reader_open(f->dir, &start, &f->reader) < 0)
		return false;
	memcpy(f->uuid, journal_reader_uuid(f->reader), sizeof(f->uuid));
	format_uuid(f->uuid, f->journal);
	log_info("journal %s: followed as %s", f->dir, f->journal);
	return true;
}

const char *
feed_stream(const struct feed *f)
{
	return f->stream;
}

const char *
feed_journal(const struct feed *f)
{
	return f->journal;
}

bool
feed_is_placed(const struct feed *f)
{
	return f->is_placed;
}

/* To what comes after the records that are loaded. */
static void
go_back(struct feed *f)
{
	f->slots[0].is_begun = f->slots[1].is_begun = false;
	journal_reader_seek(f->reader, &f->at);
}

/* The journal may have been put back from an older copy: then it ends before
 * the place that the database knows, and there is nothing to read. */
void
feed_place(struct feed *f, const struct loader_position *at)
{
	struct journal_position to = { .segment = at->segment,
		.offset = at->offset,
		.seq = at->segment == 0 ? 0 : at->seq + 1 };

	f->is_placed = true;
	f->level = CLOCK_NONE;
	f->at = to;
	go_back(f);
	if (journal_reader_is_past(f->reader))
		log_warnx(
		    "journal %s: ends before record %llu, which is "
		    "loaded: put back from an older copy? Move the folder "
		    "away, so that a new journal begins",
		    f->dir, (unsigned long long)at->seq);
}

void
feed_forget_place(struct feed *f)
{
	f->is_placed = f->is_damage_told = false;
	f->damage_due = f->anchor_due = 0;
	f->anchored = 0;
}

static size_t
batch_len(const struct loader_batch *b)
{
	size_t len = 0;

	for (int i = 0; i < LOADER_TABLES; i++)
		len += b->table[i].rows.len;
	return len;
}

/* A journal that was made anew stands under another name. */
static void
reopen(struct feed *f)
{
	journal_reader_close(f->reader);
	f->reader = NULL;
	f->is_placed = false;
	f->slots[0].is_begun = f->slots[1].is_begun = false;
}

static void
set_position(
    struct loader_position *out, const struct journal_position *position)
{
	out->segment = position->segment;
	out->offset = position->offset;
	out->seq = position->seq == 0 ? 0 : position->seq - 1;
}

static void
begin_slot(struct feed *f, struct slot *slot)
{
	loader_batch_begin(&slot->batch);
	sampler_begin(&f->sampler);
	slot->records = 0;
	slot->level = CLOCK_NONE;
	slot->is_begun = true;
}

/* Up to count records more; ERR_OK when it is full or the journal at its end.
 */
static int
fill_slot(struct feed *f, struct slot *slot, const struct rows_source *source,
    size_t count)
{
	struct rows_context context = {
		.uuid = f->uuid, .source = source, .sampler = &f->sampler
	};
	struct journal_record rec;
	int rc;

	while (slot->records < f->batch_now &&
	    batch_len(&slot->batch) < BATCH_BYTES) {
		if (count-- == 0)
			return ERR_AGAIN;
		rc = journal_reader_next(f->reader, &rec);
		if (rc == ERR_AGAIN) {
			slot->level = clock_now();
			return ERR_OK;
		}
		if (rc < 0)
			return rc;
		slot->level = CLOCK_NONE;
		if (f->poison != NULL)
			rows_add_quarantine(
			    &slot->batch, &context, &rec, f->poison);
		else
			rows_add(&slot->batch, &context, &rec);
		slot->records++;
	}
	return ERR_OK;
}

const struct loader_batch *
feed_next(struct feed *f, const struct rows_source *source)
{
	struct slot *slot = &f->slots[f->at_hand];
	int rc;

	if (!slot->is_begun)
		begin_slot(f, slot);
	rc = fill_slot(f, slot, source, SIZE_MAX);
	if (slot->records == 0) {
		slot->is_begun = false;
		f->level = slot->level;
		if (rc < 0)
			reopen(f);
		else
			journal_reader_position(f->reader, &f->idle);
		return NULL;
	}
	if (source->metrics != NULL)
		sampler_end(&f->sampler, source->metrics, &slot->batch);
	loader_batch_end(&slot->batch);
	journal_reader_position(f->reader, &slot->to);
	slot->batch.behind = journal_reader_behind(f->reader);
	memcpy(slot->batch.journal, f->journal, sizeof(f->journal));
	set_position(&slot->batch.from, &f->at);
	set_position(&slot->batch.to, &slot->to);
	return &slot->batch;
}

/* Not while a refused batch is being taken apart: that goes back and forth. */
void
feed_prepare(struct feed *f, const struct rows_source *source)
{
	struct slot *slot = &f->slots[!f->at_hand];

	if (f->batch_now < f->batch_max || f->poison != NULL)
		return;
	if (!slot->is_begun)
		begin_slot(f, slot);
	(void)fill_slot(f, slot, source, PART);
}

size_t
feed_loaded(struct feed *f)
{
	struct slot *slot = &f->slots[f->at_hand];

	f->at = slot->to;
	if (slot->level != CLOCK_NONE)
		f->level = slot->level;
	slot->is_begun = false;
	f->at_hand = !f->at_hand;
	f->poison = NULL;
	f->batch_now *= 2;
	if (f->batch_now > f->batch_max)
		f->batch_now = f->batch_max;
	return slot->records;
}

void
feed_refused(struct feed *f, const char *reason)
{
	struct slot *slot = &f->slots[f->at_hand];

	go_back(f);
	if (slot->records > 1) {
		f->batch_now = slot->records / 2;
		return;
	}
	snprintf(f->reason, sizeof(f->reason), "%s", reason);
	f->poison = f->reason;
	f->batch_now = 1;
	log_warnx("journal %s: record %llu refused, set aside: %s", f->dir,
	    (unsigned long long)slot->to.seq - 1, reason);
}

bool
feed_damaged(struct feed *f, size_t *count)
{
	int64_t now = clock_monotonic();

	if (!f->is_placed || now < f->damage_due)
		return false;
	f->damage_due = now + DAMAGE_EVERY;
	*count = segment_count_damaged(f->dir);
	if (f->is_damage_told && *count == f->damaged)
		return false;
	f->damaged = *count;
	f->is_damage_told = true;
	return true;
}

bool
feed_anchor(struct feed *f, struct anchor *out)
{
	int64_t now = clock_monotonic();

	if (!f->is_placed || now < f->anchor_due ||
	    journal_reader_checkpoint(f->reader) == f->anchored ||
	    journal_reader_anchor(f->reader, f->stream, out) < 0)
		return false;
	f->anchor_due = now + ANCHOR_EVERY;
	f->anchored = out->number;
	return true;
}

const char *
feed_dir(const struct feed *f)
{
	return f->dir;
}

const struct journal_position *
feed_may_trim(const struct feed *f)
{
	return &f->may_trim;
}

int64_t
feed_level(const struct feed *f)
{
	return f->is_placed ? f->level : CLOCK_NONE;
}

bool
feed_has_much(const struct feed *f)
{
	const struct slot *next = &f->slots[f->at_hand];

	if (!f->is_placed)
		return false;
	return (next->is_begun && next->records >= f->batch_now / 2) ||
	    journal_reader_behind(f->reader) >= MUCH;
}

void
feed_trim(struct feed *f, int64_t keep_since, uint64_t quota)
{
	size_t gone = 0, more = 0;

	if (!f->is_placed)
		return;
	(void)journal_trim(f->dir, &f->may_trim, keep_since, &gone);
	if (quota > 0)
		(void)journal_trim_to(
		    f->dir, &f->may_trim, quota / 100 * TRIM_PERCENT, &more);
	gone += more;
	f->may_trim = f->idle.segment > f->at.segment ? f->idle : f->at;
	if (gone > 0)
		log_info(
		    "journal %s: %zu loaded segments removed", f->dir, gone);
}
