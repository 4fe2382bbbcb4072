/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/redaction_store.h"

#include "lib/base/err.h"
#include "lib/store/db.h"

int
redaction_store_find(struct db *db, int tenant,
    const struct redaction_filter *f, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT m.journal,m.seq,m.rcvd,d.name,m.text FROM message m"
	    " LEFT JOIN device d USING(tenant_id,device_id)"
	    " WHERE m.tenant_id=$1 AND ($2::uuid IS NULL OR m.journal=$2)"
	    " AND ($3::text IS NULL OR d.name=$3)"
	    " AND ($4::text IS NULL OR m.text ~* $4)"
	    " AND m.seq>=$5 AND ($6::bigint<0 OR m.seq<=$6)"
	    " AND ($7::timestamptz IS NULL OR m.rcvd>=$7)"
	    " AND ($8::timestamptz IS NULL OR m.rcvd<$8)"
	    " AND NOT coalesce('redacted'=ANY(m.flags),false)"
	    " ORDER BY m.journal,m.seq",
	    DB_INT(tenant), DB_TEXT(f->journal), DB_TEXT(f->device),
	    DB_TEXT(f->grep), DB_INT((int64_t)f->from), DB_INT((int64_t)f->to),
	    db_arg_time(f->since), db_arg_time(f->until));
}

int
redaction_store_texts(struct db *db, const char *journal, const char *seqs,
    int64_t first, int64_t last, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT tenant_id,app,msgid,text FROM message"
	    " WHERE journal=$1::uuid AND seq=ANY($2::bigint[])"
	    " AND rcvd BETWEEN $3 AND $4"
	    " AND NOT coalesce('redacted'=ANY(flags),false)",
	    DB_TEXT(journal), DB_TEXT(seqs), DB_TIME(first), DB_TIME(last));
}

int
redaction_store_shape(
    struct db *db, int tenant, int64_t id, struct redaction_done *done)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "UPDATE template SET shape='[redacted]' WHERE tenant_id=$1"
	    " AND template_id=$2 AND shape<>'[redacted]'",
	    DB_INT(tenant), DB_INT(id));

	if (rc == ERR_OK)
		done->shapes += (int64_t)db_affected(rows);
	db_rows_free(rows);
	return rc;
}

static const struct {
	const char *sql;
	size_t into; /* of a count in struct redaction_done */
} steps[] = {
	/* What a message is counted by has no name of a person in it. */
	{ "UPDATE message SET text='[redacted]',raw='',head=NULL,sd=NULL,"
	  "procid=NULL,host=NULL,flags=array_append(coalesce(flags,'{}'),"
	  "'redacted') WHERE journal=$1::uuid AND seq=ANY($2::bigint[])"
	  " AND rcvd BETWEEN $3 AND $4"
	  " AND NOT coalesce('redacted'=ANY(flags),false)",
	    offsetof(struct redaction_done, rows) },
	{ "UPDATE trap SET varbinds='' WHERE journal=$1::uuid"
	  " AND seq=ANY($2::bigint[]) AND at BETWEEN $3 AND $4"
	  " AND varbinds<>''",
	    offsetof(struct redaction_done, rows) },
	{ "UPDATE quarantine SET record='',reason='redacted'"
	  " WHERE journal=$1::uuid AND seq=ANY($2::bigint[])"
	  " AND at BETWEEN $3 AND $4 AND record<>''",
	    offsetof(struct redaction_done, rows) },
	/* The hash stays, and the version that it told. */
	{ "UPDATE evidence SET bytes='',content=(content-'text')||"
	  "'{\"raw\":\"[redacted]\",\"redacted\":true}' WHERE journal=$1::uuid"
	  " AND seq=ANY($2::bigint[]) AND at BETWEEN $3 AND $4"
	  " AND NOT content ? 'redacted'",
	    offsetof(struct redaction_done, evidence) },
	{ "UPDATE event SET who=NULL,detail='[redacted]'"
	  " WHERE journal=$1::uuid AND seq=ANY($2::bigint[])"
	  " AND at BETWEEN $3 AND $4 AND detail<>'[redacted]'",
	    offsetof(struct redaction_done, events) },
};

int
redaction_store_apply(struct db *db, const char *journal, const char *seqs,
    int64_t first, int64_t last, struct redaction_done *done)
{
	struct db_rows *rows = NULL;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < sizeof(steps) / sizeof(steps[0]);
	     i++) {
		rc = db_query(db, &rows, steps[i].sql, DB_TEXT(journal),
		    DB_TEXT(seqs), DB_TIME(first), DB_TIME(last));
		if (rc == ERR_OK)
			*(int64_t *)(void *)((char *)done + steps[i].into) +=
			    (int64_t)db_affected(rows);
		db_rows_free(rows);
		rows = NULL;
	}
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT seq FROM journal_pos WHERE journal=$1::uuid",
		    DB_TEXT(journal));
	if (rc == ERR_OK && db_count(rows) > 0)
		done->loaded = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}
