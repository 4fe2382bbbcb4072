/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STATISTICS_BETA_H
#define LIB_MODEL_STATISTICS_BETA_H

/*
 * The regularised incomplete beta function I_x(a,b), a > 0, b > 0, 0 <= x <= 1:
 * the probability that a beta variable is x at the most. To about 1e-10 of it.
 * Source: NIST Digital Library of Mathematical Functions, 8.17.
 */
double beta_below(double a, double b, double x);

/* The x of which beta_below is p. */
double beta_quantile(double a, double b, double p);

/*
 * P(Y >= y) of y successes in n trials with chance p. Neither needs to be
 * whole: counts that were divided by their dispersion are not.
 */
double binomial_at_least(double y, double n, double p);

#endif
