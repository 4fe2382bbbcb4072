/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_METRIC_STORE_H
#define LIB_STORE_ALERT_METRIC_STORE_H

#include <stddef.h>

struct db;
struct db_rows;

/* How things stand, as numbers for a monitoring system. */
enum { METRIC_LABELS_MAX = 3 };

struct metric_family {
	const char *name; /* by Prometheus' conventions: its unit last */
	const char *help;
	const char *labels[METRIC_LABELS_MAX + 1]; /* ends with NULL */
	const char *sql; /* the labels' values, then the number */
};

struct metric_families {
	const struct metric_family *family;
	size_t n;
};

/* What is told as it is now; and what counts all devices or deployments. */
extern const struct metric_families metric_now, metric_counted;

int metric_load(
    struct db *db, const struct metric_family *f, struct db_rows **out);

/* Roles that should have told that they run, and have not: NULL: none.
 * The caller's to free(). */
int metric_missing(struct db *db, char **out);

#endif
