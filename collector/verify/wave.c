/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/wave.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/array.h"
#include "lib/store/db.h"
#include "lib/store/follow.h"
#include "lib/store/patch/alert.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/patch/verdict.h"
#include "lib/store/slate.h"

/* Arrays of SQL: all devices, and those of which readings passed by. */
struct keys {
	struct buf tenants, devices;
	struct buf of_tenants, of_devices, said, same;
};

static void
add_value(struct buf *array, struct db_arg value)
{
	array_add(array, &value);
}

/* Silence and measurements are no look at what it runs. */
static bool
is_look(const struct stored_reading *r)
{
	return strcmp(r->plan, "stability") != 0 &&
	    (strcmp(r->outcome, "answered") == 0 ||
		strcmp(r->outcome, "partial") == 0);
}

static void
add_key(struct keys *k, const struct device_state *s,
    const struct stored_reading *r)
{
	add_value(&k->tenants, DB_INT(s->tenant_id));
	add_value(&k->devices, DB_INT(s->device_id));
	if (!is_look(r) || s->said_at == CLOCK_NONE || s->same_at <= s->said_at)
		return;
	add_value(&k->of_tenants, DB_INT(s->tenant_id));
	add_value(&k->of_devices, DB_INT(s->device_id));
	add_value(&k->said, DB_TIME(s->said_at));
	add_value(&k->same, DB_TIME(s->same_at));
}

static void
free_keys(struct keys *k)
{
	buf_free(&k->tenants);
	buf_free(&k->devices);
	buf_free(&k->of_tenants);
	buf_free(&k->of_devices);
	buf_free(&k->said);
	buf_free(&k->same);
}

static void
find_keys(struct verify *v, const struct stored_reading *readings, size_t n,
    struct keys *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct device_state *s = device_states_find(
		    v->states, readings[i].tenant_id, readings[i].device_id);

		if (s != NULL)
			add_key(out, s, &readings[i]);
	}
	array_end(&out->tenants);
	array_end(&out->devices);
}

/* What the readings that were passed over since the last look had shown. */
static int
settle(struct verify *v, struct keys *k)
{
	struct settled s;
	int rc;

	if (k->said.len == 0)
		return ERR_OK;
	array_end(&k->of_tenants);
	array_end(&k->of_devices);
	array_end(&k->said);
	array_end(&k->same);
	s = (struct settled){ buf_str(&k->of_tenants), buf_str(&k->of_devices),
		buf_str(&k->said), buf_str(&k->same) };
	rc = version_settle(v->db, &s);
	return rc == ERR_OK ? verdict_settle(v->db, &s) : rc;
}

static int
load_kept(struct verify *v, struct wave *w, const char *tenants,
    const struct stored_reading *readings, size_t n)
{
	struct db_rows *rows = NULL;
	int rc;

	w->journal = readings[0].journal;
	w->first = w->last = readings[0].seq;
	for (size_t i = 1; i < n; i++) {
		if (readings[i].seq < w->first)
			w->first = readings[i].seq;
		if (readings[i].seq > w->last)
			w->last = readings[i].seq;
	}
	rc = evidence_find_span(
	    v->db, tenants, w->journal, w->first, w->last, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		wave_add_kept(w, (int)db_int(rows, i, 0), db_int(rows, i, 1),
		    db_int(rows, i, 2));
	db_rows_free(rows);
	return rc;
}

int
wave_hold(struct verify *v, const struct stored_reading *readings, size_t n)
{
	struct buf tenants = { 0 }, devices = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; i < n; i++) {
		add_value(&tenants, DB_INT(readings[i].tenant_id));
		add_value(&devices, DB_INT(readings[i].device_id));
	}
	array_end(&tenants);
	array_end(&devices);
	if (n > 0)
		rc = verdict_hold(v->db, buf_str(&tenants), buf_str(&devices));
	buf_free(&tenants);
	buf_free(&devices);
	return rc;
}

int
wave_begin(struct verify *v, struct wave *w,
    const struct stored_reading *readings, size_t n)
{
	struct keys k = { 0 };
	const char *tenants, *devices;
	int rc;

	*w = (struct wave){ 0 };
	find_keys(v, readings, n, &k);
	tenants = buf_str(&k.tenants);
	devices = buf_str(&k.devices);
	rc = settle(v, &k);
	if (rc == ERR_OK)
		rc = verdict_load_devices(
		    v->db, tenants, devices, &w->deployments);
	if (rc == ERR_OK)
		rc = version_load(v->db, tenants, devices, &w->versions);
	if (rc == ERR_OK)
		rc = alert_open_load_of(v->db, tenants, devices, &w->alerts);
	if (rc == ERR_OK)
		rc = load_kept(v, w, tenants, readings, n);
	free_keys(&k);
	v->wave = w;
	v->alerts = w->alerts;
	return rc;
}

/* Those of one organisation, out of changed. */
static int
match_tenant(struct verify *v, const struct wave *w, int tenant)
{
	struct buf devices = { 0 };
	int rc;

	for (size_t i = 0; i < w->n_changed; i++)
		if (w->changed[i].tenant_id == tenant)
			add_value(&devices, DB_INT(w->changed[i].device_id));
	array_end(&devices);
	rc = deployment_match_versions(v->db, tenant, buf_str(&devices));
	buf_free(&devices);
	return rc;
}

static int
match_changed(struct verify *v, const struct wave *w)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < w->n_changed; i++) {
		size_t k = 0;

		while (w->changed[k].tenant_id != w->changed[i].tenant_id)
			k++;
		if (k == i)
			rc = match_tenant(v, w, w->changed[i].tenant_id);
	}
	return rc;
}

int
wave_end(struct verify *v, struct wave *w, int rc)
{
	if (rc == ERR_OK)
		rc = slate_write(v->db);
	if (rc == ERR_OK)
		rc = match_changed(v, w);
	v->wave = NULL;
	v->alerts = NULL;
	verdict_list_free(&w->deployments);
	db_rows_free(w->versions);
	alert_open_free(w->alerts);
	free(w->kept);
	free(w->changed);
	*w = (struct wave){ 0 };
	return rc;
}

void
wave_add_changed(struct wave *w, int tenant, int device)
{
	w->changed =
	    mem_grow(w->changed, w->n_changed + 1, sizeof(*w->changed));
	w->changed[w->n_changed++] = (struct device_key){ tenant, device };
}

int64_t
wave_find_kept(const struct wave *w, int tenant, int64_t seq)
{
	/* The newest first: a device's own stand together. */
	for (size_t i = w->n_kept; i-- > 0;)
		if (w->kept[i].seq == seq && w->kept[i].tenant_id == tenant)
			return w->kept[i].id;
	return seq >= w->first && seq <= w->last ? 0 : -1;
}

void
wave_add_kept(struct wave *w, int tenant, int64_t seq, int64_t id)
{
	w->kept = mem_grow(w->kept, w->n_kept + 1, sizeof(*w->kept));
	w->kept[w->n_kept++] = (struct wave_kept){ tenant, seq, id };
}
