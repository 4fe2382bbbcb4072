/* SPDX-License-Identifier: Apache-2.0 */
#include "register/audit/trail_check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/journal/browse.h"
#include "lib/journal/verify.h"
#include "lib/model/observation.h"
#include "lib/model/trail/line.h"
#include "register/command.h"

enum { ANCHORS_MAX = 64 << 20 };

void
trail_points_add(struct trail_points *p, const struct trail_point *point)
{
	p->point = mem_grow(p->point, p->n + 1, sizeof(*p->point));
	p->point[p->n++] = *point;
}

void
trail_points_free(struct trail_points *p)
{
	free(p->point);
	*p = (struct trail_points){ 0 };
}

static int
read_file(struct trail_points *p, const char *path)
{
	struct trail_point *list = NULL;
	struct buf text = { 0 };
	size_t n = 0, line;
	int rc = file_read(path, ANCHORS_MAX, &text);

	if (rc == ERR_OK) {
		rc = trail_point_find_all(
		    (const char *)text.data, text.len, &list, &n, &line);
		if (rc < 0)
			complain("%s:%zu: not a whole anchor", path, line);
	}
	if (rc == ERR_OK && n == 0) {
		complain(
		    "%s: there is no anchor of an audit trail in it", path);
		rc = ERR_NOTFOUND;
	}
	for (size_t i = 0; i < n; i++)
		trail_points_add(p, &list[i]);
	free(list);
	buf_free(&text);
	return rc;
}

int
trail_points_read(struct trail_points *p, const struct words *files)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < files->n; i++)
		rc = read_file(p, files->word[i]);
	return rc;
}

static void
take_mark(struct trail_points *p, const struct record *rec)
{
	struct trail_point point;
	struct observation obs;

	if (rec->type == RECORD_OBSERVATION &&
	    observation_decode(rec->payload, rec->len, &obs) == ERR_OK &&
	    obs.kind == OBSERVATION_MARK && obs.mark.kind == MARK_ANCHOR &&
	    trail_point_parse(obs.mark.what, obs.mark.what_len, &point) ==
		ERR_OK)
		trail_points_add(p, &point);
}

int
trail_points_of_journal(struct trail_points *p, const char *dir)
{
	struct journal_report report;
	struct browse_item item;
	struct browse *b = NULL;
	size_t before = p->n;
	int rc = journal_verify(dir, NULL, 0, &report);

	if (rc == ERR_CORRUPT)
		complain("%s: the journal itself does not hold: %s", dir,
		    report.fault[0].why);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && report.segments == 0)) {
		complain("%s: there is no journal", dir);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		rc = browse_open(dir, 0, &b);
	while (rc == ERR_OK && (rc = browse_next(b, &item)) == ERR_OK)
		take_mark(p, &item.rec);
	browse_close(b);
	if (rc == ERR_NOTFOUND && p->n > before)
		return ERR_OK;
	if (rc == ERR_NOTFOUND && b != NULL)
		complain("%s: keeps no anchor of an audit trail", dir);
	return rc;
}

/* Where the reading of an export stands. */
struct export
{
	const char *path;
	FILE *in;
	size_t line;
	struct trail_points *points;
	struct trail_walk *walk;
	bool begun, ended;
	struct trail_point end;
};

static int
refuse(const struct export *r, const char *why)
{
	complain("%s:%zu: %s", r->path, r->line, why);
	return ERR_PARSE;
}

static int
take_line(struct export *r, struct trail_line *l)
{
	if (!r->begun && l->kind != TRAIL_LINE_HEAD)
		return refuse(r, "an audit trail begins with its head");
	if (r->ended)
		return refuse(r, "stands behind the end of the trail");
	switch (l->kind) {
	case TRAIL_LINE_HEAD:
		if (r->begun)
			return refuse(r, "a second head");
		r->begun = true;
		trail_walk_start(
		    r->walk, l->tenant, r->points->point, r->points->n);
		break;
	case TRAIL_LINE_ROW:
		l->row.tenant = r->walk->tenant;
		trail_walk_row(r->walk, &l->row);
		break;
	case TRAIL_LINE_END:
		r->ended = true;
		r->end = l->end;
		break;
	}
	return ERR_OK;
}

static int
read_lines(struct export *r)
{
	char *text = NULL, name[64];
	size_t room = 0;
	ssize_t len;
	int rc = ERR_OK;

	while (rc == ERR_OK && (len = getline(&text, &room, r->in)) != -1) {
		struct trail_line l = { 0 };

		r->line++;
		/* The last line of a file that was cut may be half of one. */
		if (text[len - 1] != '\n' && r->begun)
			break;
		snprintf(name, sizeof(name), "line %zu", r->line);
		rc = trail_line_parse(name, text, (size_t)len, &l);
		if (rc < 0)
			rc = refuse(r, "is no line of an audit trail");
		else
			rc = take_line(r, &l);
		trail_line_free(&l);
	}
	free(text);
	return rc;
}

int
trail_check_file(const char *path, struct trail_points *p, struct trail_walk *w)
{
	struct export r = { .path = path, .points = p, .walk = w };
	int rc;

	r.in = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	if (r.in == NULL) {
		complain("%s: %s", path, strerror(errno));
		return ERR_IO;
	}
	rc = read_lines(&r);
	if (r.in != stdin)
		fclose(r.in);
	if (rc == ERR_OK && !r.begun) {
		complain("%s: is empty", path);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		trail_walk_end(w, r.ended ? &r.end : NULL);
	return rc;
}
