/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Moments, spans and windows, as people and other programs write them in cells
 * of tables: what was read is printed and read again as the same, and a window
 * that is said to come is not before the moment that was asked about.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/recurrence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const int64_t now = 1795521600000000; /* 2026-11-24 */

static void
try_moment(const char *text)
{
	/* Beside these a zone may lead out of the years that are read. */
	const int64_t first = -2208902400000000, last = 253402200000000000;
	char printed[CLOCK_TEXT_MAX];
	int64_t at, again;

	if (clock_parse(text, &at) < 0 || at < first || at > last)
		return;
	if (clock_parse(clock_format(at, printed), &again) < 0 || again != at)
		abort();
}

static void
try_span(const char *text)
{
	int64_t span;

	if (clock_parse_span(text, &span) == ERR_OK &&
	    (span < 0 || span > 36525 * CLOCK_DAY))
		abort();
}

static void
try_window(const char *text)
{
	const struct day_range ranges[] = {
		{ DAYS_HOLIDAY, now + CLOCK_DAY, now + 9 * CLOCK_DAY },
		{ DAYS_FREE, now + 30 * CLOCK_DAY, now + 30 * CLOCK_DAY },
	};
	struct buf why = { 0 };
	struct recurrence r;
	int64_t next;

	if (recurrence_parse(text, &r, &why) < 0) {
		if (why.len == 0)
			abort();
	} else if (r.span <= 0 || r.from < 0 || r.from >= CLOCK_DAY ||
	    (recurrence_next(&r, ranges, 2, now, &next) == ERR_OK &&
		next < now)) {
		abort();
	}
	buf_free(&why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = mem_dup_text((const char *)data, len);

	try_moment(text);
	try_span(text);
	try_window(text);
	free(text);
	return 0;
}
