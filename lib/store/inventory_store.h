/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_INVENTORY_STORE_H
#define LIB_STORE_INVENTORY_STORE_H

#include <stdbool.h>

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
    const struct inventory_filter *filter, bool by_site, struct db_rows **out);

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

#endif
