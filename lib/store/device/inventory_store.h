/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_INVENTORY_STORE_H
#define LIB_STORE_INVENTORY_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/* Which devices are looked at; NULL: all. */
struct inventory_filter {
	const char *site, *vendor, *class, *tag;
};

/*
 * How many devices in service run what: vendor, model, profile, class, site,
 * version, schemes (joined by commas), confidence, devices, silent, since (the
 * first that ran it), seen (last). A device of which nothing is known counts
 * in a row without a version. by_site: else site is empty and all are one.
 */
int inventory_store_list(struct db *db, int tenant,
    const struct inventory_filter *f, bool by_site, int64_t at,
    struct db_rows **out);

enum inventory_column {
	INVENTORY_VENDOR,
	INVENTORY_MODEL,
	INVENTORY_PROFILE,
	INVENTORY_CLASS,
	INVENTORY_SITE,
	INVENTORY_VERSION,
	INVENTORY_SCHEMES,
	INVENTORY_CONFIDENCE,
	INVENTORY_DEVICES,
	INVENTORY_SILENT,
	INVENTORY_SINCE,
	INVENTORY_SEEN,
};

/*
 * What a device ran, newest first, at most that many: kind, component, value,
 * serial, since, until (none: it still does), seen, confidence, profile, the
 * profile's hash in hexadecimal, oid, raw, journal, seq.
 */
int inventory_store_history(struct db *db, int tenant, int device,
    bool packages, int most, struct db_rows **out);

/* What happened to it: at, kind, source, expected, detail; newest first. */
int inventory_store_events(
    struct db *db, int tenant, int device, int most, struct db_rows **out);

#endif
