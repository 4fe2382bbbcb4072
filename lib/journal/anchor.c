/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/anchor.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

static const char word[] = "patchwacht-anchor-1";

enum { FIELDS = 7, FIELD_MAX = DIGEST_HEX_MAX };

char *
uuid_format(const uint8_t uuid[JOURNAL_UUID_LEN], char out[UUID_TEXT_MAX])
{
	char hex[2 * JOURNAL_UUID_LEN + 1];

	digest_hex(uuid, JOURNAL_UUID_LEN, hex);
	snprintf(out, UUID_TEXT_MAX, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
	    hex + 12, hex + 16, hex + 20);
	return out;
}

static int
uuid_parse(const char *text, uint8_t out[JOURNAL_UUID_LEN])
{
	char hex[UUID_TEXT_MAX], canonical[UUID_TEXT_MAX];
	size_t n = 0;

	for (const char *p = text; *p != '\0' && n + 1 < sizeof(hex); p++)
		if (*p != '-')
			hex[n++] = *p;
	hex[n] = '\0';
	if (digest_from_hex(hex, out, JOURNAL_UUID_LEN) < 0)
		return ERR_PARSE;
	uuid_format(out, canonical);
	return strcmp(canonical, text) == 0 ? ERR_OK : ERR_PARSE;
}

char *
anchor_format(const struct anchor *a, char out[ANCHOR_TEXT_MAX])
{
	char uuid[UUID_TEXT_MAX], at[CLOCK_TEXT_MAX];
	char hash[DIGEST_HEX_MAX], key[DIGEST_HEX_MAX];

	snprintf(out, ANCHOR_TEXT_MAX, "%s %s %s %llu %llu %s %s %s", word,
	    a->stream, uuid_format(a->uuid, uuid),
	    (unsigned long long)a->number, (unsigned long long)a->seq,
	    clock_format(a->at, at), digest_hex(a->hash, DIGEST_LEN, hash),
	    digest_hex(a->first_key, SIGN_PUBLIC_LEN, key));
	return out;
}

/* The next word, into out; *p behind it. */
static int
take_word(const char **p, const char *end, char out[FIELD_MAX])
{
	size_t len = 0;

	while (*p < end && **p == ' ')
		(*p)++;
	while (*p + len < end && (*p)[len] > ' ')
		len++;
	if (len == 0 || len >= FIELD_MAX)
		return ERR_PARSE;
	memcpy(out, *p, len);
	out[len] = '\0';
	*p += len;
	return ERR_OK;
}

static int
parse_fields(char field[FIELDS][FIELD_MAX], struct anchor *out)
{
	int64_t number, seq;

	if (!stream_is_of(field[0], NULL) ||
	    uuid_parse(field[1], out->uuid) < 0 ||
	    number_parse(field[2], 1, INT64_MAX, &number) < 0 ||
	    number_parse(field[3], 0, INT64_MAX, &seq) < 0 ||
	    clock_parse(field[4], &out->at) < 0 ||
	    digest_from_hex(field[5], out->hash, DIGEST_LEN) < 0 ||
	    digest_from_hex(field[6], out->first_key, SIGN_PUBLIC_LEN) < 0)
		return ERR_PARSE;
	snprintf(out->stream, sizeof(out->stream), "%.*s", STREAM_NAME_MAX - 1,
	    field[0]);
	out->number = (uint64_t)number;
	out->seq = (uint64_t)seq;
	return ERR_OK;
}

int
anchor_parse(const char *line, size_t len, struct anchor *out)
{
	const char *p = line, *end = line + len;
	char field[FIELDS][FIELD_MAX];

	*out = (struct anchor){ 0 };
	if (take_word(&p, end, field[0]) < 0 || strcmp(field[0], word) != 0)
		return ERR_PARSE;
	for (int i = 0; i < FIELDS; i++)
		if (take_word(&p, end, field[i]) < 0)
			return ERR_PARSE;
	return parse_fields(field, out);
}

int
anchor_find_all(const char *text, size_t len, struct anchor **out,
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
		if (anchor_parse(at, (size_t)(next - at), &(*out)[*count]) <
		    0) {
			free(*out);
			*out = NULL;
			return ERR_PARSE;
		}
		(*count)++;
	}
	return ERR_OK;
}
