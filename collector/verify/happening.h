/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_HAPPENING_H
#define COLLECTOR_VERIFY_HAPPENING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/log.h"

struct identity;
struct policy;
struct stored_reading;
struct verdict_list;
struct verify;
struct version_said;
struct vitals;

/* What happened to a device, gathered from one reading (table event). */
enum { HAPPENINGS_MAX = 64 };

struct happening_item {
	const char *kind;
	int64_t at;
	char *detail;
};

struct happening {
	struct happening_item item[HAPPENINGS_MAX]; /* the rest is not told */
	size_t n;
	bool installed; /* the product or the kernel became another */
};

int happening_add(struct happening *h, const char *kind, int64_t at,
    const char *fmt, ...) LOG_FORMAT(4, 5);
int happening_add_boot(struct happening *h, int64_t boot_at);

/* version, downgrade or component, when it is another than before, or new. */
int happening_add_version(struct happening *h, const struct identity *id,
    const struct version_said *said, int64_t at);

/* component, for a part that is there no longer. */
int happening_add_gone(
    struct happening *h, const struct version_said *said, int64_t at);

/*
 * Writes them with the reading as evidence. A boot inside a window, near a
 * claim, or with which the version changed is expected; too many others are an
 * alert. id and deployments are NULL for a silent device.
 */
int happening_write(struct happening *h, struct verify *v,
    const struct stored_reading *r, const struct identity *id,
    const struct verdict_list *deployments, const struct policy *policy);
void happening_free(struct happening *h);

/* "engine:80001f88..." */
void happening_engine_text(const struct vitals *v, char *out, size_t size);

/* Opens or closes the alert on unexpected boots of a device. */
int happening_count_boots(struct verify *v, int tenant, int device,
    const struct policy *policy, int64_t evidence);

#endif
