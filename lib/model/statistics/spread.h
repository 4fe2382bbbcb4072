/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STATISTICS_SPREAD_H
#define LIB_MODEL_STATISTICS_SPREAD_H

#include <stddef.h>

/*
 * Where values lie and how far apart, in ways that a few wild ones do not move.
 * Arrays are left as they are; of no values the answer is 0.
 */

/* Linear between neighbours; q from 0 to 1. 0.5 is the median. */
double quantile(const double *values, size_t count, double q);
double median(const double *values, size_t count);

/* The median of distances to the median; times 1.4826 it is like a standard
 * deviation where values are normal. */
double median_deviation(const double *values, size_t count);

/*
 * How bursty counts are: variance divided by mean, of counts in spans alike,
 * such as those of working days. 1 where events come one by one. *freedom is
 * how many spans less one it rests on; 0 when there is no more to say than 1.
 */
double dispersion(const double *counts, size_t spans, double *freedom);

/*
 * That of one device drawn towards its class: with few events of its own it
 * says little. weight is from 0 (none of its own) to 1; never below 1.
 */
double dispersion_shrunk(double own, double of_class, double weight);

/*
 * After divided by before, of all devices together, in which none counts for
 * more than the quantile q of their totals: one that broke down among the
 * controls must not hide what broke elsewhere. 0 when nothing was before.
 */
double winsorised_ratio(
    const double *before, const double *after, size_t count, double q);

/* The two sums that it divides. */
void winsorised_sums(const double *before, const double *after, size_t count,
    double q, double *sum_before, double *sum_after);

#endif
