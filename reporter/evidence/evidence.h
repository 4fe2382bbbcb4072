/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_EVIDENCE_EVIDENCE_H
#define REPORTER_EVIDENCE_EVIDENCE_H

#include <stdint.h>

#include "lib/base/digest.h"

struct db;
struct json;

/*
 * All that a report rests on, frozen: one JSON object, taken in one REPEATABLE
 * READ snapshot. The report is a function of this object, the template and
 * nothing else; a copy of it makes the same report years later.
 *
 *	format, program, period {name, kind, from, to, cut, interim, snapshot,
 *	parts [{kind, name, from, to}]},
 *	scope {kind, site, site_id}, tenant {..}, chain {..}, senders {..},
 *	quarantine {..}, and a list per section: devices, patches, deployments,
 *	... (the columns of sql/NAME.sql)
 *
 * The report adds brand {..}: reporter/brand/brand.h.
 *
 * Of a site it holds what is that site's, and what is of the organisation or of
 * the instrument as a whole: terms, functions, clocks, losses. No other site's
 * name, device or entry is in it.
 *
 * Times are ISO 8601 in UTC. cut is the earlier of the end of the period and
 * the snapshot: nothing after it is looked at.
 */
enum { EVIDENCE_FORMAT = 1 };

/* Of 200,000 installations. */
enum { EVIDENCE_MAX = 512 << 20 };

struct evidence_scope {
	int tenant;
	const char *period; /* "2026Q3", "2026-07" or "2026" */
	const char *site;   /* its name; NULL: the whole organisation */
	const char *reason; /* why the one before is not enough; NULL: none */
};

/*
 * One moment of an organisation, for all that is made of it: the figures of its
 * sites and of two languages fit each other, and what is the same of each site
 * is read once. db is in a transaction until evidence_close, so that reports
 * are recorded over another connection. ERR_PARSE: no such period; ERR_RANGE:
 * it has not begun yet.
 */
struct evidence_snapshot;
int evidence_open(struct db *db, int tenant, const char *period,
    struct evidence_snapshot **out);
void evidence_close(struct evidence_snapshot *s); /* NULL is fine */

/* site and reason as below; ERR_NOTFOUND: no such site. *out is the caller's.
 */
int evidence_take(struct evidence_snapshot *s, const char *site,
    const char *reason, struct json **out);

/*
 * All of that at once. ERR_PARSE: no such period; ERR_RANGE: it has not begun
 * yet; ERR_NOTFOUND: no such site.
 */
int evidence_collect(
    struct db *db, const struct evidence_scope *scope, struct json **out);

/* Reads a frozen copy; ERR_PARSE when it is not one of ours. */
int evidence_load(const char *path, struct json **out);

/* The same, of a file with that hash; ERR_CORRUPT when it has another. */
int evidence_load_same(
    const char *path, const uint8_t sha256[DIGEST_LEN], struct json **out);

/* Logs that there is no such organisation, or none that may be read. */
void evidence_tell_absent(int tenant);

#endif
