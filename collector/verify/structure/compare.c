/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/structure/compare.h"

#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/proof.h"
#include "collector/verify/structure/anatomy.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/structure/difference.h"
#include "lib/store/db.h"
#include "lib/store/structure/difference_store.h"
#include "lib/store/structure/watch_store.h"

#define EVERY (2 * CLOCK_SECOND)

/* How far back a moment looks for what it needs. */
#define BEFORE CLOCK_DAY
#define WEEK   (7 * CLOCK_DAY)
#define ABOUT  (15 * CLOCK_MINUTE) /* the same hour of the week */

enum {
	COL_TENANT,
	COL_DEVICE,
	COL_SINCE,
	COL_SETTLED,
	COL_LOOKED,
	COL_BEFORE,
	COL_NAME
};

/* One watched device. */
struct watched {
	struct verify *verify;
	struct anatomy anatomy;
	int64_t since, settled, looked;
	const char *name;
	struct structure before, after, usual;
	struct db_rows *open; /* what it is known to have lost */
	bool is_news;         /* something was seen for the first time */
};

static int
find_moment(const struct watched *w, int64_t from, int64_t upto,
    struct structure_moment *out)
{
	return structure_moment_find(w->anatomy.db, w->anatomy.tenant_id,
	    w->anatomy.device_id, from, upto, out);
}

/*
 * Before
 */

/* Without a reading from before there is nothing to compare with, ever: the
 * watch keeps an empty structure. */
static int
keep_before(struct watched *w)
{
	struct structure_moment m = { 0 };
	int rc = find_moment(w, w->since - BEFORE, w->since, &m);

	if (rc == ERR_OK && m.named != 0 && m.measured != 0)
		rc = anatomy_read(&w->anatomy, &m, true, &w->before);
	if (rc == ERR_NOTFOUND)
		rc = ERR_OK;
	if (rc == ERR_OK && w->before.n == 0)
		log_info("device %s: no reading from before its change, its "
			 "structure is not compared",
		    w->name);
	return rc < 0 ? rc
		      : watch_keep(w->anatomy.db, w->anatomy.tenant_id,
			    w->anatomy.device_id, &w->before);
}

/*
 * After
 */

/* Names from before the change would be those of other parts. */
static int
read_after(struct watched *w, bool *is_read)
{
	struct structure_moment m = { 0 };
	int64_t from = w->looked > w->settled ? w->looked : w->settled;
	int rc = find_moment(w, w->since, w->verify->now, &m);

	*is_read = false;
	if (rc < 0 || m.measured <= from || m.named <= w->since)
		return rc;
	/* A snapshot is not passed over for the poll that came after it. */
	if (m.whole > from)
		m.measured = m.whole;
	else
		m.whole = 0;
	rc = anatomy_read(&w->anatomy, &m, m.named >= w->settled, &w->after);
	*is_read = rc == ERR_OK;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* A week before, by the names from before the change where that was in it. */
static int
read_usual(struct watched *w, bool *is_known)
{
	int64_t at = w->after.at - WEEK;
	struct structure_moment m = { 0 }, then = { 0 };
	int rc = find_moment(w, at - ABOUT, at + ABOUT, &then);

	*is_known = false;
	if (rc == ERR_OK)
		rc = find_moment(w, at - BEFORE, at + ABOUT, &m);
	if (rc < 0 || then.measured == 0 || m.named == 0)
		return rc;
	m.measured = then.measured;
	m.whole = then.whole;
	rc = anatomy_read(&w->anatomy, &m, false, &w->usual);
	*is_known = rc == ERR_OK;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static bool
has_amounts(const struct differences *d)
{
	for (size_t i = 0; i < d->n; i++) {
		if (d->list[i].kind == DIFFERENCE_FEWER)
			return true;
	}
	return false;
}

/* How it usually is costs a look back, and seldom matters. */
static int
judge(struct watched *w, struct differences *out)
{
	bool is_known;
	int rc;

	structure_compare(&w->before, &w->after, NULL, out);
	if (!w->after.is_whole && !has_amounts(out))
		return ERR_OK;
	rc = read_usual(w, &is_known);
	if (rc == ERR_OK && is_known) {
		differences_free(out);
		structure_compare(&w->before, &w->after, &w->usual, out);
	}
	return rc;
}

/*
 * What is new, what is told, what is over
 */

static bool
is_that(const struct db_rows *open, size_t i, const struct difference *d)
{
	return strcmp(db_text(open, i, 0), difference_name(d->kind)) == 0 &&
	    strcmp(db_text(open, i, 1), d->before->source) == 0 &&
	    strcmp(db_text(open, i, 2), d->before->key) == 0;
}

static int
tell(struct watched *w, size_t i, const struct difference *d)
{
	struct verify *v = w->verify;
	const struct structure_part *p = d->before;
	int64_t evidence = 0;
	int rc = proof_of_moment(v, w->anatomy.tenant_id, w->anatomy.device_id,
	    w->after.at, NULL, &evidence);

	if (rc == ERR_OK)
		rc = difference_tell(v->db, w->anatomy.tenant_id,
		    w->anatomy.device_id, db_text(w->open, i, 0),
		    db_text(w->open, i, 1), db_text(w->open, i, 2), w->after.at,
		    evidence);
	if (rc == ERR_OK)
		log_info("device %s: after its change, %s %s: %s", w->name,
		    structure_kind_name(p->kind),
		    p->label[0] != '\0' ? p->label : p->key,
		    difference_name(d->kind));
	return rc;
}

static int
take_difference(struct watched *w, const struct difference *d)
{
	for (size_t i = 0; i < db_count(w->open); i++) {
		if (is_that(w->open, i, d))
			return db_is_null(w->open, i, 4) ? tell(w, i, d)
							 : ERR_OK;
	}
	w->is_news = true;
	return difference_add(w->verify->db, w->anatomy.tenant_id,
	    w->anatomy.device_id, w->since, d, w->after.at);
}

static bool
is_in(const struct differences *d, const struct db_rows *open, size_t i)
{
	for (size_t k = 0; k < d->n; k++) {
		if (is_that(open, i, &d->list[k]))
			return true;
	}
	return false;
}

/* Of a table that this reading did not ask for nothing is concluded. */
static int
take_over(struct watched *w, const struct differences *d)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < db_count(w->open); i++) {
		const char *source = db_text(w->open, i, 1);

		if (is_in(d, w->open, i) ||
		    (!w->after.is_whole && !structure_tells(&w->after, source)))
			continue;
		rc = difference_over(w->verify->db, w->anatomy.tenant_id,
		    w->anatomy.device_id, db_text(w->open, i, 0), source,
		    db_text(w->open, i, 2), w->after.at);
	}
	return rc;
}

static int
note(struct watched *w, const struct differences *d)
{
	struct db *db = w->verify->db;
	int tenant = w->anatomy.tenant_id, device = w->anatomy.device_id;
	int rc = difference_open(db, tenant, device, &w->open);

	for (size_t i = 0; rc == ERR_OK && i < d->n; i++)
		rc = take_difference(w, &d->list[i]);
	if (rc == ERR_OK)
		rc = take_over(w, d);
	/* A second look that asks for everything. */
	if (rc == ERR_OK && w->is_news)
		rc = watch_want(db, tenant, device, w->verify->now);
	return rc;
}

static int
look(struct watched *w)
{
	struct differences d = { 0 };
	bool is_read;
	int rc = read_after(w, &is_read);

	if (rc < 0 || !is_read)
		return rc;
	rc = judge(w, &d);
	if (rc == ERR_OK)
		rc = note(w, &d);
	if (rc == ERR_OK)
		rc = watch_looked(w->verify->db, w->anatomy.tenant_id,
		    w->anatomy.device_id, w->after.at);
	differences_free(&d);
	return rc;
}

static int
take(struct verify *v, const struct db_rows *rows, size_t i)
{
	struct watched w = {
		.verify = v,
		.anatomy = { v->db, v->metrics,
		    (int)db_int(rows, i, COL_TENANT),
		    (int)db_int(rows, i, COL_DEVICE) },
		.since = db_time(rows, i, COL_SINCE),
		.settled = db_time(rows, i, COL_SETTLED),
		.looked = db_time(rows, i, COL_LOOKED),
		.name = db_text(rows, i, COL_NAME),
	};
	int rc;

	if (db_is_null(rows, i, COL_BEFORE)) {
		rc = keep_before(&w);
	} else {
		rc = watch_read(rows, i, COL_BEFORE, &w.before);
		if (rc == ERR_OK && w.before.n > 0)
			rc = look(&w);
		if (rc == ERR_PARSE) {
			log_warnx("device %s: what it was before its change "
				  "cannot be read, it is not compared",
			    w.name);
			rc = ERR_OK;
		}
	}
	structure_free(&w.before);
	structure_free(&w.after);
	structure_free(&w.usual);
	db_rows_free(w.open);
	return rc;
}

int
compare_tick(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc;

	if (v->now < v->compare_after || v->metrics == NULL)
		return ERR_OK;
	v->compare_after = v->now + EVERY;
	rc = watch_begin(v->db, v->now);
	if (rc == ERR_OK)
		rc = watch_end(v->db, v->now);
	if (rc == ERR_OK)
		rc = watch_due(v->db, v->now, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = take(v, rows, i);
	db_rows_free(rows);
	return rc;
}
