/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/redact_find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/journal/anchor.h"
#include "lib/journal/browse.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/keys.h"
#include "lib/load/bind.h"
#include "lib/load/message_row.h"
#include "lib/model/address.h"
#include "lib/model/observation.h"
#include "lib/store/db.h"
#include "lib/store/log/replay_store.h"
#include "lib/wire/span.h"
#include "register/command.h"

struct search {
	const struct redaction_filter *filter;
	int tenant;
	int device; /* 0: any */
	struct regex *grep;
	struct bind bind;
	char journal[37];
	size_t sorted; /* so many of the list were there before */
};

static struct redact_item *
add_item(struct redact_list *list)
{
	if (list->count == list->room) {
		list->room = list->room == 0 ? 64 : 2 * list->room;
		list->items =
		    mem_grow(list->items, list->room, sizeof(*list->items));
	}
	list->items[list->count] = (struct redact_item){ 0 };
	return &list->items[list->count++];
}

int
redact_find_stored(struct db *db, int tenant, const struct redaction_filter *f,
    struct redact_list *list)
{
	struct db_rows *rows = NULL;
	int rc = redaction_store_find(db, tenant, f, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		struct redact_item *item = add_item(list);

		snprintf(item->journal, sizeof(item->journal), "%s",
		    db_text(rows, i, 0));
		item->entry.seq = (uint64_t)db_int(rows, i, 1);
		item->entry.at = db_time(rows, i, 2);
		item->device = db_is_null(rows, i, 3)
		    ? NULL
		    : mem_dup_str(db_text(rows, i, 3));
		item->text = mem_dup_str(db_text(rows, i, 4));
		item->is_stored = true;
	}
	db_rows_free(rows);
	return rc;
}

static int
compare(const void *x, const void *y)
{
	const struct redact_item *a = x, *b = y;
	int c = strcmp(a->journal, b->journal);

	if (c != 0)
		return c;
	return a->entry.seq < b->entry.seq ? -1 : a->entry.seq > b->entry.seq;
}

void
redact_list_sort(struct redact_list *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof(*list->items), compare);
}

static bool
has_hash(const struct redaction_entry *e)
{
	static const uint8_t none[sizeof(e->hash)];

	return memcmp(e->hash, none, sizeof(none)) != 0;
}

void
redact_list_merge(struct redact_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct redact_item *item = &list->items[i];
		struct redact_item *last =
		    kept > 0 ? &list->items[kept - 1] : NULL;

		if (last == NULL || last->entry.seq != item->entry.seq ||
		    strcmp(last->journal, item->journal) != 0) {
			list->items[kept++] = *item;
			continue;
		}
		/* Declared more than once, once perhaps of a row alone. */
		if (item->is_kept || !has_hash(&last->entry))
			last->entry = item->entry;
		last->is_kept |= item->is_kept;
		last->is_stored |= item->is_stored;
		if (last->device == NULL) {
			last->device = item->device;
			item->device = NULL;
		}
		free(item->device);
		free(item->text);
	}
	list->count = kept;
}

void
redact_list_free(struct redact_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].device);
		free(list->items[i].text);
	}
	free(list->items);
	*list = (struct redact_list){ 0 };
}

static int
read_devices(struct db *db, struct search *s)
{
	struct db_rows *rows = NULL;
	struct address address;
	int rc = replay_store_devices(db, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int tenant = (int)db_int(rows, i, 0);
		int realm = (int)db_int(rows, i, 1);
		int device = (int)db_int(rows, i, 2);
		const char *name = db_text(rows, i, 4);

		if (address_parse(db_text(rows, i, 3), &address) == ERR_OK)
			bind_add(&s->bind, tenant, realm, device, &address);
		bind_add_name(&s->bind, tenant, realm, device, name);
		if (s->filter->device != NULL && tenant == s->tenant &&
		    strcmp(name, s->filter->device) == 0)
			s->device = device;
	}
	bind_sort(&s->bind);
	db_rows_free(rows);
	return rc;
}

static int
compile(struct search *s)
{
	struct regex_fault fault;

	if (s->filter->grep == NULL)
		return ERR_OK;
	if (regex_compile(s->filter->grep, REGEX_CASELESS, &s->grep, &fault) ==
	    ERR_OK)
		return ERR_OK;
	complain("--grep: %s", fault.text);
	return ERR_PARSE;
}

static bool
is_asked(const struct search *s, const struct record *rec,
    const struct observation *obs)
{
	const struct redaction_filter *f = s->filter;

	if (rec->seq < f->from || rec->seq > f->to ||
	    obs->tenant_id != s->tenant)
		return false;
	if ((f->since != DB_NO_TIME && obs->at < f->since) ||
	    (f->until != DB_NO_TIME && obs->at >= f->until))
		return false;
	/* Of a trap there is no text to look for. */
	if (obs->kind == OBSERVATION_TRAP)
		return s->grep == NULL &&
		    (f->device == NULL || obs->trap.device_id == s->device);
	if (obs->kind != OBSERVATION_MESSAGE)
		return false;
	if (f->device != NULL &&
	    (s->device == 0 || message_row_device(&s->bind, obs) != s->device))
		return false;
	return s->grep == NULL ||
	    regex_match(s->grep, (const char *)obs->message.bytes,
		obs->message.len, NULL);
}

static void
set_text(struct redact_item *item, const struct observation *obs)
{
	struct span span = span_of(obs->message.bytes, obs->message.len);
	struct buf text = { 0 };

	if (obs->kind != OBSERVATION_MESSAGE)
		return;
	span_add_text(&span, &text);
	item->text = buf_take_str(&text);
}

static struct redact_item *
find_item(const struct search *s, const struct redact_list *list, uint64_t seq)
{
	struct redact_item key = { .entry = { .seq = seq } };

	if (s->sorted == 0)
		return NULL;
	snprintf(key.journal, sizeof(key.journal), "%s", s->journal);
	return bsearch(&key, list->items, s->sorted, sizeof(key), compare);
}

static void
look_at(
    struct search *s, const struct browse_item *at, struct redact_list *list)
{
	const struct record *rec = &at->rec;
	struct redact_item *item;
	struct observation obs;

	uuid_format(at->uuid, s->journal);
	if (rec->type == 0 || !record_is_numbered(rec))
		return;
	item = find_item(s, list, rec->seq);
	if (item == NULL) {
		if (rec->type == RECORD_REDACTED ||
		    observation_decode(rec->payload, rec->len, &obs) < 0 ||
		    !is_asked(s, rec, &obs))
			return;
		item = add_item(list);
		memcpy(item->journal, s->journal, sizeof(item->journal));
		item->entry.seq = rec->seq;
		item->entry.at = obs.at;
		set_text(item, &obs);
	}
	item->is_kept = true;
	record_hash(rec, item->entry.hash);
}

int
redact_find_kept(struct db *db, int tenant, const char *dir,
    const struct redaction_filter *f, struct redact_list *list,
    char journal[37])
{
	struct search s = { .filter = f, .tenant = tenant };
	struct browse *b = NULL;
	struct browse_item at;
	int rc;

	redact_list_sort(list);
	s.sorted = list->count;
	rc = compile(&s);
	if (rc == ERR_OK)
		rc = read_devices(db, &s);
	if (rc == ERR_OK)
		rc = browse_open(dir, 0, &b);
	while (rc == ERR_OK && (rc = browse_next(b, &at)) == ERR_OK)
		look_at(&s, &at, list);
	browse_close(b);
	bind_free(&s.bind);
	regex_free(s.grep);
	memcpy(journal, s.journal, sizeof(s.journal));
	redact_list_sort(list);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static void
add_declared(
    struct redact_list *list, const struct record *rec, const char journal[37])
{
	struct redaction r;

	if (redaction_decode(rec->payload, rec->len, &r) < 0)
		return;
	for (size_t i = 0; i < r.count; i++) {
		struct redact_item *item = add_item(list);

		memcpy(item->journal, journal, 37);
		redaction_entry(&r, i, &item->entry);
	}
}

/* Each of them counts once a checkpoint behind it is signed. */
int
redact_find_declared(
    const char *dir, struct redact_list *list, char journal[37])
{
	struct key_list keys;
	struct browse *b = NULL;
	struct browse_item at;
	size_t is_signed = list->count;
	int rc = key_list_read(dir, &keys);

	journal[0] = '\0';
	if (rc == ERR_OK)
		rc = browse_open(dir, 0, &b);
	while (rc == ERR_OK && (rc = browse_next(b, &at)) == ERR_OK) {
		uuid_format(at.uuid, journal);
		if (at.rec.type == RECORD_REDACTION)
			add_declared(list, &at.rec, journal);
		else if (at.rec.type == RECORD_CHECKPOINT &&
		    list->count > is_signed &&
		    checkpoint_check_listed(at.rec.payload, at.uuid, &keys) ==
			ERR_OK)
			is_signed = list->count;
	}
	browse_close(b);
	key_list_free(&keys);
	list->count = is_signed; /* they have no text to free */
	redact_list_sort(list);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}
