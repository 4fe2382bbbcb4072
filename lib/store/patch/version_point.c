/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/version_point.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/verdict.h"
#include "lib/store/slate.h"

/* The rows of a package are touched this often when no fix asks for it. */
#define TOUCH_EVERY CLOCK_HOUR

enum { KIND, COMPONENT, VALUE, SINCE, SEEN, EYE, TENANT, DEVICE };

static int
compare_said(const void *a, const void *b)
{
	const struct version_said *x = a, *y = b;
	int c = strcmp(x->kind, y->kind);

	return c != 0 ? c : strcmp(x->component, y->component);
}

/* Of two with one name always the same one is last. */
static int
compare_value(const void *a, const void *b)
{
	const struct version_said *x = a, *y = b;
	int c = compare_said(a, b);

	return c != 0 ? c : strcmp(x->value, y->value);
}

/* The rows of kinds that a reading changes. */
#define OPEN_ROW                                                    \
	" WHERE v.tenant_id=x.t AND v.device_id=x.d AND v.kind=x.k" \
	" AND v.component=x.c AND v.until IS NULL"
#define NAMES \
	"unnest($1::int[],$2::int[],$3::text[],$4::text[],$5::timestamptz[])"

static const struct slate_kind ended_rows = {
	.rank = SLATE_VERSION_ENDED,
	.columns = 5,
	.sql = "UPDATE version v SET until=x.a FROM " NAMES
	       " AS x(t,d,k,c,a)" OPEN_ROW,
};
static const struct slate_kind seen_rows = {
	.rank = SLATE_VERSION_SEEN,
	.columns = 5,
	.sql = "UPDATE version v SET seen=x.a FROM " NAMES
	       " AS x(t,d,k,c,a)" OPEN_ROW,
};
static const struct slate_kind begun_rows = {
	.rank = SLATE_VERSION_BEGUN,
	.columns = 15,
	.sql = "INSERT INTO version(tenant_id,device_id,kind,component,since,"
	       "seen,value,schemes,confidence,oid,raw,serial,profile,"
	       "profile_sha256,journal,seq) SELECT t,d,k,c,a,a,v,"
	       "string_to_array(s,','),f,o,w,n,p,h,j,q FROM unnest($1::int[],"
	       "$2::int[],$3::text[],$4::text[],$5::timestamptz[],$6::text[],"
	       "$7::text[],$8::text[],$9::text[],$10::text[],$11::text[],"
	       "$12::text[],$13::bytea[],$14::uuid[],$15::bigint[])"
	       " AS x(t,d,k,c,a,v,s,f,o,w,n,p,h,j,q)",
};

/* Of the row that is open under that name. */
static int
touch(struct db *db, const struct slate_kind *kind,
    const struct version_source *src, const char *of_kind,
    const char *component)
{
	return slate_add(db, kind,
	    (const struct db_arg[]){ DB_INT(src->tenant_id),
		DB_INT(src->device_id), DB_TEXT(of_kind), DB_TEXT(component),
		DB_TIME(src->at) },
	    NULL);
}

static int
begin(struct db *db, const struct version_source *src,
    const struct version_said *s)
{
	return slate_add(db, &begun_rows,
	    (const struct db_arg[]){ DB_INT(src->tenant_id),
		DB_INT(src->device_id), DB_TEXT(s->kind), DB_TEXT(s->component),
		DB_TIME(src->at), DB_TEXT(s->value),
		DB_TEXT(s->schemes != NULL ? s->schemes : ""),
		DB_TEXT(s->suggestion ? "suggestion" : "profile"),
		DB_TEXT(s->oid), DB_TEXT(s->raw), DB_TEXT(s->serial),
		DB_TEXT(src->profile),
		src->profile_sha256 == NULL
		    ? DB_NULL
		    : DB_BYTES(src->profile_sha256, DIGEST_LEN),
		DB_TEXT(src->journal), DB_INT(src->seq) },
	    NULL);
}

/* The reading goes on saying what row i says, or says another thing. */
static int
compare_row(struct db *db, const struct version_source *src,
    const struct db_rows *rows, size_t i, struct version_said *s)
{
	int64_t seen = db_time(rows, i, SEEN);
	int rc;

	if (strcmp(db_text(rows, i, VALUE), s->value) != 0) {
		s->is_new = true;
		s->earlier = db_text(rows, i, VALUE);
		s->since = src->at;
		s->before = CLOCK_NONE;
		rc = touch(db, &ended_rows, src, s->kind, s->component);
		return rc == ERR_OK ? begin(db, src, s) : rc;
	}
	s->since = db_time(rows, i, SINCE);
	s->before = seen < src->at ? seen : CLOCK_NONE;
	if (src->at > seen && (s->watched || src->at - seen >= TOUCH_EVERY))
		return touch(db, &seen_rows, src, s->kind, s->component);
	return ERR_OK;
}

static bool
speaks_of(const struct version_said *said, size_t n, const char *kind)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(said[i].kind, kind) == 0)
			return true;
	return false;
}

/* Whether the edition of the profile that looks now wrote the row. */
static bool
is_same_eye(
    const struct version_source *src, const struct db_rows *rows, size_t i)
{
	const uint8_t *hash;
	size_t len;

	if (src->profile_sha256 == NULL || db_is_null(rows, i, EYE))
		return false;
	hash = db_bytes(rows, i, EYE, &len);
	return len == DIGEST_LEN &&
	    memcmp(hash, src->profile_sha256, DIGEST_LEN) == 0;
}

/* Did this profile see other parts of the kind before. */
static bool
had_kind(const struct version_source *src, const struct version_known *known,
    const char *kind)
{
	for (size_t i = known->first; i < known->end; i++)
		if (is_same_eye(src, known->rows, i) &&
		    strcmp(db_text(known->rows, i, KIND), kind) == 0)
			return true;
	return false;
}

/* A part that it did not have is a change point from now on. */
static int
add_new(struct db *db, const struct version_source *src,
    const struct version_known *known, struct version_said *s)
{
	s->is_new = true;
	s->since = src->at;
	s->before = CLOCK_NONE;
	s->joined = had_kind(src, known, s->kind);
	return begin(db, src, s);
}

/* Both in order of kind and component: one pass over the two. */
static int
compare_all(struct db *db, const struct version_source *src,
    const struct version_known *known, struct version_said *said, size_t n)
{
	const struct db_rows *rows = known->rows;
	size_t i = known->first, k = 0;
	int rc = ERR_OK;

	while (rc == ERR_OK && (i < known->end || k < n)) {
		struct version_said row;
		int c = 1;

		if (i < known->end) {
			row.kind = db_text(rows, i, KIND);
			row.component = db_text(rows, i, COMPONENT);
			c = k < n ? compare_said(&row, &said[k]) : -1;
		}
		if (c < 0) {
			if (src->whole && speaks_of(said, n, row.kind))
				rc = touch(db, &ended_rows, src, row.kind,
				    row.component);
			i++;
		} else if (c > 0) {
			rc = add_new(db, src, known, &said[k++]);
		} else {
			rc = compare_row(db, src, rows, i++, &said[k++]);
		}
	}
	return rc;
}

/* A device may say the same name twice: the last of them counts. */
static size_t
drop_doubles(struct version_said *said, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && compare_said(&said[kept - 1], &said[i]) == 0)
			kept--;
		said[kept++] = said[i];
	}
	return kept;
}

int
version_load(struct db *db, const char *tenants, const char *devices,
    struct db_rows **out)
{
	int rc = slate_write(db);

	return rc < 0 ? rc
		      : db_query_again(db, out,
			    "SELECT kind,component,value,since,seen,"
			    "profile_sha256,tenant_id,device_id FROM version"
			    " JOIN(SELECT DISTINCT * FROM unnest($1::int[],"
			    "$2::int[]) AS k(tenant_id,device_id)) k"
			    " USING(tenant_id,device_id) WHERE until IS NULL"
			    " ORDER BY tenant_id,device_id,kind COLLATE \"C\","
			    "component COLLATE \"C\"",
			    DB_TEXT(tenants), DB_TEXT(devices));
}

static bool
is_before(const struct db_rows *rows, size_t i, int tenant, int device)
{
	int64_t of = db_int(rows, i, TENANT);

	return of < tenant ||
	    (of == tenant && db_int(rows, i, DEVICE) < device);
}

void
version_part(const struct db_rows *rows, int tenant, int device,
    struct version_known *out)
{
	size_t low = 0, high = db_count(rows);

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (is_before(rows, mid, tenant, device))
			low = mid + 1;
		else
			high = mid;
	}
	*out = (struct version_known){ rows, low, low };
	while (out->end < db_count(rows) &&
	    db_int(rows, out->end, TENANT) == tenant &&
	    db_int(rows, out->end, DEVICE) == device)
		out->end++;
}

int
version_note(struct db *db, const struct version_source *src,
    const struct version_known *known, struct version_said *said, size_t *n)
{
	qsort(said, *n, sizeof(*said), compare_value);
	*n = drop_doubles(said, *n);
	return compare_all(db, src, known, said, *n);
}

int
version_settle(struct db *db, const struct settled *s)
{
	int rc = slate_write(db);

	return rc < 0
	    ? rc
	    : db_query_again(db, NULL,
		  "UPDATE version v SET seen=x.same"
		  " FROM unnest($1::int[],$2::int[],$3::timestamptz[],"
		  "$4::timestamptz[]) AS x(tenant,device,said,same)"
		  " WHERE v.tenant_id=x.tenant"
		  " AND v.device_id=x.device AND v.until IS NULL"
		  " AND v.seen>=x.said AND v.seen<x.same",
		  DB_TEXT(s->tenants), DB_TEXT(s->devices), DB_TEXT(s->said),
		  DB_TEXT(s->same));
}

bool
version_gone(const struct version_source *src,
    const struct version_known *known, const struct version_said *said,
    size_t n, size_t *at, struct version_said *out)
{
	const struct db_rows *rows = known->rows;

	while (src->whole && known->first + *at < known->end) {
		size_t i = known->first + (*at)++;

		*out = (struct version_said){
			.kind = db_text(rows, i, KIND),
			.component = db_text(rows, i, COMPONENT),
			.value = db_text(rows, i, VALUE),
		};
		if (is_same_eye(src, rows, i) &&
		    bsearch(out, said, n, sizeof(*said), compare_said) ==
			NULL &&
		    speaks_of(said, n, out->kind))
			return true;
	}
	return false;
}
