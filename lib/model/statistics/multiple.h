/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STATISTICS_MULTIPLE_H
#define LIB_MODEL_STATISTICS_MULTIPLE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Many tests at once: among thousands of healthy devices some p-values are
 * small by chance. Both change p in place into one that is adjusted for all of
 * them; their order stays as it is.
 */

/*
 * Holm (1979): the chance of even one false finding. For the few metrics of one
 * device, of which any finding accuses it.
 */
void holm_adjust(double *p, size_t count);

/*
 * Benjamini and Hochberg (1995): the part of the findings that is false. For
 * devices: below q, at most a part q of those accused is healthy.
 */
void bh_adjust(double *p, size_t count);

#endif
