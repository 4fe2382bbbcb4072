/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/lease.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

/* A process may get the number of one that is gone, but not its moment, too. */
#define SESSION "a.pid||'/'||extract(epoch FROM a.backend_start)||'@'"

/* Both or none: what bears the name of a session that we never took for ours
 * would be free, and sent twice. */
static int
hold_on(struct db *db, const char *before, const char *holder)
{
	return db_query(db, NULL,
	    "WITH held AS("
	    "UPDATE notification SET holder=$2 WHERE holder=$1)"
	    "UPDATE delivery SET holder=$2 WHERE holder=$1",
	    DB_TEXT(before), DB_TEXT(holder));
}

int
lease_open(struct db *db, const char *home, const char *before, char **out)
{
	char host[HOST_NAME_MAX + 1] = "";
	struct db_rows *rows = NULL;
	struct buf node = { 0 };
	int rc;

	(void)gethostname(host, sizeof(host) - 1);
	buf_printf(&node, "%s:%s", host, home);
	rc = db_query(db, &rows,
	    "SELECT " SESSION "||$1 FROM pg_stat_activity a"
	    " WHERE a.pid=pg_backend_pid()",
	    DB_TEXT(buf_str(&node)));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_AGAIN;
	if (rc == ERR_OK && before != NULL)
		rc = hold_on(db, before, db_text(rows, 0, 0));
	if (rc == ERR_OK)
		*out = mem_dup_str(db_text(rows, 0, 0));
	db_rows_free(rows);
	buf_free(&node);
	return rc;
}

#define END_DEAD(table)                                                   \
	"UPDATE " table " n SET holder=NULL,next_try=now()"               \
	" WHERE holder IS NOT NULL AND sent IS NULL AND dropped IS NULL"  \
	" AND substr(holder,strpos(holder,'@'))=$1 AND NOT EXISTS("       \
	"SELECT FROM pg_stat_activity a WHERE a.usename=session_user AND" \
	" n.holder=" SESSION "||substr($1,2))"

int
lease_end_dead(struct db *db, const char *holder)
{
	const char *node = strchr(holder, '@');
	int rc = db_query(db, NULL, END_DEAD("notification"), DB_TEXT(node));

	return rc == ERR_OK
	    ? db_query(db, NULL, END_DEAD("delivery"), DB_TEXT(node))
	    : rc;
}
