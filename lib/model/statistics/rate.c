/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/rate.h"

#include <math.h>

#include "lib/model/statistics/beta.h"

/* Of a chance q, the odds, as a ratio to those expected. */
static double
odds_ratio(double q, double expected)
{
	return q >= 1 ? INFINITY : q / (1 - q) / expected;
}

void
rate_compare(const struct rate_counts *counts, double confidence,
    struct rate_change *out)
{
	/* Against a finding, in doubt: fewer afterwards and more before. */
	double after = floor(counts->after / counts->dispersion);
	double before = ceil(counts->before / counts->dispersion);
	double n = before + after, r = counts->expected;

	out->p = binomial_at_least(after, n, r / (1 + r));
	/* Half a count more of each keeps the ratio of nothing finite. */
	out->ratio = (counts->after + .5) / ((counts->before + .5) * r);
	/* Clopper and Pearson's bounds of the binomial chance. */
	out->lower = after <= 0
	    ? 0
	    : odds_ratio(beta_quantile(after, before + 1, 1 - confidence), r);
	out->upper =
	    odds_ratio(beta_quantile(after + 1, before, confidence), r);
	if (before <= 0)
		out->upper = INFINITY;
}

bool
rate_passes(const struct rate_counts *counts, const struct rate_change *change,
    const struct rate_guards *guards)
{
	return counts->after >= guards->after &&
	    change->ratio >= guards->ratio && change->lower > guards->lower;
}
