/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/partitions.h"

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"

static int
make_ahead(struct db *db, int64_t now, int *made)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT coalesce(sum(part_ensure(parent, $1::timestamptz,"
	    " $1::timestamptz + ahead * ('1 ' || step)::interval)),0)"
	    " FROM part_policy",
	    DB_TIME(now));
	if (rc == ERR_OK)
		*made = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

/* Names come from the catalogue, quoted by the server. */
static int
run(struct db *db, const char *before, const char *parent, const char *between,
    const char *leaf, const char *after)
{
	struct buf sql = { 0 };
	int rc;

	buf_printf(&sql, "%s%s%s%s%s", before, parent, between, leaf, after);
	rc = db_run(db, NULL, buf_str(&sql), 0, NULL);
	buf_free(&sql);
	return rc;
}

/* One that was interrupted stays half detached until it is finished. */
static int
finish_detached(struct db *db)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT i.inhparent::regclass::text, i.inhrelid::regclass::text"
	    " FROM pg_inherits i JOIN pg_class c ON c.oid=i.inhrelid"
	    " WHERE i.inhdetachpending"
	    " AND c.relnamespace='patchwacht'::regnamespace");
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = run(db, "ALTER TABLE ", db_text(rows, i, 0),
		    " DETACH PARTITION ", db_text(rows, i, 1), " FINALIZE");
	db_rows_free(rows);
	return rc;
}

/* The partitions that there are, each from lo to hi. */
#define LEAVES                                                            \
	"(SELECT p.*,i.inhparent::regclass::text AS table_name,"          \
	"i.inhrelid::regclass::text AS leaf,i.inhrelid,"                  \
	"substring(b from 'FROM \\(''([^'']+)''\\)')::timestamptz AS lo," \
	"substring(b from 'TO \\(''([^'']+)''\\)')::timestamptz AS hi"    \
	" FROM part_policy p JOIN pg_inherits i"                          \
	" ON i.inhparent=to_regclass('patchwacht.'||p.parent)"            \
	" JOIN pg_class c ON c.oid=i.inhrelid,"                           \
	" pg_get_expr(c.relpartbound,c.oid) b WHERE c.relkind='r') l"

static int
detach_old(struct db *db, int64_t now)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT table_name,leaf FROM " LEAVES
	    " WHERE hi<=$1::timestamptz-keep AND NOT part_is_held(lo,hi)",
	    DB_TIME(now));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = run(db, "ALTER TABLE ", db_text(rows, i, 0),
		    " DETACH PARTITION ", db_text(rows, i, 1), " CONCURRENTLY");
	db_rows_free(rows);
	return rc;
}

/* Detached by us, now or before we were interrupted, and past retention. */
static int
drop_detached(struct db *db, int64_t now, int *dropped)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT c.oid::regclass::text FROM part_policy p JOIN pg_class c"
	    " ON c.relname ~ ('^'||p.parent||'_p[0-9]{6}([0-9]{2})?$'),"
	    " rpad(substring(c.relname from '[0-9]+$'),8,'01') d,"
	    " cast(d||' 00:00 UTC' AS timestamptz) lo"
	    " WHERE c.relkind='r' AND NOT c.relispartition"
	    " AND c.relnamespace='patchwacht'::regnamespace"
	    " AND c.relname <"
	    " part_name(p.parent, $1::timestamptz - p.keep, p.step)"
	    " AND NOT part_is_held(lo,lo+('1 '||p.step)::interval)",
	    DB_TIME(now));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		rc = run(db, "DROP TABLE ", "", "", db_text(rows, i, 0), "");
		*dropped += rc == ERR_OK;
	}
	db_rows_free(rows);
	return rc;
}

/* Rows that store may still bring late do not make it any less complete. */
#define CLOSED_AFTER CLOCK_HOUR

/* Trigrams: a part of a word is found, too. Not every server has them. */
static int
can_search(struct db *db, bool *can)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(
	    db, &rows, "SELECT FROM pg_extension WHERE extname='pg_trgm'");
	if (rc < 0)
		return rc;
	*can = db_count(rows) > 0;
	db_rows_free(rows);
	if (!*can)
		log_info("database: without the extension pg_trgm, searching "
			 "reads every row");
	return ERR_OK;
}

/* One that was interrupted stays, and is of no use. */
static int
drop_broken(struct db *db)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT i.indexrelid::regclass::text FROM pg_index i"
	    " JOIN pg_class c ON c.oid=i.indexrelid WHERE NOT i.indisvalid"
	    " AND c.relnamespace='patchwacht'::regnamespace"
	    " AND c.relname ~ '_(search|complete)$'");
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = run(db, "DROP INDEX ", "", "", db_text(rows, i, 0), "");
	db_rows_free(rows);
	return rc;
}

/* What is missing of one kind in those that are complete. */
static int
make_indexes(struct db *db, int64_t now, const char *suffix, const char *using,
    int *made)
{
	struct db_rows *rows = NULL;
	struct buf sql = { 0 };
	int rc;

	buf_printf(&sql,
	    "SELECT leaf,quote_ident(relname||'%s'),%s FROM " LEAVES
	    " JOIN pg_class c ON c.oid=inhrelid"
	    " WHERE %s IS NOT NULL AND hi<=$1::timestamptz"
	    " AND to_regclass('patchwacht.'||quote_ident(relname||'%s'))"
	    " IS NULL ORDER BY hi",
	    suffix, using, using, suffix);
	rc = db_query(db, &rows, buf_str(&sql), DB_TIME(now - CLOSED_AFTER));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		buf_clear(&sql);
		buf_printf(&sql, "CREATE INDEX CONCURRENTLY %s ON %s USING %s",
		    db_text(rows, i, 1), db_text(rows, i, 0),
		    db_text(rows, i, 2));
		rc = db_run(db, NULL, buf_str(&sql), 0, NULL);
		*made += rc == ERR_OK;
	}
	buf_free(&sql);
	db_rows_free(rows);
	return rc;
}

static int
complete(struct db *db, int64_t now, struct partitions_done *done)
{
	bool can;
	int rc = can_search(db, &can);

	if (rc == ERR_OK)
		rc = drop_broken(db);
	/* An index of millions of rows takes its minutes. */
	if (rc == ERR_OK)
		rc = db_query(db, NULL, "SET statement_timeout=0");
	if (rc == ERR_OK)
		rc = make_indexes(
		    db, now, "_complete", "complete", &done->completed);
	if (rc == ERR_OK && can)
		rc = make_indexes(db, now, "_search",
		    "'gin('||quote_ident(searched)||' gin_trgm_ops)'",
		    &done->searched);
	return rc;
}

/* Where messages stand is asked by who has not read them yet: see follow.c. */
static int
forget_batches(struct db *db)
{
	return db_query(db, NULL,
	    "DELETE FROM message_batch b USING (SELECT journal,min(seq) AS seq"
	    " FROM reader_pos GROUP BY journal) r"
	    " WHERE b.journal=r.journal AND b.upto<=r.seq");
}

int
partitions_keep(struct db *db, int64_t now, struct partitions_done *done)
{
	int rc;

	*done = (struct partitions_done){ 0 };
	rc = make_ahead(db, now, &done->made);
	if (rc == ERR_OK)
		rc = finish_detached(db);
	if (rc == ERR_OK)
		rc = detach_old(db, now);
	if (rc == ERR_OK)
		rc = drop_detached(db, now, &done->retired);
	if (rc == ERR_OK)
		rc = complete(db, now, done);
	if (rc == ERR_OK)
		rc = forget_batches(db);
	return rc;
}

int
partitions_check(struct db *db, int64_t now)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT leaf FROM part_policy p, generate_series(0,p.ahead) n,"
	    " part_name(p.parent, date_trunc(p.step,$1::timestamptz)"
	    " + n*('1 '||p.step)::interval, p.step) leaf"
	    " WHERE NOT EXISTS (SELECT 1 FROM pg_inherits i"
	    " WHERE i.inhrelid=to_regclass('patchwacht.'||leaf)"
	    " AND i.inhparent=to_regclass('patchwacht.'||p.parent)"
	    " AND NOT i.inhdetachpending) ORDER BY 1",
	    DB_TIME(now));
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < db_count(rows); i++)
		log_warnx("database: partition %s is missing: patchwacht-db "
			  "partitions",
		    db_text(rows, i, 0));
	if (db_count(rows) > 0)
		rc = ERR_NOTFOUND;
	db_rows_free(rows);
	return rc;
}

int
partitions_check_rights(struct db *db)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT c.oid::regclass::text, a.grantee::regrole::text,"
	    " string_agg(a.privilege_type,',') FROM pg_class c,"
	    " aclexplode(c.relacl) a WHERE c.relispartition"
	    " AND c.relnamespace='patchwacht'::regnamespace"
	    " AND a.grantee<>c.relowner GROUP BY 1,2 ORDER BY 1,2");
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < db_count(rows); i++)
		log_warnx("database: %s has %s on partition %s",
		    db_text(rows, i, 1), db_text(rows, i, 2),
		    db_text(rows, i, 0));
	if (db_count(rows) > 0)
		rc = ERR_DENIED;
	db_rows_free(rows);
	return rc;
}
