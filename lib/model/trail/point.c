/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/point.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

static const char word[] = "patchwacht-trail-1 ";

enum { NUMBER_MAX = 24, LINE_MAX_LEN = TRAIL_POINT_TEXT_MAX };

char *
trail_point_format(const struct trail_point *p, char out[TRAIL_POINT_TEXT_MAX])
{
	char at[CLOCK_TEXT_MAX], hash[DIGEST_HEX_MAX];

	snprintf(out, TRAIL_POINT_TEXT_MAX, "%s%lld %lld %s %s", word,
	    (long long)p->tenant, (long long)p->seq, clock_format(p->at, at),
	    digest_hex(p->hash, DIGEST_LEN, hash));
	return out;
}

int
trail_point_parse(const char *text, size_t len, struct trail_point *out)
{
	char copy[LINE_MAX_LEN], tenant[NUMBER_MAX], seq[NUMBER_MAX];
	char at[CLOCK_TEXT_MAX], hash[DIGEST_HEX_MAX];

	if (len < sizeof(word) - 1 || memcmp(text, word, sizeof(word) - 1) != 0)
		return ERR_PARSE;
	if (len >= sizeof(copy))
		len = sizeof(copy) - 1;
	memcpy(copy, text, len);
	copy[len] = '\0';
	*out = (struct trail_point){ 0 };
	/* The widths are those of the arrays, less one. */
	if (sscanf(copy + sizeof(word) - 1, "%23s %23s %39s %64[0-9a-f]",
		tenant, seq, at, hash) != 4 ||
	    number_parse(tenant, 1, INT32_MAX, &out->tenant) < 0 ||
	    number_parse(seq, 0, INT64_MAX, &out->seq) < 0 ||
	    clock_parse(at, &out->at) < 0 ||
	    digest_from_hex(hash, out->hash, DIGEST_LEN) < 0)
		return ERR_PARSE;
	return ERR_OK;
}

int
trail_point_parse_row(const char *text, struct trail_point *out)
{
	char seq[NUMBER_MAX], hash[DIGEST_HEX_MAX];
	int len = 0;

	*out = (struct trail_point){ .at = CLOCK_NONE };
	/* The widths are those of the arrays, less one. */
	if (sscanf(text, "%23[0-9]:%64[0-9a-f]%n", seq, hash, &len) != 2 ||
	    text[len] != '\0' ||
	    number_parse(seq, 1, INT64_MAX, &out->seq) < 0 ||
	    digest_from_hex(hash, out->hash, DIGEST_LEN) < 0)
		return ERR_PARSE;
	return ERR_OK;
}

int
trail_point_find_all(const char *text, size_t len, struct trail_point **out,
    size_t *count, size_t *line)
{
	const char *p = text, *end = text + len, *next, *at;

	*out = NULL;
	*count = 0;
	for (*line = 1; p < end; (*line)++, p = next < end ? next + 1 : end) {
		next = memchr(p, '\n', (size_t)(end - p));
		if (next == NULL)
			next = end;
		at = memmem(p, (size_t)(next - p), word, sizeof(word) - 1);
		if (at == NULL)
			continue;
		*out = mem_grow(*out, *count + 1, sizeof(**out));
		if (trail_point_parse(
			at, (size_t)(next - at), &(*out)[*count]) < 0) {
			free(*out);
			*out = NULL;
			*count = 0;
			return ERR_PARSE;
		}
		(*count)++;
	}
	return ERR_OK;
}
