/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LINE_STORE_H
#define LIB_STORE_LINE_STORE_H

#include <stddef.h>
#include <stdint.h>

/* What log lines tell, many at once, inside the caller's transaction. */
struct db;
struct device_event;

/* All of one tenant. */
int line_store_events(struct db *db, const struct device_event *list, size_t n);

/* How often the port of a device went up or down since then; *flaps says
 * whether that was told since. */
int line_store_changes(struct db *db, int tenant, int device, const char *port,
    int64_t since, int64_t until, int *changes, int *flaps);

/* Lines of one shape that a device sent within an hour. */
struct line_template {
	int tenant_id, device_id;
	int64_t hour; /* when it began */
	int64_t id;
	const char *app, *code, *shape; /* the first two may be NULL */
	int severity;
	int64_t first, last, count;
};
int line_store_templates(
    struct db *db, const struct line_template *list, size_t n);

/* The same for who has no struct db: a statement, and its argument, which is
 * the caller's to free(). */
extern const char line_store_templates_sql[];
char *line_store_templates_arg(const struct line_template *list, size_t n);

#endif
