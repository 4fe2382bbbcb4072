/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_MEMORY_H
#define COLLECTOR_POLL_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "collector/engine/security.h"

struct device;

/*
 * What is known of the SNMPv3 engines of devices, kept across restarts so that
 * none has to be discovered again: a file of one line for each device,
 *
 *	TENANT DEVICE ENGINE-ID BOOTS START
 *
 * where START is the second, since 1970, at which its snmpEngineTime was 0. No
 * keys are in it. Each worker writes its own and reads those of all, for
 * devices go from one to another.
 */
struct memory;

/* name: of the worker; its file is DIR/NAME.engines. */
struct memory *memory_new(const char *dir, const char *name);
void memory_free(struct memory *m); /* NULL is fine */

/* How its file is written, where not by file_write at once. */
typedef int (*memory_write_fn)(
    void *arg, const char *path, const void *data, size_t len);
void memory_write_with(struct memory *m, memory_write_fn write, void *arg);

/* False when the device is not known. */
bool memory_recall(const struct memory *m, int tenant_id, int device_id,
    struct security_engine *out);

/* The same for a device of SNMPv3 whose engine is not known yet. */
void memory_remind(const struct memory *m, struct device *d);

/*
 * Writes what devices are known by now, in the order of tenant and id, unless
 * nothing changed; a clock that is off by seconds did not. An error is logged.
 */
int memory_keep(struct memory *m, struct device *const *devices, size_t count);

#endif
