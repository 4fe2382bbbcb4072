/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/binaries.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "register/db/process.h"

/* Debian, the PostgreSQL project's RPMs, its own make install. */
static const char *const places[] = { "/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin", "/usr/local/pgsql/bin" };

/* "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)" */
static int
major_of(const char *dir)
{
	struct buf path = { 0 }, text = { 0 };
	const char *argv[] = { NULL, "-V", NULL };
	const char *p;
	int major = 0;

	buf_printf(&path, "%s/postgres", dir);
	argv[0] = buf_str(&path);
	if (access(argv[0], X_OK) == 0 && process_read(argv, &text) == 0 &&
	    (p = strstr(buf_str(&text), "(PostgreSQL) ")) != NULL)
		major = (int)strtol(p + strlen("(PostgreSQL) "), NULL, 10);
	buf_free(&path);
	buf_free(&text);
	return major;
}

static void
consider(const char *dir, int want, struct binaries *out)
{
	int major = major_of(dir);

	if (major < BINARIES_OLDEST || (want != 0 && major != want) ||
	    major <= out->major)
		return;
	free(out->dir);
	out->dir = mem_dup_str(dir);
	out->major = major;
}

static void
ask_pg_config(int want, struct binaries *out)
{
	static const char *const argv[] = { "/usr/bin/pg_config", "--bindir",
		NULL };
	struct buf dir = { 0 };

	if (access(argv[0], X_OK) == 0 && process_read(argv, &dir) == 0) {
		while (dir.len > 0 && isspace(dir.data[dir.len - 1]))
			dir.len--;
		consider(buf_str(&dir), want, out);
	}
	buf_free(&dir);
}

static void
look_around(int want, struct binaries *out)
{
	glob_t found;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (glob(places[i], 0, NULL, &found) != 0)
			continue;
		for (size_t k = 0; k < found.gl_pathc; k++)
			consider(found.gl_pathv[k], want, out);
		globfree(&found);
	}
}

static void
tell_missing(const char *given, int want)
{
	if (want != 0)
		log_warnx("database: the data is PostgreSQL %d's, whose "
			  "programs are not here: install postgresql-%d",
		    want, want);
	else
		log_warnx("database: no PostgreSQL %d or later%s%s: install "
			  "postgresql-%d",
		    BINARIES_OLDEST, given != NULL ? " in " : "",
		    given != NULL ? given : "", BINARIES_OLDEST);
}

int
binaries_find(const char *given, int want, struct binaries *out)
{
	*out = (struct binaries){ 0 };
	if (given != NULL) {
		consider(given, want, out);
	} else {
		ask_pg_config(want, out);
		if (out->dir == NULL)
			look_around(want, out);
	}
	if (out->dir != NULL)
		return ERR_OK;
	tell_missing(given, want);
	return ERR_NOTFOUND;
}

void
binaries_free(struct binaries *b)
{
	free(b->dir);
	*b = (struct binaries){ 0 };
}

char *
binaries_path(const struct binaries *b, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", b->dir, name);
	return buf_take_str(&path);
}
