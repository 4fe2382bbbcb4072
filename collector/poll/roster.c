/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/roster.h"

#include <stdlib.h>
#include <string.h>

#include "collector/engine/security.h"
#include "collector/keys/keyring.h"
#include "collector/poll/schedule.h"
#include "lib/base/box.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/network/credential.h"

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
	RETIRED,
};

#define COLUMNS                                                            \
	"SELECT d.tenant_id,d.device_id,realm_id,name,host(address),port," \
	"credential_id,poll_s,any_source,retired IS NOT NULL FROM device d"
#define PAGE                                           \
	" (d.tenant_id,d.device_id)>($1::int,$2::int)" \
	" ORDER BY d.tenant_id,d.device_id LIMIT $3"

const char *const roster_page = COLUMNS " WHERE retired IS NULL AND" PAGE;

const char *const roster_changes =
    COLUMNS " JOIN mark m ON m.kind='device' AND m.tenant_id=d.tenant_id"
	    " AND m.id=d.device_id WHERE m.changed>=$4 AND" PAGE;

/* How a device is asked, of its row; compared to see whether it changed.
 * Zeroed before it is filled. */
struct way {
	struct address address;
	enum snmp_version version;
	char community[256];
	struct usm_user user;
	bool any_source, usable;
	int64_t interval;
};

static void
free_way(struct way *w)
{
	if (w == NULL)
		return;
	box_wipe(w, sizeof(*w));
	free(w);
}

static void
free_device(struct device *d)
{
	box_wipe(d->community, sizeof(d->community));
	free_way(d->next);
	security_free(d->peer.security);
	free(d->habits);
	free(d->name);
	free(d);
}

void
roster_free(struct roster *r)
{
	for (size_t i = 0; i < r->count; i++)
		free_device(r->devices[i]);
	free(r->devices);
	r->devices = NULL;
	r->count = 0;
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

static void
read_credential(struct way *w, const struct db_rows *rows, size_t row,
    const struct keyring *keys)
{
	int tenant_id = (int)db_int(rows, row, TENANT);
	int credential_id = (int)db_int(rows, row, CREDENTIAL);
	const struct credential *c =
	    keyring_find(keys, tenant_id, credential_id);
	const struct usm_user *user =
	    keyring_user(keys, tenant_id, credential_id);

	if (c == NULL)
		return;
	if (user != NULL) {
		w->version = SNMP_V3;
		w->user = *user;
	} else {
		w->version = strcmp(c->kind, "v1") == 0 ? SNMP_V1 : SNMP_V2C;
		memcpy(w->community, c->community, sizeof(w->community));
	}
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
is_same_place(const struct device *d, const struct way *w)
{
	return address_equal(&d->peer.address, &w->address) &&
	    d->peer.any_source == w->any_source && d->usable == w->usable;
}

static bool
is_same_secret(const struct device *d, const struct way *w)
{
	if (d->peer.version != w->version)
		return false;
	if (w->version == SNMP_V3)
		return usm_user_equal(
		    security_user(d->peer.security), &w->user);
	return strcmp(d->community, w->community) == 0;
}

static bool
is_same_way(const struct device *d, const struct way *w)
{
	return is_same_place(d, w) && (!w->usable || is_same_secret(d, w)) &&
	    d->interval == w->interval;
}

/* What was known of the engine at another address is of no use. */
static struct security *
choose_security(const struct device *d, const struct way *w)
{
	if (!w->usable || w->version != SNMP_V3)
		return NULL;
	if (d->peer.security == NULL ||
	    !address_equal(&d->peer.address, &w->address))
		return security_new(&w->user);
	security_use(d->peer.security, &w->user);
	return d->peer.security;
}

/* What it had and has no use for any more: to be freed when nothing is asked
 * by it. */
static struct security *
use_way(struct device *d, const struct way *w, int rows)
{
	struct security *had = d->peer.security;

	d->peer.security = choose_security(d, w);
	memcpy(d->community, w->community, sizeof(d->community));
	d->peer.address = w->address;
	d->peer.version = w->version;
	d->peer.community = d->community;
	d->peer.community_len = strlen(d->community);
	d->peer.any_source = w->any_source;
	d->usable = w->usable && w->address.family != 0;
	d->interval = w->interval;
	d->manner = (struct manner){ .varbinds = WALK_VARBINDS, .rows = rows };
	return had == d->peer.security ? NULL : had;
}

static void
defer(struct device *d, const struct way *w)
{
	free_way(d->next);
	d->next = w == NULL ? NULL : mem_dup(w, sizeof(*w));
}

bool
roster_renew(const struct roster *r, struct device *d)
{
	if (d->next == NULL)
		return false;
	security_free(use_way(d, d->next, r->defaults.rows));
	defer(d, NULL);
	return true;
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

/*
 * A look at the register
 */

void
roster_begin(struct roster *r, bool whole)
{
	r->look++;
	r->changed = 0;
	r->whole = whole;
}

static void
remove_device(struct roster *r, struct device *d)
{
	r->hooks.removed(r->hooks.arg, d);
	free_device(d);
}

/*
 * One that is there already. A poll that is under way ends as it began when
 * only its secret changed; one to another address is of another device.
 */
static void
take_known(struct roster *r, struct device *d, const struct way *w)
{
	struct security *had;

	d->look = r->look;
	defer(d, NULL);
	if (is_same_way(d, w))
		return;
	if (d->probe != NULL && is_same_place(d, w)) {
		defer(d, w);
		return;
	}
	had = use_way(d, w, r->defaults.rows);
	r->hooks.changed(r->hooks.arg, d, ++r->changed);
	security_free(had);
}

/* Gone: retired, or another worker's. */
static bool
is_gone(const struct roster *r, const struct db_rows *rows, size_t row)
{
	return db_bool(rows, row, RETIRED) ||
	    !share_has(&r->defaults.share, (int)db_int(rows, row, TENANT),
		(int)db_int(rows, row, DEVICE));
}

/* The device of a row when it is new, else NULL. */
static struct device *
take_row(struct roster *r, const struct db_rows *rows, size_t row,
    const struct keyring *keys)
{
	struct device *d = roster_find(
	    r, (int)db_int(rows, row, TENANT), (int)db_int(rows, row, DEVICE));
	struct device *fresh = NULL;
	struct way w;

	if (is_gone(r, rows, row)) {
		if (d != NULL)
			d->look = ROSTER_GONE;
		return NULL;
	}
	read_way(&w, rows, row, keys, &r->defaults);
	if (d == NULL) {
		d = fresh = new_device(rows, row);
		d->look = r->look;
		(void)use_way(d, &w, r->defaults.rows);
	} else {
		take_known(r, d, &w);
	}
	set_labels(d, rows, row);
	box_wipe(&w, sizeof(w));
	return fresh;
}

/* Both in one order; from the end, so that they fit in place. */
static void
merge(struct roster *r, struct device **fresh, size_t n)
{
	size_t at = r->count, to = r->count + n;

	if (n == 0)
		return;
	r->devices = mem_grow(r->devices, to, sizeof(struct device *));
	r->count = to;
	r->added += n;
	while (n > 0) {
		const struct device *f = fresh[n - 1];

		if (at > 0 &&
		    order(r->devices[at - 1], f->tenant_id, f->device_id) > 0)
			r->devices[--to] = r->devices[--at];
		else
			r->devices[--to] = fresh[--n];
	}
}

void
roster_take(
    struct roster *r, const struct db_rows *rows, const struct keyring *keys)
{
	size_t n = 0, count = db_count(rows);
	struct device **fresh = mem_new(count + 1, sizeof(struct device *));
	struct device *d;

	for (size_t i = 0; i < count; i++) {
		d = take_row(r, rows, i, keys);
		if (d != NULL)
			fresh[n++] = d;
	}
	merge(r, fresh, n);
	free(fresh);
}

/* Those that the register no longer has for us. */
static void
sweep(struct roster *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct device *d = r->devices[i];

		if (d->look == ROSTER_GONE || (r->whole && d->look != r->look))
			remove_device(r, d);
		else
			r->devices[n++] = d;
	}
	r->count = n;
}

void
roster_end(struct roster *r)
{
	size_t added = r->added;

	sweep(r);
	r->added = 0;
	for (size_t i = 0; added > 0 && i < r->count; i++) {
		if (r->devices[i]->owner == NULL)
			r->hooks.added(r->hooks.arg, r->devices[i], added);
	}
}
