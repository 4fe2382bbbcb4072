/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/beta.h"

#include <math.h>

enum { TERMS_MAX = 10000, HALVINGS = 80 };

#define SMALL   1e-300
#define PRECISE 1e-15

/* lgamma() keeps the sign in a variable that threads share. */
static double
log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

static double
apart_from_zero(double v)
{
	return fabs(v) < SMALL ? SMALL : v;
}

/* DLMF 8.17.22: a continued fraction, by Lentz's way; quick for small x. */
static double
fraction(double a, double b, double x)
{
	double c = 1, d, f;

	d = 1 / apart_from_zero(1 - (a + b) * x / (a + 1));
	f = d;
	for (int m = 1; m < TERMS_MAX; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x /
		    ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1 / apart_from_zero(1 + even * d);
		c = apart_from_zero(1 + even / c);
		f *= d * c;
		d = 1 / apart_from_zero(1 + odd * d);
		c = apart_from_zero(1 + odd / c);
		step = d * c;
		f *= step;
		if (fabs(step - 1) < PRECISE)
			break;
	}
	return f;
}

double
beta_below(double a, double b, double x)
{
	double front;

	if (x <= 0)
		return 0;
	if (x >= 1)
		return 1;
	front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) +
	    a * log(x) + b * log1p(-x));
	/* DLMF 8.17.4: the other side, where the fraction is slow. */
	if (x > (a + 1) / (a + b + 2))
		return 1 - front * fraction(b, a, 1 - x) / b;
	return front * fraction(a, b, x) / a;
}

double
beta_quantile(double a, double b, double p)
{
	double low = 0, high = 1;

	if (p <= 0)
		return 0;
	if (p >= 1)
		return 1;
	for (int i = 0; i < HALVINGS && high - low > PRECISE * high; i++) {
		double middle = (low + high) / 2;

		if (beta_below(a, b, middle) < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

double
binomial_at_least(double y, double n, double p)
{
	if (y <= 0)
		return 1;
	if (y > n)
		return 0;
	return beta_below(y, n - y + 1, p);
}
