/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_SERIES_H
#define LIB_MODEL_STABILITY_SERIES_H

#include "lib/model/stability/count.h"
#include "lib/model/stability/subject.h"

/*
 * A measure that goes up and down, such as the load of a processor, by its
 * medians of three hours. It changed when the ranks say so (p), and it lies
 * more than three median deviations and more than a quarter away from where it
 * was at the same hours of the week.
 *
 * Medians that follow each other are alike, which makes ranks too sure of
 * themselves: p is that of as many independent ones as they are worth. What
 * the controls did at the same time is taken off first.
 */
void series_compare(const struct subject *s, enum series_metric m,
    const struct look_hours *h, const struct controls *c, struct change *out);

/* The median after, divided by that before; 0 where one of them is unknown. */
double series_ratio(
    const struct subject *s, enum series_metric m, const struct look_hours *h);

#endif
