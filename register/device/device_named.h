/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DEVICE_DEVICE_NAMED_H
#define REGISTER_DEVICE_DEVICE_NAMED_H

#include <stdint.h>

struct context;
struct words;

/*
 * The device that had a name at a moment (0: now), in service or last retired.
 * ERR_NOTFOUND complains, with the nearest name that there is.
 */
int device_named(struct context *c, const char *name, int64_t at, int *id);

/* The same of the only word; *id is 0 where there is none: of all devices. */
int device_named_any(
    struct context *c, const struct words *rest, int64_t at, int *id);

#endif
