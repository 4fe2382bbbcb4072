/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/conninfo.h"
#include "register/db/cluster.h"
#include "register/db/folder.h"

int
layout_find_version(const char *base)
{
	struct buf pattern = { 0 };
	glob_t found;
	int version = 0;

	buf_printf(&pattern, "%s/[1-9][0-9]/PG_VERSION", base);
	if (glob(buf_str(&pattern), 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			int v = (int)strtol(
			    found.gl_pathv[i] + strlen(base) + 1, NULL, 10);

			version = v > version ? v : version;
		}
		globfree(&found);
	}
	buf_free(&pattern);
	return version;
}

/* PostgreSQL itself opens the data by its whole path. */
static int
check_way(const struct cluster *c)
{
	int rc = ERR_OK;

	account_assume(&c->account);
	if (faccessat(AT_FDCWD, c->base, X_OK | W_OK, AT_EACCESS) == -1) {
		log_warn(
		    "%s: user %s cannot get there", c->base, c->account.name);
		rc = ERR_DENIED;
	}
	account_resume(&c->account);
	return rc;
}

int
layout_make_base(const struct cluster *c)
{
	int rc;

	rc = file_make_dir(c->home, 0755);
	if (rc == ERR_OK)
		rc = folder_own(c->base, 0711, &c->account);
	if (rc == ERR_OK)
		rc = check_way(c);
	return rc;
}

/* In the first of these that is there; each is guarded against others. */
static void
choose_short(const struct cluster *c, struct buf *out)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	uint8_t sum[DIGEST_LEN];
	char hex[17];

	digest_of(c->base, strlen(c->base), sum);
	digest_hex(sum, 8, hex);
	if (c->account.from_root)
		buf_printf(out, "/run/patchwacht-%s", hex);
	else if (runtime != NULL && *runtime == '/' && strlen(runtime) < 60)
		buf_printf(out, "%s/patchwacht-%s", runtime, hex);
	else
		buf_printf(out, "/tmp/patchwacht-%lu-%s",
		    (unsigned long)c->account.uid, hex);
}

static int
name_socket(const struct cluster *c, const char *dir)
{
	struct buf path = { 0 }, line = { 0 };
	int rc;

	buf_printf(&path, "%s/socket", c->base);
	buf_printf(&line, "%s\n", dir);
	account_assume(&c->account);
	rc = file_write(buf_str(&path), line.data, line.len, 0644);
	account_resume(&c->account);
	buf_free(&path);
	buf_free(&line);
	return rc;
}

int
layout_make_socket(struct cluster *c)
{
	struct buf dir = { 0 };
	int rc;

	buf_printf(&dir, "%s/run", c->base);
	if (!conninfo_socket_fits(buf_str(&dir))) {
		buf_clear(&dir);
		choose_short(c, &dir);
	}
	/* Anybody may knock: peer authentication says who comes in. */
	rc = folder_own(buf_str(&dir), 0755, &c->account);
	if (rc == ERR_OK &&
	    strncmp(buf_str(&dir), c->base, strlen(c->base)) != 0)
		rc = name_socket(c, buf_str(&dir));
	if (rc == ERR_OK) {
		free(c->socket);
		c->socket = mem_dup_str(buf_str(&dir));
	}
	buf_free(&dir);
	return rc;
}

static void
clear(const struct cluster *c, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", c->socket, name);
	if (unlink(buf_str(&path)) == -1 && errno != ENOENT)
		log_warn("%s", buf_str(&path));
	buf_free(&path);
}

void
layout_clear_socket(const struct cluster *c)
{
	clear(c, ".s.PGSQL.5432.lock");
	clear(c, ".s.PGSQL.5432");
}
