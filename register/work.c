/* SPDX-License-Identifier: Apache-2.0 */
#include "register/work.h"

#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/people/refusal.h"

/* Whoever looks on is told so at once, and not by what they cannot find. */
static int
may_change(struct context *c)
{
	struct db_rows *rows = NULL;
	bool may;
	int rc = db_query(c->db, &rows,
	    "SELECT $1=ANY(tenants_note()) OR NOT is_person(session_user)",
	    DB_INT(c->tenant));

	if (rc < 0)
		return rc;
	may = db_bool(rows, 0, 0);
	db_rows_free(rows);
	if (may)
		return ERR_OK;
	complain("%s holds no function that changes anything here", c->actor);
	return ERR_DENIED;
}

static int
in_transaction(struct context *c, const struct words *rest, work_fn *run)
{
	int rc = may_change(c);

	if (rc == ERR_OK)
		rc = db_begin(c->db);
	if (rc < 0)
		return rc;
	rc = run(c, rest);
	if (rc == ERR_OK)
		return db_commit(c->db);
	db_rollback(c->db);
	return rc;
}

static int
work(const struct synopsis *s, int argc, char **argv, work_fn *run, bool change)
{
	struct words rest = { 0 };
	struct context c = { 0 };
	int rc = flag_parse(s, argc, argv, &rest);

	if (rc < 0) {
		words_free(&rest);
		return flag_exit(rc);
	}
	/* Told by now, and nothing that was typed here. */
	rc = context_open(&c) < 0 ? ERR_IO : ERR_OK;
	if (rc == ERR_OK)
		rc = change ? in_transaction(&c, &rest, run) : run(&c, &rest);
	if (rc == ERR_DENIED && c.actor != NULL)
		complain("nothing was changed; `patchwacht user show %s` has "
			 "the functions of %s",
		    c.actor, c.actor);
	/* A row that is there, and that a rule of the database does not show to
	 * who would change it, is as one that is not. */
	if (rc == ERR_NOTFOUND && !has_complained() && !log_has_warned())
		refusal_tell_unchanged(c.db, c.tenant, c.actor);
	if (rc == ERR_AGAIN)
		complain("the database is busy or away; nothing was changed, "
			 "try again");
	context_close(&c);
	words_free(&rest);
	if (rc == ERR_PARSE)
		return EXIT_USAGE;
	return rc < 0 ? EXIT_FAILURE : rc;
}

int
work_read(const struct synopsis *s, int argc, char **argv, work_fn *run)
{
	return work(s, argc, argv, run, false);
}

int
work_change(const struct synopsis *s, int argc, char **argv, work_fn *run)
{
	return work(s, argc, argv, run, true);
}
