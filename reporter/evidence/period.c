/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/period.h"

#include <ctype.h>

#include "lib/base/err.h"

static int
take_number(const char **p, int digits)
{
	int v = 0;

	for (; digits > 0; digits--) {
		if (!isdigit((unsigned char)**p))
			return -1;
		v = v * 10 + (*(*p)++ - '0');
	}
	return v;
}

int
period_parse(const char *name, struct period *out)
{
	struct period p = { .kind = "year", .month = 1, .months = 12 };
	int n;

	p.year = take_number(&name, 4);
	if (p.year < 1970)
		return ERR_PARSE;
	if (*name == 'Q') {
		name++;
		n = take_number(&name, 1);
		if (n < 1 || n > 4)
			return ERR_PARSE;
		p.kind = "quarter";
		p.month = 3 * n - 2;
		p.months = 3;
	} else if (*name == '-') {
		name++;
		n = take_number(&name, 2);
		if (n < 1 || n > 12)
			return ERR_PARSE;
		p.kind = "month";
		p.month = n;
		p.months = 1;
	}
	if (*name != '\0')
		return ERR_PARSE;
	*out = p;
	return ERR_OK;
}
