/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_PROOF_H
#define COLLECTOR_VERIFY_PROOF_H

#include <stdint.h>

struct identity;
struct redacted;
struct stored_message;
struct stored_reading;
struct stored_trap;
struct verdict;
struct verdict_list;
struct verify;
struct vitals;

/*
 * The copies of what a verdict rests on (table evidence). The content names
 * object, raw value, value, profile and its hash, protocol and level.
 */

/* Of a reading; wanted says which packages are named in it. */
int proof_of_reading(struct verify *v, const struct stored_reading *r,
    const struct identity *id, const struct verdict_list *wanted, int64_t *out);

/* The reading of the device at that moment, read anew; *out 0: it is gone. */
int proof_of_moment(struct verify *v, int tenant, int device, int64_t at,
    const struct verdict_list *wanted, int64_t *out);

/* as is what may be kept of it. */
int proof_of_message(struct verify *v, const struct stored_message *m,
    struct redacted *as, const char *class, const char *version, int64_t *out);

int proof_of_trap(struct verify *v, const struct stored_trap *t,
    struct redacted *as, const char *name, int64_t *out);

/* What people said: the last claim's evidence, an exception, the register. */
int proof_of_claim(
    struct verify *v, const struct verdict *d, const char *cause, int64_t *out);

/* That a moment has come. */
int proof_of_clock(
    struct verify *v, const struct verdict *d, const char *cause, int64_t *out);

#endif
