/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_REVISION_H
#define REGISTER_REVISION_H

#include <stdint.h>

struct context;
struct db;

/*
 * Two people and one row of the register: who comes second is told what the
 * first did, by whom, and overwrites nothing. A thing's revision is the number
 * of the last row of the audit trail about it, as `show` prints it.
 *
 * Nobody else edits object ("device/core-sw1"), whose row lock takes, until the
 * transaction ends; nor has since rev, or since now where rev is 0. ERR_EXISTS,
 * told, when somebody has.
 */
int revision_hold(struct context *c, const char *object, int64_t rev,
    int (*lock)(struct db *db, int tenant, int id), int id);

#endif
