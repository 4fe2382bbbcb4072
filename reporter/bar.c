/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/bar.h"

#include <stdio.h>
#include <unistd.h>

#include "lib/base/clock.h"

enum { BAR_WIDTH = 20, SHOWN_FROM = 4, ETA_AFTER_S = 2 };

void
bar_start(struct bar *b, size_t total)
{
	*b = (struct bar){ .is_shown =
			       total >= SHOWN_FROM && isatty(STDERR_FILENO),
		.total = total,
		.started = clock_monotonic() };
}

static void
add_rest(int64_t s, char *out, size_t size)
{
	if (s < 60)
		snprintf(out, size, ", %lld s to go", (long long)s);
	else
		snprintf(out, size, ", %lld min %02lld s to go",
		    (long long)(s / 60), (long long)(s % 60));
}

char *
bar_text(const struct bar *b, size_t done, size_t failed, int64_t now,
    char out[BAR_TEXT_MAX])
{
	char line[BAR_WIDTH + 1], bad[32] = "", rest[48] = "";
	size_t full = b->total > 0 ? done * BAR_WIDTH / b->total : 0;
	int64_t took = now - b->started;

	for (size_t i = 0; i < BAR_WIDTH; i++)
		line[i] = i < full ? '#' : '.';
	line[BAR_WIDTH] = '\0';
	if (failed > 0)
		snprintf(bad, sizeof(bad), ", %zu failed", failed);
	if (done > 0 && done < b->total && took > ETA_AFTER_S * CLOCK_SECOND)
		add_rest(took / CLOCK_SECOND * (int64_t)(b->total - done) /
			(int64_t)done,
		    rest, sizeof(rest));
	snprintf(out, BAR_TEXT_MAX, "[%s] %zu/%zu%s%s", line, done, b->total,
	    bad, rest);
	return out;
}

/* What a report says of itself comes after it: the line is then free. */
void
bar_show(const struct bar *b, size_t done, size_t failed)
{
	char text[BAR_TEXT_MAX];

	if (!b->is_shown)
		return;
	fprintf(stderr, "\r\033[K%s\r",
	    bar_text(b, done, failed, clock_monotonic(), text));
	fflush(stderr);
}

void
bar_end(const struct bar *b)
{
	if (b->is_shown)
		fputs("\r\033[K", stderr);
}
