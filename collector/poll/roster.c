/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/roster.h"

#include <stdlib.h>
#include <string.h>

#include "collector/keys/keyring.h"
#include "collector/poll/schedule.h"
#include "lib/base/box.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/credential.h"
#include "lib/store/db.h"

/* The columns of the query below. */
enum column {
	TENANT,
	DEVICE,
	REALM,
	NAME,
	ADDRESS,
	PORT,
	CREDENTIAL,
	POLL_S,
	ANY_SOURCE,
};

static const char query[] =
    "SELECT tenant_id,device_id,realm_id,name,host(address),port,"
    "credential_id,poll_s,any_source FROM device WHERE retired IS NULL"
    " ORDER BY tenant_id,device_id";

static void
free_device(struct device *d)
{
	box_wipe(d->community, sizeof(d->community));
	free(d->name);
	free(d);
}

void
roster_free(struct roster *r)
{
	for (size_t i = 0; i < r->count; i++)
		free_device(r->devices[i]);
	free(r->devices);
	*r = (struct roster){ 0 };
}

static int
order(const struct device *d, int tenant_id, int device_id)
{
	if (d->tenant_id != tenant_id)
		return d->tenant_id < tenant_id ? -1 : 1;
	return d->device_id < device_id ? -1 : d->device_id > device_id;
}

struct device *
roster_find(const struct roster *r, int tenant_id, int device_id)
{
	size_t low = 0, high = r->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (order(r->devices[middle], tenant_id, device_id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == r->count || order(r->devices[low], tenant_id, device_id))
		return NULL;
	return r->devices[low];
}

/* How a device is asked, of its row; compared to see whether it changed. */
struct way {
	struct address address;
	enum snmp_version version;
	char community[256];
	bool any_source, usable;
	int64_t interval;
};

static void
read_credential(struct way *w, const struct db_rows *rows, size_t row,
    const struct keyring *keys)
{
	const struct credential *c = keyring_find(keys,
	    (int)db_int(rows, row, TENANT), (int)db_int(rows, row, CREDENTIAL));

	if (c == NULL)
		return;
	if (strcmp(c->kind, "v1") == 0)
		w->version = SNMP_V1;
	else if (strcmp(c->kind, "v2c") == 0)
		w->version = SNMP_V2C;
	else
		return;
	memcpy(w->community, c->community, sizeof(w->community));
	w->usable = true;
}

static void
read_way(struct way *w, const struct db_rows *rows, size_t row,
    const struct keyring *keys, const struct roster_defaults *defaults)
{
	int64_t poll_s = db_int(rows, row, POLL_S);

	memset(w, 0, sizeof(*w));
	if (address_parse(db_text(rows, row, ADDRESS), &w->address) < 0)
		w->address.family = 0;
	w->address.port = (uint16_t)db_int(rows, row, PORT);
	w->any_source = db_bool(rows, row, ANY_SOURCE);
	w->interval = poll_s == ROSTER_POLL_S ? defaults->interval
					      : poll_s * CLOCK_SECOND;
	read_credential(w, rows, row, keys);
}

static bool
is_same_way(const struct device *d, const struct way *w)
{
	return address_equal(&d->peer.address, &w->address) &&
	    d->peer.version == w->version &&
	    strcmp(d->community, w->community) == 0 &&
	    d->peer.any_source == w->any_source && d->usable == w->usable &&
	    d->interval == w->interval;
}

static void
use_way(struct device *d, const struct way *w, int rows)
{
	memcpy(d->community, w->community, sizeof(d->community));
	d->peer.address = w->address;
	d->peer.version = w->version;
	d->peer.community = d->community;
	d->peer.community_len = strlen(d->community);
	d->peer.any_source = w->any_source;
	d->usable = w->usable && w->address.family != 0;
	d->interval = w->interval;
	d->manner = (struct manner){ WALK_VARBINDS, rows, 0 };
}

static struct device *
new_device(const struct db_rows *rows, size_t row)
{
	struct device *d = mem_new(1, sizeof(*d));

	d->tenant_id = (int)db_int(rows, row, TENANT);
	d->device_id = (int)db_int(rows, row, DEVICE);
	d->place = SCHEDULE_NONE;
	return d;
}

static void
set_labels(struct device *d, const struct db_rows *rows, size_t row)
{
	d->realm_id = (int)db_int(rows, row, REALM);
	if (d->name != NULL && strcmp(d->name, db_text(rows, row, NAME)) == 0)
		return;
	free(d->name);
	d->name = mem_dup_str(db_text(rows, row, NAME));
}

/* Both lists in one order: what is only in the old one has gone. */
struct merge {
	struct roster *old, *fresh;
	size_t at; /* in old */
	const struct keyring *keys;
	const struct roster_defaults *defaults;
	const struct roster_hooks *hooks;
	const struct db_rows *rows;
	size_t added;
};

static void
remove_before(struct merge *m, int tenant_id, int device_id)
{
	struct device *d;

	for (; m->at < m->old->count; m->at++) {
		d = m->old->devices[m->at];
		if (order(d, tenant_id, device_id) >= 0)
			return;
		m->hooks->removed(m->hooks->arg, d);
		free_device(d);
	}
}

static void
merge_row(struct merge *m, size_t row)
{
	int tenant_id = (int)db_int(m->rows, row, TENANT);
	int device_id = (int)db_int(m->rows, row, DEVICE);
	struct device *d = NULL;
	struct way w;

	remove_before(m, tenant_id, device_id);
	if (m->at < m->old->count &&
	    order(m->old->devices[m->at], tenant_id, device_id) == 0)
		d = m->old->devices[m->at++];
	read_way(&w, m->rows, row, m->keys, m->defaults);
	if (d == NULL) {
		d = new_device(m->rows, row);
		use_way(d, &w, m->defaults->rows);
		m->added++;
	} else if (!is_same_way(d, &w)) {
		use_way(d, &w, m->defaults->rows);
		m->hooks->changed(m->hooks->arg, d);
	}
	set_labels(d, m->rows, row);
	m->fresh->devices[m->fresh->count++] = d;
	box_wipe(&w, sizeof(w));
}

int
roster_load(struct roster *r, struct db *db, const struct keyring *keys,
    const struct roster_defaults *defaults, const struct roster_hooks *hooks)
{
	struct db_rows *rows = NULL;
	struct roster fresh = { 0 };
	struct merge m = { .old = r,
		.fresh = &fresh,
		.keys = keys,
		.defaults = defaults,
		.hooks = hooks };
	int rc;

	rc = db_query(db, &rows, query);
	if (rc < 0)
		return rc;
	m.rows = rows;
	fresh.devices = mem_new(db_count(rows) + 1, sizeof(struct device *));
	for (size_t i = 0; i < db_count(rows); i++) {
		if (share_has(&defaults->share, (int)db_int(rows, i, TENANT),
			(int)db_int(rows, i, DEVICE)))
			merge_row(&m, i);
	}
	remove_before(&m, INT32_MAX, INT32_MAX);
	free(r->devices);
	*r = fresh;
	db_rows_free(rows);
	for (size_t i = 0; m.added > 0 && i < r->count; i++) {
		if (r->devices[i]->owner == NULL)
			hooks->added(hooks->arg, r->devices[i], m.added);
	}
	return ERR_OK;
}
