/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_STABILITY_PLOT_H
#define REGISTER_STABILITY_PLOT_H

#include <stdint.h>

struct context;

/*
 * A measure of a device, day by day, before and after a patch, beside those
 * like it, as two lines of text; and of messages which they mostly are. title
 * says of what, and is printed above it.
 */
int stability_plot(struct context *c, int patch, int device,
    const char *measure, const char *title);

#endif
