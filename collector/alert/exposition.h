/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_EXPOSITION_H
#define COLLECTOR_ALERT_EXPOSITION_H

struct buf;

/* Prometheus' text format, version 0.0.4. */

enum exposition_type { EXPOSITION_GAUGE, EXPOSITION_COUNTER };

void exposition_family(struct buf *out, const char *name,
    enum exposition_type type, const char *help);

/* names and values end with a NULL name; any bytes may stand in a value. */
void exposition_sample(struct buf *out, const char *name,
    const char *const *names, const char *const *values, double value);

#endif
