/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_EXPORTER_H
#define COLLECTOR_ALERT_EXPORTER_H

#include <stdint.h>

struct db;
struct event_base;

/*
 * /metrics and /healthz over HTTP, on this machine only. What they say was
 * asked of the database at most EXPORTER_FRESH_S before: who scrapes often
 * costs no more than who does not. What counts millions of rows is asked so
 * seldom that it takes a fiftieth of the time, or once in EXPORTER_COUNTED_S
 * where that is sooner; the page says when that was.
 */
enum { EXPORTER_FRESH_S = 5, EXPORTER_COUNTED_S = 60 };

/* How long what took that long to ask is told; microseconds. */
int64_t exporter_fresh(int64_t took);

struct exporter;

/* What this process itself counts and knows. */
struct exporter_own {
	struct db *db; /* NULL: it is away */
	uint64_t sent, failed;
	int64_t decided; /* monotonic: when the desk last looked; 0: never */
	int64_t interval;
};
typedef void exporter_own_fn(void *arg, struct exporter_own *out);

/* NULL, logged, when the address cannot be used. */
struct exporter *exporter_new(struct event_base *base, const char *address,
    exporter_own_fn *own, void *arg);
void exporter_free(struct exporter *m); /* NULL is fine */

#endif
