/* SPDX-License-Identifier: Apache-2.0 */
#include "register/mapping/date_form.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

enum part {
	YEAR,
	MONTH,
	DAY,
	HOUR,
	HOUR12,
	MINUTE,
	SECOND,
	HALF,
	FRACTION,
	PARTS
};

static const struct {
	const char *sign; /* longer ones first */
	enum part part;
	int least, most; /* digits */
} signs[] = {
	{ "YYYY", YEAR, 4, 4 },
	{ "MM", MONTH, 2, 2 },
	{ "DD", DAY, 2, 2 },
	{ "HH", HOUR, 2, 2 },
	{ "hh", HOUR12, 2, 2 },
	{ "mm", MINUTE, 2, 2 },
	{ "ss", SECOND, 2, 2 },
	{ "AM", HALF, 0, 0 },
	{ "M", MONTH, 1, 2 },
	{ "D", DAY, 1, 2 },
	{ "H", HOUR, 1, 2 },
	{ "h", HOUR12, 1, 2 },
	{ "S", FRACTION, 1, 9 },
};

enum { SIGNS = sizeof(signs) / sizeof(signs[0]) };

struct date {
	unsigned value[PARTS];
	bool has[PARTS];
};

/* Which sign stands at form, or -1. */
static int
sign_at(const char *form)
{
	for (int i = 0; i < SIGNS; i++)
		if (strncmp(form, signs[i].sign, strlen(signs[i].sign)) == 0)
			return i;
	return -1;
}

int
date_form_check(const char *form)
{
	bool has[PARTS] = { false };

	while (*form != '\0') {
		int i = sign_at(form);

		if (i < 0) {
			/* A letter that stands for nothing is a slip. */
			if (isalpha((unsigned char)*form) && *form != 'T' &&
			    *form != 'Z')
				return ERR_PARSE;
			form++;
			continue;
		}
		if (has[signs[i].part])
			return ERR_PARSE;
		has[signs[i].part] = true;
		form += strlen(signs[i].sign);
	}
	if (!has[YEAR] || !has[MONTH] || !has[DAY] ||
	    (has[HOUR] && has[HOUR12]) || has[HOUR12] != has[HALF] ||
	    (has[MINUTE] && !has[HOUR] && !has[HOUR12]) ||
	    (has[SECOND] && !has[MINUTE]) || (has[FRACTION] && !has[SECOND]))
		return ERR_PARSE;
	return ERR_OK;
}

static const char *
read_half(const char *text, struct date *d)
{
	if (strncasecmp(text, "AM", 2) != 0 && strncasecmp(text, "PM", 2) != 0)
		return NULL;
	d->value[HALF] = toupper((unsigned char)*text) == 'P';
	return text + 2;
}

static const char *
read_digits(const char *text, int sign, struct date *d)
{
	unsigned value = 0;
	int n = 0;

	while (n < signs[sign].most && isdigit((unsigned char)text[n])) {
		value = value * 10 + (unsigned)(text[n] - '0');
		n++;
	}
	if (n < signs[sign].least)
		return NULL;
	d->value[signs[sign].part] = value;
	return text + n;
}

static int
read_parts(const char *form, const char *text, struct date *d)
{
	while (*form != '\0') {
		int i = sign_at(form);

		if (i < 0) {
			if (*form++ != *text++)
				return ERR_PARSE;
			continue;
		}
		text = signs[i].part == HALF ? read_half(text, d)
					     : read_digits(text, i, d);
		if (text == NULL)
			return ERR_PARSE;
		d->has[signs[i].part] = true;
		form += strlen(signs[i].sign);
	}
	return *text == '\0' ? ERR_OK : ERR_PARSE;
}

int
date_form_read(const char *form, const char *text, char out[DATE_TEXT_MAX])
{
	struct date d = { 0 };
	const unsigned *v = d.value;
	int64_t at;
	unsigned hour;
	int n, rc = read_parts(form, text, &d);

	if (rc < 0)
		return rc;
	hour = v[HOUR];
	if (d.has[HOUR12]) {
		if (v[HOUR12] < 1 || v[HOUR12] > 12)
			return ERR_RANGE;
		hour = v[HOUR12] % 12 + 12 * v[HALF];
	}
	if (v[MONTH] > 12 || v[DAY] > 31 || hour > 23 || v[MINUTE] > 59 ||
	    v[SECOND] > 59)
		return ERR_RANGE;
	n = snprintf(out, DATE_TEXT_MAX, "%04u-%02u-%02u", v[YEAR] % 10000,
	    v[MONTH], v[DAY]);
	if (d.has[HOUR] || d.has[HOUR12])
		snprintf(out + n, (size_t)(DATE_TEXT_MAX - n),
		    "T%02u:%02u:%02u", hour, v[MINUTE], v[SECOND]);
	return clock_parse(out, &at) < 0 ? ERR_RANGE : ERR_OK;
}
