/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/trail/line.h"
#include "lib/model/trail/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
mute(const char *line)
{
	(void)line;
}

/* What was read and written again is read as the same. */
static void
write_again(const struct trail_line *l)
{
	struct trail_line again = { 0 };
	struct buf text = { 0 };

	trail_line_add_row(&text, &l->row);
	if (trail_line_parse(
		"again", (const char *)text.data, text.len, &again) < 0 ||
	    again.row.seq != l->row.seq || again.row.at != l->row.at ||
	    strcmp(again.row.what.detail, l->row.what.detail) != 0 ||
	    memcmp(again.row.hash, l->row.hash, DIGEST_LEN) != 0)
		abort();
	trail_line_free(&again);
	buf_free(&text);
}

static void
take_line(struct trail_walk *w, const char *text, size_t len)
{
	struct trail_line l = { 0 };

	if (trail_line_parse("fuzz", text, len, &l) == ERR_OK) {
		if (l.kind == TRAIL_LINE_ROW) {
			write_again(&l);
			l.row.tenant = w->tenant;
			trail_walk_row(w, &l.row);
		} else if (l.kind == TRAIL_LINE_END) {
			trail_walk_end(w, &l.end);
		}
	}
	trail_line_free(&l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *p = (const char *)data, *end = p + len, *next;
	struct trail_point *points = NULL;
	struct trail_walk w;
	size_t n = 0, line;

	log_divert(mute);
	(void)trail_point_find_all(p, len, &points, &n, &line);
	trail_walk_start(&w, 1, points, n);
	for (; p < end; p = next < end ? next + 1 : end) {
		next = memchr(p, '\n', (size_t)(end - p));
		if (next == NULL)
			next = end;
		take_line(&w, p, (size_t)(next - p));
	}
	trail_walk_end(&w, NULL);
	free(points);
	return 0;
}
