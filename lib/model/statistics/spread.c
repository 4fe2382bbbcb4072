/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/spread.h"

#include <math.h>
#include <stdlib.h>

#include "lib/base/mem.h"

static void
swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

/* Hoare's: what stands at k is what would in order; none below it is more. */
static void
part_at(double *v, size_t count, size_t k)
{
	size_t low = 0, high = count - 1;

	while (low < high) {
		double pivot = v[low + (high - low) / 2];
		size_t i = low, j = high;

		for (;;) {
			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i >= j)
				break;
			swap(&v[i++], &v[j--]);
		}
		/* An element equal to the pivot, met from both sides. */
		if (i == j)
			j = v[i] > pivot ? j - 1 : j;
		if (k <= j)
			high = j;
		else
			low = j + 1;
	}
}

static double
least(const double *v, size_t count)
{
	double out = v[0];

	for (size_t i = 1; i < count; i++)
		out = v[i] < out ? v[i] : out;
	return out;
}

double
quantile(const double *values, size_t count, double q)
{
	double *parted, at, low, out;
	size_t i;

	if (count == 0)
		return 0;
	parted = mem_dup(values, count * sizeof(*parted));
	at = q * (double)(count - 1);
	low = floor(at);
	i = (size_t)low;
	part_at(parted, count, i);
	out = parted[i];
	if (i + 1 < count)
		out +=
		    (at - low) * (least(parted + i + 1, count - i - 1) - out);
	free(parted);
	return out;
}

double
median(const double *values, size_t count)
{
	return quantile(values, count, .5);
}

double
median_deviation(const double *values, size_t count)
{
	double middle = median(values, count), out;
	double *away = mem_new(count + 1, sizeof(*away));

	for (size_t i = 0; i < count; i++)
		away[i] = fabs(values[i] - middle);
	out = median(away, count);
	free(away);
	return out;
}

double
dispersion(const double *counts, size_t spans, double *freedom)
{
	double sum = 0, mean, squares = 0;

	*freedom = 0;
	for (size_t i = 0; i < spans; i++)
		sum += counts[i];
	if (spans < 2 || sum <= 0)
		return 1;
	mean = sum / (double)spans;
	for (size_t i = 0; i < spans; i++)
		squares += (counts[i] - mean) * (counts[i] - mean);
	*freedom = (double)spans - 1;
	return squares / *freedom / mean;
}

double
dispersion_shrunk(double own, double of_class, double weight)
{
	double out = weight * own + (1 - weight) * of_class;

	return out > 1 ? out : 1;
}

void
winsorised_sums(const double *before, const double *after, size_t count,
    double q, double *sum_before, double *sum_after)
{
	double *totals = mem_new(count + 1, sizeof(*totals));
	double cap;

	*sum_before = *sum_after = 0;
	for (size_t i = 0; i < count; i++)
		totals[i] = before[i] + after[i];
	cap = quantile(totals, count, q);
	for (size_t i = 0; i < count; i++) {
		double weight = totals[i] > cap ? cap / totals[i] : 1;

		*sum_before += weight * before[i];
		*sum_after += weight * after[i];
	}
	free(totals);
}

double
winsorised_ratio(
    const double *before, const double *after, size_t count, double q)
{
	double sum_before, sum_after;

	winsorised_sums(before, after, count, q, &sum_before, &sum_after);
	return sum_before > 0 ? sum_after / sum_before : 0;
}
