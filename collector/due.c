/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/due.h"

#include <search.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"

#define GAP  (DUE_GAP_S * CLOCK_SECOND)
#define NONE INT64_MAX

const char due_statement[] =
    "WITH told AS (INSERT INTO due(tenant_id,device_id,at,reason)"
    " SELECT r.tenant,r.device,now(),r.reason"
    " FROM jsonb_to_recordset($1::text::jsonb)"
    " AS r(tenant int,device int,reason text)"
    " JOIN device d ON d.tenant_id=r.tenant"
    " AND d.device_id=r.device AND d.retired IS NULL"
    " ON CONFLICT(tenant_id,device_id) DO UPDATE"
    " SET at=excluded.at,reason=excluded.reason,taken=NULL"
    " WHERE due.at<=excluded.at-interval '59 s' RETURNING 1)"
    " SELECT pg_notify('patchwacht_request','')"
    " WHERE EXISTS(SELECT 1 FROM told)";

struct wish {
	int32_t tenant_id, device_id;
	const char *reason;
	int64_t last; /* when it was written, */
	int64_t want; /* is to be; NONE: nothing is wanted, */
	bool asked;   /* is just being */
};

struct due {
	struct wish **list;
	size_t count, room;
	void *tree; /* the same, by device */
	int64_t next;
};

struct due *
due_new(void)
{
	struct due *d = mem_new(1, sizeof(*d));

	d->next = NONE;
	return d;
}

static void
keep(void *wish)
{
	(void)wish;
}

void
due_free(struct due *d)
{
	if (d == NULL)
		return;
	tdestroy(d->tree, keep);
	for (size_t i = 0; i < d->count; i++)
		free(d->list[i]);
	free(d->list);
	free(d);
}

static int
by_device(const void *a, const void *b)
{
	const struct wish *x = a, *y = b;

	if (x->tenant_id != y->tenant_id)
		return x->tenant_id < y->tenant_id ? -1 : 1;
	return x->device_id < y->device_id ? -1 : x->device_id > y->device_id;
}

static struct wish *
find(struct due *d, int32_t tenant, int32_t device)
{
	const struct wish key = { .tenant_id = tenant, .device_id = device };
	struct wish **found = tfind(&key, &d->tree, by_device), *w;

	if (found != NULL)
		return *found;
	if (d->count == DUE_MAX)
		return NULL;
	w = mem_new(1, sizeof(*w));
	*w = (struct wish){ tenant, device, NULL, -GAP, NONE, false };
	if (d->count == d->room) {
		d->room = d->room == 0 ? 64 : 2 * d->room;
		d->list = mem_grow(d->list, d->room, sizeof(struct wish *));
	}
	d->list[d->count++] = w;
	(void)tsearch(w, &d->tree, by_device);
	return w;
}

void
due_note(struct due *d, int32_t tenant, int32_t device, const char *reason,
    int64_t now)
{
	struct wish *w = find(d, tenant, device);

	if (w == NULL || w->want != NONE)
		return;
	w->reason = reason;
	w->want = w->last + GAP > now ? w->last + GAP : now;
	if (w->want < d->next)
		d->next = w->want;
}

int64_t
due_next(const struct due *d)
{
	return d->next;
}

static struct json *
row_of(const struct wish *w)
{
	struct json *row = json_new_object();

	json_put_int(row, "tenant", w->tenant_id);
	json_put_int(row, "device", w->device_id);
	json_put_text(row, "reason", w->reason);
	return row;
}

struct json *
due_rows(struct due *d, int64_t now)
{
	struct json *rows = NULL;

	if (d->next > now)
		return NULL;
	d->next = NONE;
	for (size_t i = 0; i < d->count; i++) {
		struct wish *w = d->list[i];

		if (w->want > now) {
			d->next = w->want < d->next ? w->want : d->next;
			continue;
		}
		if (rows == NULL)
			rows = json_new_array();
		json_add(rows, row_of(w));
		w->asked = true;
		w->last = now;
		w->want = NONE;
	}
	return rows;
}

void
due_taken(struct due *d)
{
	for (size_t i = 0; i < d->count; i++)
		d->list[i]->asked = false;
}

void
due_not_taken(struct due *d)
{
	for (size_t i = 0; i < d->count; i++) {
		struct wish *w = d->list[i];

		if (!w->asked)
			continue;
		w->asked = false;
		w->want = w->last;
		w->last -= GAP;
		if (w->want < d->next)
			d->next = w->want;
	}
}
