/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/backup.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/db/cluster.h"
#include "register/db/folder.h"
#include "register/db/process.h"
#include "register/db/setup.h"

static int
run(const struct cluster *c, const char *name, const char **argv)
{
	char *program = binaries_path(&c->binaries, name);
	int status;

	argv[0] = program;
	status = process_run(NULL, NULL, argv);
	if (status != 0)
		log_warnx("%s: ended with %d", name, status);
	free(program);
	return status == 0 ? ERR_OK : ERR_IO;
}

static int
check_copy(const struct cluster *c, const char *dir)
{
	const char *argv[] = { NULL, "--quiet", dir, NULL };
	int rc = run(c, "pg_verifybackup", argv);

	return rc == ERR_OK ? rc : ERR_CORRUPT;
}

int
backup_make(struct cluster *c, const char *dir)
{
	const char *argv[] = { NULL, "-D", dir, "-h", NULL, "-p", "5432", "-U",
		CLUSTER_SUPERUSER, "--no-password", "--wal-method=stream",
		"--checkpoint=fast", "--manifest-checksums=SHA256", NULL };
	int rc;

	if (cluster_pid(c) == 0) {
		log_warnx("database: does not run");
		return ERR_NOTFOUND;
	}
	rc = cluster_start(c); /* running: joins, and knows its socket */
	if (rc == ERR_OK)
		rc = cluster_lock(c);
	if (rc < 0)
		return rc;
	argv[4] = c->socket;
	rc = run(c, "pg_basebackup", argv);
	if (rc == ERR_OK)
		rc = check_copy(c, dir);
	if (rc == ERR_OK)
		say("The copy in %s is complete. The keys (keys/) are not in "
		    "it.",
		    dir);
	cluster_unlock(c);
	return rc;
}

/*
 * As root the copy is built where only root can reach it: chown among files
 * that their owner may swap would give away others'.
 */
static int
build(const struct cluster *c, const char *dir, const char *aside)
{
	struct buf owner = { 0 };
	const char *const make[] = { "/bin/mkdir", "-m", "0700", "--", aside,
		NULL };
	const char *copy[] = { "/bin/cp", "-a", "--", dir, NULL, NULL };
	const char *own[] = { "/bin/chown", "-R", NULL, "--", NULL, NULL };
	struct buf to = { 0 };
	int rc = ERR_IO;

	buf_printf(&to, "%s/data", aside);
	buf_printf(&owner, "%lu:%lu", (unsigned long)c->account.uid,
	    (unsigned long)c->account.gid);
	copy[4] = buf_str(&to);
	own[2] = buf_str(&owner);
	own[4] = buf_str(&to);
	if (process_run(NULL, NULL, make) == 0 &&
	    process_run(NULL, NULL, copy) == 0 &&
	    (!c->account.from_root || process_run(NULL, NULL, own) == 0))
		rc = ERR_OK;
	else
		log_warnx("%s: could not be copied to %s", dir, aside);
	buf_free(&owner);
	buf_free(&to);
	return rc;
}

static int
move(const char *from, const char *to)
{
	if (rename(from, to) == 0)
		return ERR_OK;
	log_warn("%s: rename to %s", from, to);
	return ERR_IO;
}

static int
swap(const struct cluster *c, const char *aside)
{
	struct buf made = { 0 }, before = { 0 };
	int rc = ERR_OK;

	buf_printf(&made, "%s/data", aside);
	buf_printf(
	    &before, "%s.before-%" PRId64, c->data, clock_now() / CLOCK_SECOND);
	if (access(c->data, F_OK) == 0)
		rc = move(c->data, buf_str(&before));
	if (rc == ERR_OK)
		rc = move(buf_str(&made), c->data);
	if (rc == ERR_OK)
		rc = folder_sync(c->base);
	buf_free(&made);
	buf_free(&before);
	return rc;
}

static int
replace(struct cluster *c, const char *dir)
{
	struct buf aside = { 0 };
	int rc;

	buf_printf(&aside, "%s/db.restore", c->home);
	rc = cluster_lock(c);
	if (rc == ERR_OK && cluster_pid(c) != 0) {
		log_warnx("database: runs; stop it first");
		rc = ERR_EXISTS;
	}
	if (rc == ERR_OK)
		rc = folder_remove(buf_str(&aside), NULL);
	if (rc == ERR_OK)
		rc = build(c, dir, buf_str(&aside));
	if (rc == ERR_OK)
		rc = swap(c, buf_str(&aside));
	(void)folder_remove(buf_str(&aside), NULL);
	cluster_unlock(c);
	buf_free(&aside);
	return rc;
}

static int
name_restore(struct db *db)
{
	static const struct change c = { .action = "database.restore",
		.object = "database",
		.detail = "{}",
		.reason = "put back from a backup" };
	struct db_rows *rows = NULL;
	int rc;

	rc = db_begin(db);
	if (rc == ERR_OK)
		rc = db_query(db, &rows, "SELECT tenant_id FROM tenant");
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = change_add(db, (int)db_int(rows, i, 0), &c);
	db_rows_free(rows);
	if (rc == ERR_OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
backup_restore(struct cluster *c, const struct db_target *t, const char *dir)
{
	struct db *db = NULL;
	int64_t changes;
	int rc;

	rc = check_copy(c, dir);
	if (rc == ERR_OK)
		rc = replace(c, dir);
	if (rc == ERR_OK)
		rc = cluster_start(c);
	if (rc == ERR_OK)
		rc = setup_all(c, t);
	if (rc == ERR_OK)
		rc = setup_open_owner(t, &db);
	if (rc == ERR_OK)
		rc = name_restore(db);
	db_close(db);
	if (rc == ERR_OK)
		rc = setup_verify(t, &changes);
	if (rc == ERR_OK)
		say("The copy runs. Its chain of changes is whole, with "
		    "%" PRId64 " rows.",
		    changes);
	return rc;
}
