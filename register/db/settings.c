/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/settings.h"

#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "register/db/cluster.h"
#include "register/db/roles.h"

static const char fixed[] =
    "# Written by patchwacht-db at each start; put your own in\n"
    "# db/local.conf beside this folder.\n"
    "listen_addresses = ''\n"
    "port = 5432\n"
    "unix_socket_permissions = 0777\n"
    "max_connections = 60\n"
    "work_mem = 8MB\n"
    "maintenance_work_mem = 64MB\n"
    "dynamic_shared_memory_type = posix\n"
    "max_wal_size = 512MB\n"
    "min_wal_size = 32MB\n"
    "checkpoint_timeout = 15min\n"
    "wal_compression = lz4\n"
    "default_toast_compression = lz4\n"
    "wal_level = replica\n"
    "max_wal_senders = 3\n"
    "wal_keep_size = 256MB\n"
    "max_worker_processes = 6\n"
    "max_parallel_workers = 2\n"
    "autovacuum_max_workers = 2\n"
    "jit = off\n"
    "huge_pages = off\n"
    "timezone = 'UTC'\n"
    "log_timezone = 'UTC'\n"
    "datestyle = 'iso, ymd'\n"
    "lc_messages = 'C.UTF-8'\n"
    "lc_monetary = 'C.UTF-8'\n"
    "lc_numeric = 'C.UTF-8'\n"
    "lc_time = 'C.UTF-8'\n"
    "idle_in_transaction_session_timeout = 60s\n"
    "client_connection_check_interval = 10s\n"
    "logging_collector = on\n"
    "log_directory = 'log'\n"
    "log_filename = 'server-%a.log'\n"
    "log_truncate_on_rotation = on\n"
    "log_rotation_age = 1d\n"
    "log_rotation_size = 0\n"
    "log_line_prefix = '%m [%p] %q%u '\n"
    /* What a statement held may be a secret or personal. */
    "log_min_error_statement = panic\n"
    "log_parameter_max_length_on_error = 0\n"
    "cluster_name = 'patchwacht'\n";

/* One sixteenth of the memory, for a server that has other work as well. */
static unsigned long
buffers_mb(void)
{
	struct sysinfo info;
	unsigned long mb;

	if (sysinfo(&info) == -1)
		return 64;
	mb = (unsigned long)(((unsigned long long)info.totalram *
				 info.mem_unit) >>
	    20);
	if (mb <= 4096)
		return 64;
	return mb / 16 < 1024 ? mb / 16 : 1024;
}

static int
write_file(const struct cluster *c, const char *name, const struct buf *text)
{
	struct buf path = { 0 };
	int rc;

	buf_printf(&path, "%s/%s", c->data, name);
	/* The data folder is the account's: root follows no link there. */
	account_assume(&c->account);
	rc = file_write(buf_str(&path), text->data, text->len, 0600);
	account_resume(&c->account);
	buf_free(&path);
	return rc;
}

static bool
has_local(const struct cluster *c)
{
	struct buf path = { 0 };
	bool there;

	buf_printf(&path, "%s/local.conf", c->base);
	there = access(buf_str(&path), F_OK) == 0;
	buf_free(&path);
	return there;
}

static int
write_main(const struct cluster *c)
{
	struct buf text = { 0 };
	int rc;

	buf_add_str(&text, fixed);
	buf_printf(
	    &text, "shared_buffers = %luMB\n", c->no_sync ? 16 : buffers_mb());
	if (c->no_sync)
		buf_add_str(&text, "fsync = off\nfull_page_writes = off\n");
	if (has_local(c))
		buf_add_str(&text, "include '../local.conf'\n");
	rc = write_file(c, "postgresql.conf", &text);
	buf_free(&text);
	return rc;
}

static int
write_hba(const struct cluster *c)
{
	struct buf text = { 0 };
	int rc;

	buf_add_str(&text,
	    "local all all peer map=patchwacht\n"
	    "local replication " CLUSTER_SUPERUSER " peer map=patchwacht\n");
	rc = write_file(c, "pg_hba.conf", &text);
	buf_free(&text);
	return rc;
}

static void
map(struct buf *out, const char *user, const char *role)
{
	buf_printf(out, "patchwacht \"%s\" %s\n", user, role);
}

static void
map_all(struct buf *out, const char *user)
{
	map(out, user, CLUSTER_SUPERUSER);
	for (const struct role *r = roles; r->name != NULL; r++)
		map(out, user, r->name);
}

/* The daemon's roles run as users of their own, where there are such. */
static void
map_services(struct buf *out, const char *account)
{
	for (const struct role *r = roles; r->name != NULL; r++) {
		if (r->os_user == NULL)
			continue;
		if (account != NULL)
			map(out, account, r->name);
		if (getpwnam(r->os_user) != NULL)
			map(out, r->os_user, r->name);
	}
}

/* Of the machine: a service manager starts the server as its account. What
 * somebody keeps for himself is not for the services of the machine. */
static bool
is_of_root(const struct cluster *c)
{
	struct stat st;

	return c->account.from_root ||
	    (stat(c->home, &st) == 0 && st.st_uid == 0);
}

static int
write_ident(const struct cluster *c)
{
	const char *account = c->account.uid != 0 ? c->account.name : NULL;
	struct buf text = { 0 };
	int rc;

	map_all(&text, "root");
	if (!c->account.from_root && account != NULL)
		map_all(&text, account);
	if (is_of_root(c))
		map_services(&text, c->account.from_root ? account : NULL);
	/*
	 * An operator is the role of the same name, which exists only when
	 * somebody added it; service roles are not to be had this way.
	 */
	buf_add_str(&text, "patchwacht \"/^(?!patchwacht_)([^ ]+)$\" \\1\n");
	rc = write_file(c, "pg_ident.conf", &text);
	buf_free(&text);
	return rc;
}

int
settings_write(const struct cluster *c)
{
	int rc;

	rc = write_main(c);
	if (rc == ERR_OK)
		rc = write_hba(c);
	if (rc == ERR_OK)
		rc = write_ident(c);
	return rc;
}
