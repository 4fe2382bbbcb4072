/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/weeks.h"

#include <math.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/patch/comparison_store.h"

/* Columns of comparison_devices. */
enum {
	DEVICE,
	SITE,
	PROFILE,
	MODEL,
	FAMILY,
	ROLE,
	HAS_PROFILE,
	HAS_MODEL,
	HAS_CLASS,
	CONTROL,
	SLEEPS
};

/* Of comparison_hours, after the device. */
enum {
	POLLED = 1,
	SILENT,
	FLAPS,
	FAULTS,
	CRITICAL,
	ERROR,
	WARNING,
	UPS,
	VOLUMES,
	HAS_UPS,
	HAS_VOLUMES
};

/* Of comparison_blocks, after device and block. */
static const enum series_metric series[] = { SERIES_RTT, SERIES_RTT_HIGH,
	SERIES_CPU, SERIES_MEMORY, SERIES_TEMPERATURE, SERIES_CLIENTS,
	SERIES_ACCESS_POINTS, SERIES_POWER, SERIES_CHARGE, SERIES_RUNTIME };
enum { FIRST_SERIES = 2, MEASURED = sizeof(series) / sizeof(series[0]) };

static int
find(const struct weeks *w, int64_t device)
{
	size_t low = 0, high = w->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (w->device[middle] < device)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->n && w->device[low] == device ? (int)low : -1;
}

const struct subject *
weeks_find(const struct weeks *w, int device)
{
	int i = find(w, device);

	return i < 0 ? NULL : &w->subject[i];
}

/* A number for those alike, or 0: not known, and like nobody. */
static int
kind(const struct db_rows *rows, size_t i, int column, int known)
{
	return db_bool(rows, i, known) ? (int)db_int(rows, i, column) : 0;
}

static int
load_devices(struct db *db, int tenant, int patch, struct weeks *w)
{
	struct db_rows *rows = NULL;
	int rc = comparison_devices(db, tenant, patch, w->frame.origin, &rows);

	if (rc < 0)
		return rc;
	w->n = db_count(rows);
	w->subject = mem_new(w->n + 1, sizeof(*w->subject));
	w->device = mem_new(w->n + 1, sizeof(*w->device));
	w->values = mem_new(w->n + 1, sizeof(*w->values));
	for (size_t i = 0; i < w->n; i++) {
		w->device[i] = (int)db_int(rows, i, DEVICE);
		w->subject[i] = (struct subject){
			.site = (int)db_int(rows, i, SITE),
			.profile = kind(rows, i, PROFILE, HAS_PROFILE),
			.model = kind(rows, i, MODEL, HAS_MODEL),
			.family = kind(rows, i, FAMILY, HAS_CLASS),
			.role = kind(rows, i, ROLE, HAS_CLASS),
			.control = db_bool(rows, i, CONTROL),
			/* For the time being: see load_hours. */
			.place = db_bool(rows, i, SLEEPS),
		};
	}
	db_rows_free(rows);
	return ERR_OK;
}

/* "3 17 18": numbers of hours. */
static void
add_hours(const struct db_rows *rows, size_t i, int column, struct hours *h)
{
	const char *at;
	char *end;

	if (db_is_null(rows, i, column))
		return;
	for (at = db_text(rows, i, column);; at = end) {
		long hour = strtol(at, &end, 10);

		if (end == at)
			return;
		hours_add(h, hour);
	}
}

static int
load_hours(struct db *db, int tenant, struct weeks *w)
{
	struct db_rows *rows = NULL;
	int rc = comparison_hours(db, tenant, w->frame.origin, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int at = find(w, db_int(rows, i, 0));
		struct subject *s;

		if (at < 0)
			continue;
		s = &w->subject[at];
		add_hours(rows, i, POLLED, &s->asked);
		add_hours(rows, i, SILENT, &s->silent);
		add_hours(rows, i, FLAPS, &s->at[COUNT_FLAPS]);
		add_hours(rows, i, FAULTS, &s->at[COUNT_FAULTS]);
		add_hours(rows, i, CRITICAL, &s->at[COUNT_CRITICAL]);
		add_hours(rows, i, ERROR, &s->at[COUNT_ERROR]);
		add_hours(rows, i, WARNING, &s->at[COUNT_WARNING]);
		add_hours(rows, i, UPS, &s->at[COUNT_UPS]);
		add_hours(rows, i, VOLUMES, &s->at[COUNT_VOLUMES]);
		s->has[COUNT_UPS] = db_bool(rows, i, HAS_UPS);
		s->has[COUNT_VOLUMES] = db_bool(rows, i, HAS_VOLUMES);
	}
	db_rows_free(rows);
	return rc;
}

/* Who sleeps is silent, and well: those hours are of nobody. */
static void
excuse_sleep(struct weeks *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct subject *s = &w->subject[i];

		if (s->place != 0) {
			hours_drop(&s->asked, &s->silent);
			s->silent = (struct hours){ { 0 } };
		}
		s->place = 0;
	}
}

static void
excuse_site(struct weeks *w, int site, const struct hours *off)
{
	for (size_t i = 0; i < w->n; i++) {
		if (w->subject[i].site != site)
			continue;
		hours_drop(&w->subject[i].asked, off);
		hours_drop(&w->subject[i].silent, off);
	}
}

/* Each school has the holidays of its own region. */
static int
excuse_days_off(struct db *db, int tenant, struct weeks *w)
{
	struct hours off = { { 0 } };
	struct db_rows *rows = NULL;
	int rc = comparison_days_off(db, tenant, w->frame.origin, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		struct day_range day = { DAYS_FREE, db_time(rows, i, 1),
			db_time(rows, i, 1) };

		frame_add_days(&w->frame, &day, 1, &off);
		if (i + 1 < db_count(rows) &&
		    db_int(rows, i + 1, 0) == db_int(rows, i, 0))
			continue;
		excuse_site(w, (int)db_int(rows, i, 0), &off);
		off = (struct hours){ { 0 } };
	}
	db_rows_free(rows);
	return rc;
}

/* What others did to a device in these weeks is not of this patch. */
static int
excuse_windows(struct db *db, int tenant, int patch, struct weeks *w)
{
	struct db_rows *rows = NULL;
	int rc = comparison_windows(db, tenant, patch, w->frame.origin, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int at = find(w, db_int(rows, i, 0));
		struct hours h = { { 0 } };

		if (at < 0)
			continue;
		frame_add_span(
		    &w->frame, db_time(rows, i, 1), db_time(rows, i, 2), &h);
		hours_drop(&w->subject[at].asked, &h);
		hours_drop(&w->subject[at].silent, &h);
	}
	db_rows_free(rows);
	return rc;
}

static float *
values_of(struct weeks *w, size_t i)
{
	float *v = w->values[i];

	if (v != NULL)
		return v;
	v = mem_new(MEASURED * BLOCKS, sizeof(*v));
	for (size_t k = 0; k < MEASURED * BLOCKS; k++)
		v[k] = NAN;
	w->values[i] = v;
	for (size_t k = 0; k < MEASURED; k++)
		w->subject[i].series[series[k]] = v + k * BLOCKS;
	return v;
}

/* A school that is empty has no clients: of hours that are of nobody nothing
 * is said. */
static bool
is_asked(const struct subject *s, int64_t block)
{
	long first = (long)block * BLOCK_HOURS;

	return hours_count_span(&s->asked, first, first + BLOCK_HOURS) > 0;
}

static int
load_blocks(struct db *db, int tenant, struct weeks *w)
{
	struct db_rows *rows = NULL;
	int rc = comparison_blocks(db, tenant, w->frame.origin, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int at = find(w, db_int(rows, i, 0));
		int64_t block = db_int(rows, i, 1);

		if (at < 0 || block < 0 || block >= BLOCKS ||
		    !is_asked(&w->subject[at], block))
			continue;
		for (int k = 0; k < MEASURED; k++)
			if (!db_is_null(rows, i, FIRST_SERIES + k))
				values_of(w, (size_t)at)[k * BLOCKS + block] =
				    (float)db_real(rows, i, FIRST_SERIES + k);
	}
	db_rows_free(rows);
	return rc;
}

int
weeks_load(struct db *db, int tenant, int patch, const char *zone, int64_t now,
    struct weeks *out)
{
	int rc;

	*out = (struct weeks){ .n = 0 };
	frame_make(&out->frame, now, zone);
	rc = load_devices(db, tenant, patch, out);
	if (rc == ERR_OK)
		rc = load_hours(db, tenant, out);
	if (rc == ERR_OK)
		excuse_sleep(out);
	if (rc == ERR_OK)
		rc = excuse_days_off(db, tenant, out);
	if (rc == ERR_OK)
		rc = excuse_windows(db, tenant, patch, out);
	if (rc == ERR_OK)
		rc = load_blocks(db, tenant, out);
	if (rc == ERR_OK)
		subjects_mask_outages(out->subject, out->n, NULL);
	else
		weeks_free(out);
	return rc;
}

void
weeks_free(struct weeks *w)
{
	for (size_t i = 0; w->values != NULL && i < w->n; i++)
		free(w->values[i]);
	free(w->values);
	free(w->subject);
	free(w->device);
	*w = (struct weeks){ .n = 0 };
}
