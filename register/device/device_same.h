/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DEVICE_SAME_H
#define REGISTER_DEVICE_SAME_H

#include <stdbool.h>

struct context;
struct device_input;
struct device_row;

/*
 * Devices as they stood when an import began, read together: of a file that is
 * imported once more most rows say what is there, and need no more than that.
 */
struct device_same;
int device_same_load(struct context *c, struct device_same **out);
void device_same_free(struct device_same *s); /* NULL is fine */

/*
 * Whether what is given, laid over device id, is without a fault what it was.
 * false where that is not known, too: then it is to be looked at in full, and
 * faults are told there. Makes nothing; on true row is the device, texts as
 * long-lived as s.
 */
bool device_same_is(const struct device_same *s, struct context *c,
    const struct device_input *in, int id, struct device_row *row);

/* It may be another from here on. */
void device_same_forget(struct device_same *s, int id);

#endif
