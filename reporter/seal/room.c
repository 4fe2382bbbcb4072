/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/seal/room.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "reporter/pdf/seal.h"

/* As an empty room has them: to the byte, or what is written would go astray.
 */
static const char range_line[] =
    "/ByteRange [0 0000000000 0000000000 0000000000]\n";
static const char date_line[] = "/M (D:00000000000000Z)\n";
static const char contents_key[] = SEAL_CONTENTS;

enum {
	RANGE_LEN = sizeof(range_line) - 1,
	DATE_LEN = sizeof(date_line) - 1,
	CONTENTS_LEN = sizeof(contents_key) - 1,
	HEAD_LEN = RANGE_LEN + DATE_LEN + CONTENTS_LEN,
	LINE_MAX_LEN = 128,
};

/* The first range that stands in the form of ours; what follows is its own. */
static const uint8_t *
find_range(const uint8_t *from, const uint8_t *end)
{
	const char start[] = "/ByteRange [0 ";

	return memmem(from, (size_t)(end - from), start, sizeof(start) - 1);
}

/* A zero of the form is any digit. */
static bool
is_like(const uint8_t *text, const char *form)
{
	for (; *form != '\0'; form++, text++) {
		bool same = *form == '0' ? *text >= '0' && *text <= '9'
					 : *text == (uint8_t)*form;

		if (!same)
			return false;
	}
	return true;
}

/* The three values stand in one object, one after the other. */
static const uint8_t *
find_one(const uint8_t *data, const uint8_t *end, struct seal_room *out)
{
	const uint8_t *range = find_range(data, end), *date;

	if (range == NULL || end - range < HEAD_LEN)
		return NULL;
	date = range + RANGE_LEN;
	if (!is_like(range, range_line) || !is_like(date, date_line) ||
	    memcmp(date + DATE_LEN, contents_key, CONTENTS_LEN) != 0)
		return NULL;
	*out = (struct seal_room){
		.range = (size_t)(range - data),
		.date = (size_t)(date - data),
		.first = (size_t)(range - data) + HEAD_LEN - 1,
	};
	return range + HEAD_LEN;
}

int
seal_room_find(const uint8_t *data, size_t len, struct seal_room *out)
{
	const uint8_t *end = data + len, *p;
	struct seal_room room;

	p = find_one(data, end, &room);
	if (p == NULL || (size_t)(end - p) < 2 * (size_t)SEAL_ROOM + 1 ||
	    p[2 * SEAL_ROOM] != '>')
		return ERR_NOTFOUND;
	if (find_range(p, end) != NULL)
		return ERR_PARSE;
	for (size_t i = 0; i < 2 * (size_t)SEAL_ROOM; i++)
		if (p[i] != '0')
			return ERR_EXISTS;
	room.after = room.first + 2 * (size_t)SEAL_ROOM + 2;
	*out = room;
	return ERR_OK;
}

void
seal_room_prepare(
    uint8_t *data, size_t len, const struct seal_room *r, int64_t at)
{
	time_t t = (time_t)(at / CLOCK_SECOND);
	char line[LINE_MAX_LEN];
	struct tm tm;
	int n;

	n = snprintf(
	    line, sizeof(line), SEAL_RANGE, r->first, r->after, len - r->after);
	memcpy(data + r->range, line, (size_t)n);
	gmtime_r(&t, &tm);
	n = snprintf(line, sizeof(line), SEAL_DATE, tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	memcpy(data + r->date, line, (size_t)n);
}

void
seal_room_digest(const uint8_t *data, size_t len, const struct seal_room *r,
    uint8_t out[DIGEST_LEN])
{
	struct digest *d = digest_new();

	digest_add(d, data, r->first);
	digest_add(d, data + r->after, len - r->after);
	digest_finish(d, out);
}

int
seal_room_fill(uint8_t *data, const struct seal_room *r,
    const uint8_t *signature, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t *to = data + r->first + 1;

	if (len > SEAL_ROOM)
		return ERR_RANGE;
	for (size_t i = 0; i < len; i++) {
		*to++ = (uint8_t)digits[signature[i] >> 4];
		*to++ = (uint8_t)digits[signature[i] & 15];
	}
	return ERR_OK;
}
