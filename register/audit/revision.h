/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_REVISION_H
#define REGISTER_REVISION_H

#include <stdint.h>

struct context;

/*
 * Two people and one row of the register: who comes second is told what the
 * first did, and overwrites nothing. A thing's revision is the number of the
 * last row of the audit trail about it, as `show` prints it.
 *
 *	revision_last(c, "device/core-sw1", &rev);	what was looked at
 *	... the row is locked ...
 *	revision_check(c, "device/core-sw1", rev);	is it what there is
 */
int revision_last(struct context *c, const char *object, int64_t *rev);

/* Tells each change since, by whom and of what; ERR_EXISTS when there is one.
 */
int revision_check(struct context *c, const char *object, int64_t rev);

#endif
