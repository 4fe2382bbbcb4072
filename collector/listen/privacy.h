/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_PRIVACY_H
#define COLLECTOR_LISTEN_PRIVACY_H

#include <stddef.h>
#include <stdint.h>

/*
 * What is not kept of a message, by rules that are data (mibs/privacy.rules):
 * whole messages that tell what people do, and secrets inside messages. Applied
 * before the journal, so that nothing on disk ever holds them.
 */
struct privacy;
struct buf;

/* *out is the caller's to free; faults are logged as FILE:LINE. */
int privacy_load(const char *path, struct privacy **out);
void privacy_free(struct privacy *p); /* NULL is fine */

enum privacy_result {
	PRIVACY_KEEP,     /* as it is */
	PRIVACY_MASKED,   /* what out holds instead */
	PRIVACY_DROP,     /* counted under *rule */
	PRIVACY_UNJUDGED, /* a pattern of *rule gave up: out has the header */
};

/* Rules have numbers below privacy_rule_count. */
enum privacy_result privacy_apply(struct privacy *p, const uint8_t *data,
    size_t len, struct buf *out, size_t *rule);

size_t privacy_rule_count(const struct privacy *p);
const char *privacy_rule_name(const struct privacy *p, size_t rule);

#endif
