/* SPDX-License-Identifier: Apache-2.0 */
#include "register/show/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "register/command.h"

enum { BAR_WIDTH = 20, ETA_AFTER_S = 3 };

void
progress_start(struct progress *p)
{
	bool is_shown = !command.quiet && command_form() == FORM_TABLE;

	*p = (struct progress){ .bar = is_shown && isatty(STDERR_FILENO) };
	p->lines = is_shown && !p->bar;
}

static void
print_rest(int64_t s, char *out, size_t size)
{
	if (s < 60)
		snprintf(out, size, ", %" PRId64 " s to go", s);
	else if (s < 3600)
		snprintf(out, size, ", %" PRId64 " min %02" PRId64 " s to go",
		    s / 60, s % 60);
	else
		snprintf(out, size, ", %" PRId64 " h %02" PRId64 " min to go",
		    s / 3600, s / 60 % 60);
}

char *
progress_text(
    const struct progress_state *s, int64_t now, char out[PROGRESS_TEXT_MAX])
{
	char rest[48] = "", found[64];
	int64_t took;

	if (s->started == CLOCK_NONE) {
		snprintf(out, PROGRESS_TEXT_MAX, "waiting for the daemon");
		return out;
	}
	took = now - s->started;
	if (s->done > 0 && s->done < s->total &&
	    took > ETA_AFTER_S * CLOCK_SECOND)
		print_rest((int64_t)((double)took / (double)s->done *
			       (double)(s->total - s->done)) /
			CLOCK_SECOND,
		    rest, sizeof(rest));
	snprintf(found, sizeof(found), "%" PRIu64 " in use, %" PRIu64 " found",
	    s->answered, s->found);
	snprintf(out, PROGRESS_TEXT_MAX,
	    "%" PRIu64 "/%" PRIu64 " (%" PRIu64 " %%), %s%s", s->done, s->total,
	    s->total > 0 ? s->done * 100 / s->total : 0,
	    s->note != NULL ? s->note : found, rest);
	return out;
}

static void
draw_bar(struct progress *p, const struct progress_state *s, const char *text)
{
	char bar[BAR_WIDTH + 1];
	size_t full =
	    s->total > 0 ? (size_t)(s->done * BAR_WIDTH / s->total) : 0;
	size_t width;

	for (size_t i = 0; i < BAR_WIDTH; i++)
		bar[i] = i < full ? '#' : '.';
	bar[BAR_WIDTH] = '\0';
	width = strlen(text);
	fprintf(stderr, "\r[%s] %s%*s", bar, text,
	    p->width > width ? (int)(p->width - width) : 0, "");
	fflush(stderr);
	p->width = width;
}

void
progress_show(struct progress *p, const struct progress_state *s, bool is_last)
{
	char text[PROGRESS_TEXT_MAX];
	uint64_t tenth = s->total > 0 ? s->done * 10 / s->total : 0;

	progress_text(s, clock_now(), text);
	if (p->bar)
		draw_bar(p, s, text);
	else if (p->lines && !is_last && tenth > p->tenth)
		fprintf(stderr, "%s\n", text);
	p->tenth = tenth;
}

void
progress_end(struct progress *p)
{
	if (p->bar && p->width > 0)
		fputc('\n', stderr);
	p->width = 0;
}
