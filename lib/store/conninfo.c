/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/conninfo.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

enum { PATH_LINE_MAX = 4096 };

/* Set by us on every connection, whatever a DSN says. */
static const char session_options[] =
    "-c search_path=patchwacht,pg_temp -c timezone=UTC -c datestyle=ISO,YMD"
    " -c bytea_output=hex -c extra_float_digits=1";

static const struct {
	const char *keyword, *value;
} fixed[] = {
	{ "options", session_options }, { "client_encoding", "UTF8" },
	{ "connect_timeout", "10" }, { "keepalives", "1" },
	{ "keepalives_idle", "30" }, { "keepalives_interval", "10" },
	{ "keepalives_count", "3" }, { "tcp_user_timeout", "30000" },
	{ "gssencmode", "disable" }, /* would stand in for TLS */
};

bool
conninfo_is_embedded(const char *database)
{
	return database == NULL || *database == '\0' ||
	    strcmp(database, "embedded") == 0;
}

bool
conninfo_socket_fits(const char *dir)
{
	return strlen(dir) + sizeof("/.s.PGSQL.5432") <=
	    sizeof(((struct sockaddr_un *)NULL)->sun_path);
}

int
conninfo_socket_dir(const char *home, struct buf *out)
{
	struct buf path = { 0 }, text = { 0 };
	int rc = ERR_OK;

	buf_printf(&path, "%s/db/run", home);
	if (conninfo_socket_fits(buf_str(&path))) {
		buf_add(out, path.data, path.len);
		goto out;
	}
	buf_clear(&path);
	buf_printf(&path, "%s/db/socket", home);
	if (access(buf_str(&path), F_OK) == -1 && errno == ENOENT) {
		rc = ERR_AGAIN;
		goto out;
	}
	rc = file_read(buf_str(&path), PATH_LINE_MAX, &text);
	if (rc < 0)
		goto out;
	while (text.len > 0 && text.data[text.len - 1] == '\n')
		text.len--;
	buf_add(out, text.data, text.len);
out:
	buf_free(&path);
	buf_free(&text);
	return rc;
}

void
conninfo_add(struct buf *out, const char *keyword, const char *value)
{
	if (out->len > 0)
		buf_add_u8(out, ' ');
	buf_printf(out, "%s='", keyword);
	for (; *value != '\0'; value++) {
		if (*value == '\'' || *value == '\\')
			buf_add_u8(out, '\\');
		buf_add_u8(out, (uint8_t)*value);
	}
	buf_add_u8(out, '\'');
}

void
conninfo_clear_environment(void)
{
	extern char **environ;
	char name[64];
	size_t i = 0, len;

	while (environ != NULL && environ[i] != NULL) {
		len = strcspn(environ[i], "=");
		if (strncmp(environ[i], "PG", 2) != 0 || len >= sizeof(name)) {
			i++;
			continue;
		}
		memcpy(name, environ[i], len);
		name[len] = '\0';
		if (unsetenv(name) == -1)
			fatal("environment: %s", name);
	}
}

static const char *
os_user(void)
{
	const struct passwd *pw = getpwuid(geteuid());

	return pw == NULL ? NULL : pw->pw_name;
}

static int
add_user(struct buf *out, const char *role)
{
	const char *user = role != NULL ? role : os_user();

	if (user == NULL) {
		log_warnx("database: user id %lu has no name here (passwd)",
		    (unsigned long)geteuid());
		return ERR_DENIED;
	}
	conninfo_add(out, "user", user);
	return ERR_OK;
}

static void
add_fixed(struct buf *out)
{
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		conninfo_add(out, fixed[i].keyword, fixed[i].value);
}

/* Whoever listens there must be the owner of the cluster's folder. */
static void
add_peer(struct buf *out, const char *home)
{
	struct buf path = { 0 };
	const struct passwd *pw;
	struct stat st;

	buf_printf(&path, "%s/db", home);
	if (stat(buf_str(&path), &st) == 0 &&
	    (pw = getpwuid(st.st_uid)) != NULL)
		conninfo_add(out, "requirepeer", pw->pw_name);
	buf_free(&path);
}

static int
build_embedded(const struct db_target *t, const char *role, struct buf *out)
{
	struct buf dir = { 0 };
	char *absolute = NULL;
	int rc;

	rc = conninfo_socket_dir(t->home, &dir);
	if (rc < 0)
		goto out;
	/* Without a slash in front libpq would take it for a host. */
	absolute = realpath(buf_str(&dir), NULL);
	if (absolute == NULL) {
		log_debug("database: no %s yet", buf_str(&dir));
		rc = errno == EACCES ? ERR_DENIED : ERR_AGAIN;
		goto out;
	}
	conninfo_add(out, "host", absolute);
	conninfo_add(out, "port", "5432");
	conninfo_add(out, "dbname", "patchwacht");
	rc = add_user(out, role);
	if (rc < 0)
		goto out;
	add_peer(out, t->home);
	add_fixed(out);
out:
	free(absolute);
	buf_free(&dir);
	return rc;
}

static const char *
option_of(const PQconninfoOption *options, const char *keyword)
{
	for (; options->keyword != NULL; options++)
		if (strcmp(options->keyword, keyword) == 0)
			return options->val;
	return NULL;
}

/* A list of hosts is TCP when one of them is not a folder. */
static bool
is_tcp(const PQconninfoOption *options)
{
	const char *host = option_of(options, "host");
	const char *hostaddr = option_of(options, "hostaddr");

	if (hostaddr != NULL && *hostaddr != '\0')
		return true;
	while (host != NULL && *host != '\0') {
		if (*host != '/' && *host != '@' && *host != ',')
			return true;
		host += strcspn(host, ",");
		host += *host == ',';
	}
	return false;
}

static int
refuse(const char *why)
{
	log_warnx("database: %s", why);
	return ERR_DENIED;
}

static int
check_dsn(const PQconninfoOption *options)
{
	const char *mode = option_of(options, "sslmode");
	const char *root = option_of(options, "sslrootcert");

	if (option_of(options, "service") != NULL)
		return refuse("service= is not read, give the host");
	if (!is_tcp(options))
		return ERR_OK;
	if (mode != NULL && strcmp(mode, "verify-full") != 0)
		return refuse("over TCP sslmode must be verify-full");
	if (root == NULL || *root == '\0')
		return refuse("over TCP sslrootcert must name the file of the "
			      "authority that signed the server's certificate");
	return ERR_OK;
}

static bool
is_ours(const char *keyword)
{
	if (strcmp(keyword, "user") == 0 || strcmp(keyword, "sslmode") == 0)
		return true;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(keyword, fixed[i].keyword) == 0)
			return true;
	return false;
}

static void
add_given(struct buf *out, const PQconninfoOption *options)
{
	for (; options->keyword != NULL; options++)
		if (options->val != NULL && !is_ours(options->keyword))
			conninfo_add(out, options->keyword, options->val);
}

static int
build_dsn(const char *dsn, const char *role, struct buf *out)
{
	PQconninfoOption *options;
	char *why = NULL;
	int rc;

	options = PQconninfoParse(dsn, &why);
	if (options == NULL) {
		log_warnx("database: %s", why != NULL ? why : "unreadable DSN");
		PQfreemem(why);
		return ERR_PARSE;
	}
	rc = check_dsn(options);
	if (rc < 0)
		goto out;
	add_given(out, options);
	if (option_of(options, "dbname") == NULL)
		conninfo_add(out, "dbname", "patchwacht");
	if (option_of(options, "target_session_attrs") == NULL)
		conninfo_add(out, "target_session_attrs", "read-write");
	if (is_tcp(options))
		conninfo_add(out, "sslmode", "verify-full");
	rc = add_user(out, role != NULL ? role : option_of(options, "user"));
	if (rc == ERR_OK)
		add_fixed(out);
out:
	PQconninfoFree(options);
	return rc;
}

int
db_conninfo(const struct db_target *t, const char *role, struct buf *out)
{
	conninfo_clear_environment();
	if (conninfo_is_embedded(t->database))
		return build_embedded(t, role, out);
	return build_dsn(t->database, role, out);
}
