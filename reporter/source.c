/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/source.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "lib/store/schema_version.h"
#include "reporter/evidence/evidence.h"

struct source {
	const struct place *place;
	const char *role;
	struct db *db;
	struct evidence_snapshot *moment;
	char *of; /* whose: tenant and period */

	struct json *kept;
	char *kept_of; /* and site and kind */
};

int
source_connect(const struct place *place, const char *role, struct db **out)
{
	struct db_target target = place_target(place);
	int rc = schema_version_open(&target, role, out);

	if (rc == ERR_AGAIN)
		log_warnx("the database does not answer; no report was made");
	return rc;
}

struct source *
source_new(const struct place *place, const char *role)
{
	struct source *s = mem_new(1, sizeof(*s));

	s->place = place;
	s->role = role;
	return s;
}

static void
forget_moment(struct source *s)
{
	evidence_close(s->moment);
	s->moment = NULL;
	free(s->of);
	s->of = NULL;
}

static void
forget_kept(struct source *s)
{
	json_free(s->kept);
	s->kept = NULL;
	free(s->kept_of);
	s->kept_of = NULL;
}

void
source_free(struct source *s)
{
	if (s == NULL)
		return;
	forget_kept(s);
	forget_moment(s);
	db_close(s->db);
	free(s);
}

static char *
name_moment(const struct evidence_scope *scope)
{
	struct buf out = { 0 };

	buf_printf(&out, "%d %s", scope->tenant, scope->period);
	return buf_take_str(&out);
}

/* A site may be called anything; a kind has no newline. */
static char *
name_report(const struct evidence_scope *scope, const char *kind)
{
	struct buf out = { 0 };

	buf_printf(&out, "%d %s %s\n%s", scope->tenant, scope->period, kind,
	    scope->site != NULL ? scope->site : "");
	return buf_take_str(&out);
}

static bool
is_of(const char *name, char *asked)
{
	bool same = name != NULL && strcmp(name, asked) == 0;

	free(asked);
	return same;
}

/*
 * It stands in its transaction while reports are drawn, sealed and recorded,
 * however long that takes; who makes them ends it.
 */
static int
connect_own(struct source *s)
{
	int rc = source_connect(s->place, s->role, &s->db);

	return rc < 0 ? rc
		      : db_query(s->db, NULL,
			    "SET idle_in_transaction_session_timeout=0");
}

static int
open_moment(struct source *s, const struct evidence_scope *scope)
{
	int rc = ERR_OK;

	if (is_of(s->of, name_moment(scope)))
		return ERR_OK;
	forget_moment(s);
	if (s->db == NULL)
		rc = connect_own(s);
	if (rc == ERR_OK)
		rc = evidence_open(
		    s->db, scope->tenant, scope->period, &s->moment);
	if (rc == ERR_OK)
		s->of = name_moment(scope);
	return rc;
}

/*
 * A failure may have ended the transaction, or the connection, for those that
 * follow, too. A site that cannot be read has not: they stay of its moment.
 */
static void
forget_lost(struct source *s)
{
	bool lost;

	if (s->db == NULL)
		return;
	lost = db_is_lost(s->db);
	if (lost || db_has_failed(s->db))
		forget_moment(s);
	if (lost) {
		db_close(s->db);
		s->db = NULL;
	}
}

static int
try_take(
    struct source *s, const struct evidence_scope *scope, struct json **out)
{
	int rc = open_moment(s, scope);

	if (rc == ERR_OK)
		rc = evidence_take(s->moment, scope->site, scope->reason, out);
	if (rc < 0)
		forget_lost(s);
	return rc;
}

int
source_take(
    struct source *s, const struct evidence_scope *scope, struct json **out)
{
	bool had = s->db != NULL;
	int rc;

	forget_kept(s);
	rc = try_take(s, scope, out);
	/* It was lost since the one before: another may be had. */
	if (rc == ERR_AGAIN && had && s->db == NULL) {
		log_warnx("the connection that reports are read over was lost; "
			  "those that follow are of a later moment");
		rc = try_take(s, scope, out);
	}
	return rc;
}

void
source_keep(struct source *s, const struct evidence_scope *scope,
    const char *kind, const struct json *evidence)
{
	forget_kept(s);
	s->kept = json_share(evidence);
	s->kept_of = name_report(scope, kind);
}

struct json *
source_kept(const struct source *s, const struct evidence_scope *scope,
    const char *kind)
{
	return is_of(s->kept_of, name_report(scope, kind)) ? json_share(s->kept)
							   : NULL;
}
