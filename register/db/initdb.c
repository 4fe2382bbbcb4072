/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/initdb.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "register/db/cluster.h"
#include "register/db/folder.h"
#include "register/db/process.h"

/* A new cluster is 31 MB, and its first write-ahead log as much again. */
enum { ROOM_NEEDED_MB = 80 };

static int
check_room(const struct cluster *c)
{
	struct statfs fs;
	unsigned long long mb;

	if (statfs(c->base, &fs) == -1)
		return ERR_OK;
	mb = (unsigned long long)fs.f_bavail * (unsigned long long)fs.f_bsize >>
	    20;
	if (mb >= ROOM_NEEDED_MB)
		return ERR_OK;
	log_warnx("%s: %llu MB free, a new database needs %d MB", c->base, mb,
	    ROOM_NEEDED_MB);
	return ERR_AGAIN;
}

static int
run(const struct cluster *c, const char *path)
{
	char *program = binaries_path(&c->binaries, "initdb");
	struct buf log = { 0 };
	const char *argv[] = { program, "-D", path, "-U", CLUSTER_SUPERUSER,
		"-E", "UTF8", "--locale=C.UTF-8", "-A", "peer", "-k",
		"--wal-segsize=4", "--no-instructions",
		c->no_sync ? "--no-sync" : NULL, NULL };
	int status;

	buf_printf(&log, "%s/initdb.log", c->base);
	status = process_run(&c->account, buf_str(&log), argv);
	if (status != 0)
		log_warnx(
		    "initdb: ended with %d, see %s", status, buf_str(&log));
	free(program);
	buf_free(&log);
	return status == 0 ? ERR_OK : ERR_IO;
}

static int
put_in_place(const struct cluster *c, const char *made)
{
	if (rename(made, c->data) == -1) {
		log_warn("%s", c->data);
		return ERR_IO;
	}
	return folder_sync(c->base);
}

int
initdb_make(const struct cluster *c)
{
	struct buf path = { 0 };
	int rc;

	buf_printf(&path, "%s.new", c->data);
	rc = check_room(c);
	if (rc == ERR_OK)
		rc = folder_remove(buf_str(&path), &c->account);
	if (rc == ERR_OK)
		rc = run(c, buf_str(&path));
	if (rc == ERR_OK)
		rc = put_in_place(c, buf_str(&path));
	else if (rc != ERR_AGAIN)
		(void)folder_remove(buf_str(&path), &c->account);
	buf_free(&path);
	return rc;
}
