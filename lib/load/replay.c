/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/replay.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/journal/anchor.h"
#include "lib/journal/browse.h"
#include "lib/journal/position.h"
#include "lib/journal/reader.h"
#include "lib/load/bind.h"
#include "lib/load/message_row.h"
#include "lib/load/rows.h"
#include "lib/load/sampler.h"
#include "lib/model/address.h"
#include "lib/model/observation.h"
#include "lib/store/db.h"
#include "lib/store/log/replay_store.h"

enum { ITEMS_MAX = 4000, BYTES_MAX = 16 << 20 };

/* A record that was asked for. */
struct item {
	struct journal_record rec;
	size_t offset;              /* of its payload among all of them */
	struct loader_position end; /* behind it */
	bool is_redacted;
};

struct replay {
	const struct replay_wish *wish;
	struct replay_counts *counts;
	struct db *db;
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position end; /* published; segment 0: all there is */
	struct replay_horizons horizons;
	struct bind bind;
	struct rows_source source;
	struct sampler sampler;
	struct loader_batch batch;
	struct item *items;
	size_t count;
	struct buf payloads;
	/* How far a dry run would have come; seq 0: nowhere. */
	struct loader_position imagined;
	uint64_t passed;
};

static int
read_devices(struct replay *r)
{
	struct db_rows *rows = NULL;
	struct bind *b = &r->bind;
	struct address address;
	int rc = replay_store_devices(r->db, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int tenant = (int)db_int(rows, i, 0);
		int realm = (int)db_int(rows, i, 1);
		int device = (int)db_int(rows, i, 2);

		if (address_parse(db_text(rows, i, 3), &address) == ERR_OK)
			bind_add(b, tenant, realm, device, &address);
		bind_add_name(b, tenant, realm, device, db_text(rows, i, 4));
		bind_add_zone(b, tenant, device, db_text(rows, i, 5),
		    db_text(rows, i, 6));
	}
	bind_sort(b);
	db_rows_free(rows);
	return rc;
}

/* A writer may be at work in the folder: what it has not published may still
 * be cut. */
static void
read_end(struct replay *r)
{
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct position_file *p = NULL;

	if (position_open(r->wish->dir, false, &p) < 0)
		return;
	if (position_get(p, uuid, &r->end) < 0 ||
	    memcmp(uuid, r->uuid, sizeof(uuid)) != 0)
		r->end = (struct journal_position){ 0 };
	position_close(p);
}

static bool
is_published(const struct replay *r, const struct browse_item *item)
{
	const struct journal_position *end = &r->end;

	return end->segment == 0 || item->segment < end->segment ||
	    (item->segment == end->segment && item->offset < end->offset &&
		item->offset + item->rec.size <= end->offset);
}

static bool
is_wanted(const struct replay_wish *w, const struct record *rec)
{
	return rec->seq >= w->from && rec->seq <= w->to &&
	    rec->at >= w->since && rec->at < w->until;
}

static void
add_item(struct replay *r, const struct browse_item *from)
{
	const struct record *rec = &from->rec;
	struct item *item = &r->items[r->count++];

	*item = (struct item){ .rec = { .seq = rec->seq, .at = rec->at },
		.offset = r->payloads.len,
		.end = { from->segment, from->offset + rec->size, rec->seq },
		.is_redacted = rec->type == RECORD_REDACTED };
	if (item->is_redacted)
		return;
	item->rec.len = rec->len;
	buf_add(&r->payloads, rec->payload, rec->len);
}

/* The next records; ERR_NOTFOUND when there are no more after them. */
static int
gather(struct replay *r, struct browse *b)
{
	struct browse_item at;
	int rc = ERR_OK;

	r->count = 0;
	buf_clear(&r->payloads);
	while (r->count < ITEMS_MAX && r->payloads.len < BYTES_MAX) {
		rc = browse_next(b, &at);
		if (rc < 0)
			break;
		if (memcmp(at.uuid, r->uuid, sizeof(r->uuid)) != 0) {
			r->counts->foreign +=
			    at.rec.type != 0 && record_is_numbered(&at.rec);
			continue;
		}
		if (!is_published(r, &at)) {
			rc = ERR_NOTFOUND;
			break;
		}
		if (at.rec.type == 0) {
			r->counts->damaged++;
			continue;
		}
		if (!record_is_numbered(&at.rec))
			continue;
		r->passed++;
		if (is_wanted(r->wish, &at.rec))
			add_item(r, &at);
	}
	for (size_t i = 0; i < r->count; i++)
		if (!r->items[i].is_redacted)
			r->items[i].rec.payload =
			    r->payloads.data + r->items[i].offset;
	return rc;
}

static bool
is_past(const struct replay *r, const struct item *item)
{
	const struct replay_horizons *h = &r->horizons;
	struct observation obs;

	if (item->is_redacted ||
	    observation_decode(item->rec.payload, item->rec.len, &obs) < 0)
		return false;
	switch (obs.kind) {
	case OBSERVATION_READING:
		return obs.at < h->reading;
	case OBSERVATION_MESSAGE:
		if (obs.at >= h->operational && obs.at >= h->security)
			return false;
		return obs.at < (message_row_is_security(&r->source, &obs)
					? h->security
					: h->operational);
	case OBSERVATION_TRAP:
		return obs.at < h->trap;
	case OBSERVATION_LOSS:
	case OBSERVATION_MARK:
		return obs.at < h->loss;
	}
	return false;
}

/* What of a run of records becomes rows; counted apart until it is committed.
 */
static void
build(struct replay *r, const struct item *items, size_t n,
    const struct db_rows *present, const struct replay_place *place,
    const char *poison, struct replay_counts *c)
{
	struct rows_context context = {
		.uuid = r->uuid, .source = &r->source, .sampler = &r->sampler
	};
	size_t row = 0;

	loader_batch_begin(&r->batch);
	sampler_begin(&r->sampler);
	for (size_t i = 0; i < n; i++) {
		const struct item *item = &items[i];

		c->records++;
		while (row < db_count(present) &&
		    (uint64_t)db_int(present, row, 0) < item->rec.seq)
			row++;
		if (row < db_count(present) &&
		    (uint64_t)db_int(present, row, 0) == item->rec.seq) {
			c->present++;
			continue;
		}
		if (is_past(r, item)) {
			c->past++;
			continue;
		}
		if (poison != NULL)
			rows_add_quarantine(
			    &r->batch, &context, &item->rec, poison);
		else
			rows_add(&r->batch, &context, &item->rec);
		c->loaded++;
		c->redacted += item->is_redacted;
		c->unjudged += item->rec.seq <= place->judged;
	}
	if (r->source.metrics != NULL)
		sampler_end(&r->sampler, r->source.metrics, &r->batch);
	c->refused += r->batch.table[LOADER_QUARANTINE].count - c->redacted;
	loader_batch_end(&r->batch);
}

static void
add_counts(struct replay_counts *sum, const struct replay_counts *c)
{
	sum->records += c->records;
	sum->present += c->present;
	sum->loaded += c->loaded;
	sum->past += c->past;
	sum->refused += c->refused;
	sum->redacted += c->redacted;
	sum->unjudged += c->unjudged;
}

/* Where the database stands; a dry run goes on from where it would. */
static int
find_place(struct replay *r, struct replay_place *place)
{
	int rc = replay_store_place(
	    r->db, r->counts->journal, !r->wish->is_dry, place);

	if (rc == ERR_OK && !place->is_known) {
		if (r->wish->stream == NULL)
			return ERR_DENIED;
		if (!r->wish->is_dry)
			rc = replay_store_enrol(
			    r->db, r->counts->journal, r->wish->stream);
	}
	if (r->imagined.seq > place->at.seq)
		place->at = r->imagined;
	return rc;
}

/*
 * How many of the n records belong together: those before the position, or
 * those that follow it without a gap; 0: there is one.
 */
static size_t
take_run(struct replay *r, const struct replay_place *place,
    const struct item *items, size_t n)
{
	uint64_t next = place->at.seq + 1;
	size_t i = 0;

	if (items[0].rec.seq < next) {
		while (i < n && items[i].rec.seq < next)
			i++;
		return i;
	}
	if (place->at.segment == 0) /* it begins with what there is */
		next = items[0].rec.seq;
	if (r->wish->over_gaps)
		return n;
	while (i < n && items[i].rec.seq == next + i)
		i++;
	if (i == 0) {
		r->counts->gap_first = next;
		r->counts->gap_last = items[0].rec.seq - 1;
	}
	return i;
}

static int
find_present(
    struct replay *r, const struct item *items, size_t n, struct db_rows **out)
{
	int64_t first = items[0].rec.at, last = first;

	for (size_t i = 1; i < n; i++) {
		if (items[i].rec.at < first)
			first = items[i].rec.at;
		if (items[i].rec.at > last)
			last = items[i].rec.at;
	}
	return replay_store_present(r->db, r->counts->journal, items[0].rec.seq,
	    items[n - 1].rec.seq, first, last, out);
}

static int
write_run(struct replay *r, const struct replay_place *place,
    const struct item *items, size_t n)
{
	struct loader_batch *b = &r->batch;
	int rc;

	memcpy(b->journal, r->counts->journal, sizeof(b->journal));
	b->from = place->at;
	b->to = items[n - 1].end;
	rc = replay_store_add(r->db, b);
	if (rc < 0)
		return rc;
	if (items[0].rec.seq > place->at.seq)
		return replay_store_move(r->db, b);
	return replay_store_fill(r->db, b, items[0].rec.seq);
}

/* As many of the n records as belong together, in one transaction. */
static int
load_run(struct replay *r, const struct item *items, size_t n,
    const char *poison, size_t *taken)
{
	struct replay_counts c = { 0 };
	struct db_rows *present = NULL;
	struct replay_place place;
	int rc = db_begin(r->db);

	*taken = n;
	if (rc == ERR_OK)
		rc = find_place(r, &place);
	if (rc == ERR_OK) {
		*taken = take_run(r, &place, items, n);
		rc = *taken == 0 ? ERR_RANGE : ERR_OK;
	}
	if (rc == ERR_OK)
		rc = find_present(r, items, *taken, &present);
	if (rc == ERR_OK)
		build(r, items, *taken, present, &place, poison, &c);
	db_rows_free(present);
	if (rc == ERR_OK && r->wish->is_dry) {
		if (items[*taken - 1].end.seq > place.at.seq)
			r->imagined = items[*taken - 1].end;
		db_rollback(r->db);
	} else {
		if (rc == ERR_OK)
			rc = write_run(r, &place, items, *taken);
		if (rc == ERR_OK)
			rc = db_commit(r->db);
		else
			db_rollback(r->db);
	}
	if (rc == ERR_OK)
		add_counts(r->counts, &c);
	return rc;
}

/* What no table takes is looked for by halves, and set aside alone. */
static int
load_items(struct replay *r, const struct item *items, size_t n)
{
	size_t taken;
	int rc = ERR_OK;

	while (n > 0 && rc == ERR_OK) {
		rc = load_run(r, items, n, NULL, &taken);
		if (rc == ERR_EXISTS || (rc == ERR_RANGE && taken > 0)) {
			if (taken > 1) {
				taken /= 2;
				rc = load_items(r, items, taken);
			} else {
				rc = load_run(r, items, 1,
				    "refused by the database", &taken);
			}
		}
		items += taken;
		n -= taken;
	}
	return rc;
}

static int
load_all(struct replay *r, struct browse *b)
{
	int rc = ERR_OK, more = ERR_OK;

	while (rc == ERR_OK && more == ERR_OK) {
		more = gather(r, b);
		if (more < 0 && more != ERR_NOTFOUND)
			return more;
		rc = load_items(r, r->items, r->count);
		if (r->wish->tell != NULL)
			r->wish->tell(r->wish->arg, r->passed);
	}
	return rc;
}

/* The journal is that of the first segment that can be read. */
static int
find_journal(struct replay *r)
{
	struct browse_item at;
	struct browse *b = NULL;
	int rc = browse_open(r->wish->dir, 0, &b);

	if (rc < 0)
		return rc;
	rc = browse_next(b, &at);
	if (rc == ERR_OK) {
		memcpy(r->uuid, at.uuid, sizeof(r->uuid));
		uuid_format(r->uuid, r->counts->journal);
	}
	browse_close(b);
	return rc;
}

int
replay_run(
    struct db *db, const struct replay_wish *wish, struct replay_counts *counts)
{
	struct replay r = { .wish = wish, .counts = counts, .db = db };
	struct browse *b = NULL;
	int rc;

	*counts = (struct replay_counts){ 0 };
	rc = find_journal(&r);
	if (rc < 0)
		return rc;
	r.items = mem_new(ITEMS_MAX, sizeof(*r.items));
	read_end(&r);
	rc = replay_store_horizons(db, clock_now(), &r.horizons);
	if (rc == ERR_OK)
		rc = read_devices(&r);
	r.source = (struct rows_source){ .bind = &r.bind,
		.metrics = wish->metrics,
		.accesses = wish->accesses,
		.notable = wish->notable };
	if (rc == ERR_OK)
		rc = browse_open(wish->dir, wish->from, &b);
	if (rc == ERR_OK)
		rc = load_all(&r, b);
	browse_close(b);
	loader_batch_free(&r.batch);
	sampler_free(&r.sampler);
	bind_free(&r.bind);
	buf_free(&r.payloads);
	free(r.items);
	return rc;
}
