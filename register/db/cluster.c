/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/cluster.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/conninfo.h"
#include "lib/store/db.h"
#include "register/db/folder.h"
#include "register/db/initdb.h"
#include "register/db/layout.h"
#include "register/db/pidfile.h"
#include "register/db/process.h"
#include "register/db/settings.h"

enum { START_S = 60, STOP_S = 60, ORPHAN_S = 3, TRIES = 5 };

static void
pause_ms(long ms)
{
	const struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	(void)nanosleep(&t, NULL);
}

static char *
below(const char *dir, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", dir, name);
	return buf_take_str(&path);
}

/* Made if need be, so that every path of ours is absolute. */
static int
find_home(const char *home, char **out)
{
	int rc = file_make_dir(home, 0755);

	if (rc < 0)
		return rc;
	*out = realpath(home, NULL);
	if (*out == NULL) {
		log_warn("%s", home);
		return ERR_IO;
	}
	return ERR_OK;
}

int
cluster_open(const struct cluster_options *o, struct cluster *out)
{
	struct cluster c = { .lock = -1, .no_sync = o->no_sync };
	char version[16];
	int rc;

	rc = find_home(o->home, &c.home);
	if (rc < 0)
		goto out;
	c.base = below(c.home, "db");
	rc = account_find(o->user, c.base, &c.account);
	if (rc < 0)
		goto out;
	rc = binaries_find(o->bindir, layout_find_version(c.base), &c.binaries);
	if (rc < 0)
		goto out;
	snprintf(version, sizeof(version), "%d", c.binaries.major);
	c.data = below(c.base, version);
out:
	if (rc < 0)
		cluster_close(&c);
	*out = c;
	return rc;
}

void
cluster_close(struct cluster *c)
{
	cluster_unlock(c);
	account_free(&c->account);
	binaries_free(&c->binaries);
	free(c->home);
	free(c->base);
	free(c->data);
	free(c->socket);
	*c = (struct cluster){ .lock = -1 };
}

int
cluster_lock(struct cluster *c)
{
	char *path;
	int rc;

	rc = layout_make_base(c);
	if (rc < 0)
		return rc;
	path = below(c->base, "lock");
	account_assume(&c->account);
	rc = file_lock(path, true, &c->lock);
	account_resume(&c->account);
	free(path);
	return rc;
}

void
cluster_unlock(struct cluster *c)
{
	if (c->lock != -1)
		close(c->lock);
	c->lock = -1;
}

pid_t
cluster_pid(const struct cluster *c)
{
	struct pidfile f = pidfile_read(c->data);

	if (f.state == PIDFILE_READ &&
	    process_is_postgres(&c->account, f.pid, c->data))
		return f.pid;
	return 0;
}

int
cluster_connect(const struct cluster *c, const char *database, struct db **out)
{
	struct buf dsn = { 0 };
	struct buf dir = { 0 };
	struct db_target t = { .home = c->home };
	int rc;

	rc = conninfo_socket_dir(c->home, &dir);
	if (rc < 0)
		goto out;
	conninfo_add(&dsn, "host", buf_str(&dir));
	conninfo_add(&dsn, "port", "5432");
	conninfo_add(&dsn, "dbname", database);
	t.database = buf_str(&dsn);
	rc = db_open(&t, CLUSTER_SUPERUSER, out);
out:
	buf_free(&dir);
	buf_free(&dsn);
	return rc;
}

static bool
is_ready(const struct cluster *c)
{
	struct db *db = NULL;

	/* Asking too early would log a FATAL for each time. */
	if (!pidfile_read(c->data).ready ||
	    cluster_connect(c, "postgres", &db) < 0)
		return false;
	db_close(db);
	return true;
}

/*
 * Backends that outlived their server keep its shared memory, so that a new
 * one refuses to start. They notice by themselves within moments.
 */
static void
end_orphans(const struct cluster *c)
{
	const int64_t until = clock_monotonic() + ORPHAN_S * CLOCK_SECOND;
	int n;

	while ((n = process_signal_all(&c->account, c->data, 0, 0)) > 0 &&
	    clock_monotonic() < until)
		pause_ms(50);
	if (n == 0)
		return;
	log_warnx("database: %d processes outlived their server, ended", n);
	process_signal_all(&c->account, c->data, 0, SIGQUIT);
	pause_ms(300);
	process_signal_all(&c->account, c->data, 0, SIGKILL);
	pause_ms(50);
}

/*
 * No server runs: what may stay of a dead one's pid file. The server removes
 * a dead pid's itself; a live one's that is somebody else's (or a zombie's)
 * it takes for its own unless told that it is its grandparent.
 */
static int
clear_remains(const struct cluster *c, pid_t *grandparent)
{
	struct pidfile f = pidfile_read(c->data);

	*grandparent = 0;
	if (f.state == PIDFILE_UNREADABLE) {
		log_info("database: unreadable postmaster.pid, removed");
		if (pidfile_remove(c->data) < 0)
			return ERR_IO;
	} else if (f.state == PIDFILE_READ && process_exists(f.pid)) {
		*grandparent = f.pid;
	}
	end_orphans(c);
	layout_clear_socket(c);
	return ERR_OK;
}

struct server_args {
	char *program;
	char *socket;
	const char *argv[8];
};

static void
make_args(const struct cluster *c, struct server_args *out)
{
	struct buf socket = { 0 };
	const char *argv[] = { NULL, "-D", c->data, "-c", NULL, NULL };

	buf_printf(&socket, "unix_socket_directories=%s", c->socket);
	out->program = binaries_path(&c->binaries, "postgres");
	out->socket = buf_take_str(&socket);
	memcpy(out->argv, argv, sizeof(argv));
	out->argv[0] = out->program;
	out->argv[4] = out->socket;
}

static void
free_args(struct server_args *a)
{
	free(a->program);
	free(a->socket);
}

/*
 * ours: started by us just now. On a busy machine it may be a while before it
 * is postgres: that it is not yet does not say that it ended.
 */
static int
wait_until_ready(const struct cluster *c, pid_t pid, bool ours)
{
	const int64_t start = clock_monotonic();
	int64_t spent;

	while (!is_ready(c)) {
		spent = clock_monotonic() - start;
		if (spent > START_S * CLOCK_SECOND) {
			log_warnx("database: not ready in %d s, see %s/log",
			    START_S, c->data);
			return ERR_AGAIN;
		}
		if (ours ? !process_is_alive(pid)
			 : spent > CLOCK_SECOND / 10 &&
			    !process_is_postgres(&c->account, pid, c->data))
			return ERR_IO;
		pause_ms(5);
	}
	return ERR_OK;
}

static int
try_start(const struct cluster *c)
{
	struct server_args args;
	char *log = below(c->base, "start.log");
	pid_t grandparent, pid;
	int rc;

	rc = clear_remains(c, &grandparent);
	if (rc == ERR_OK) {
		make_args(c, &args);
		pid = process_detach(&c->account, log, grandparent, args.argv);
		rc = pid > 0 ? wait_until_ready(c, pid, true) : ERR_IO;
		free_args(&args);
	}
	free(log);
	return rc;
}

static int
start_server(const struct cluster *c)
{
	int rc = ERR_IO;

	for (int i = 0; i < TRIES && rc == ERR_IO; i++) {
		if (i > 0)
			pause_ms(200);
		rc = try_start(c);
	}
	if (rc == ERR_IO)
		log_warnx("database: server ended while starting, see "
			  "%s/start.log and %s/log",
		    c->base, c->data);
	return rc;
}

static int
prepare(struct cluster *c)
{
	char *version = below(c->data, "PG_VERSION");
	struct stat st;
	int rc;

	rc = folder_check(c->data, &c->account);
	if (rc == ERR_NOTFOUND) {
		rc = initdb_make(c);
	} else if (rc == ERR_OK && stat(version, &st) == -1) {
		log_warn("%s: no data folder of PostgreSQL", version);
		rc = ERR_CORRUPT;
	}
	if (rc == ERR_OK)
		rc = settings_write(c);
	free(version);
	return rc;
}

/*
 * A server that runs, is starting by somebody's service manager, or is just
 * stopping: ERR_IO when it is gone.
 */
static int
join(const struct cluster *c, pid_t pid)
{
	int rc = wait_until_ready(c, pid, false);

	if (rc == ERR_OK)
		log_debug("database: joined server %ld", (long)pid);
	return rc;
}

int
cluster_start(struct cluster *c)
{
	pid_t pid;
	int rc;

	rc = cluster_lock(c);
	if (rc == ERR_OK)
		rc = layout_make_socket(c);
	if (rc < 0)
		goto out;
	pid = cluster_pid(c);
	rc = pid != 0 ? join(c, pid) : ERR_IO;
	if (rc == ERR_IO) {
		rc = prepare(c);
		if (rc == ERR_OK)
			rc = start_server(c);
	}
out:
	cluster_unlock(c);
	return rc;
}

int
cluster_exec(struct cluster *c)
{
	struct server_args args;
	pid_t grandparent, pid;
	int rc;

	rc = cluster_lock(c);
	if (rc == ERR_OK)
		rc = layout_make_socket(c);
	if (rc < 0)
		goto out;
	pid = cluster_pid(c);
	if (pid != 0) {
		log_warnx("database: runs already, as %ld", (long)pid);
		rc = ERR_EXISTS;
	}
	if (rc == ERR_OK)
		rc = prepare(c);
	if (rc == ERR_OK)
		rc = clear_remains(c, &grandparent);
	if (rc == ERR_OK) {
		make_args(c, &args);
		/* The lock closes on exec: from then on postmaster.pid is. */
		process_become(&c->account, grandparent, args.argv);
		free_args(&args);
		rc = ERR_IO;
	}
out:
	cluster_unlock(c);
	return rc;
}

static bool
is_gone(const struct cluster *c, pid_t pid, int seconds)
{
	const int64_t until = clock_monotonic() + seconds * CLOCK_SECOND;

	while (process_is_postgres(&c->account, pid, c->data)) {
		if (clock_monotonic() > until)
			return false;
		pause_ms(5);
	}
	return true;
}

int
cluster_stop(struct cluster *c)
{
	struct stat st;
	pid_t pid;
	int rc;

	if (stat(c->base, &st) == -1 && errno == ENOENT)
		return ERR_NOTFOUND;
	rc = cluster_lock(c);
	if (rc < 0)
		return rc;
	pid = cluster_pid(c);
	if (pid == 0) {
		rc = ERR_NOTFOUND;
		goto out;
	}
	/* Fast: sessions are ended, what they committed is kept. */
	if (kill(pid, SIGINT) == -1 && errno != ESRCH) {
		log_warn("database: server %ld", (long)pid);
		rc = ERR_DENIED;
		goto out;
	}
	if (!is_gone(c, pid, STOP_S)) {
		log_warnx("database: server %ld does not stop, ended at once",
		    (long)pid);
		(void)kill(pid, SIGQUIT);
		rc = is_gone(c, pid, STOP_S) ? ERR_OK : ERR_AGAIN;
	}
out:
	cluster_unlock(c);
	return rc;
}
