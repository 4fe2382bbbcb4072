/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/config.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collector/config_part.h"
#include "collector/endpoint.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"
#include "lib/model/listen_conf.h"
#include "lib/model/program_conf.h"
#include "lib/model/seal_conf.h"

enum { MIB = 1 << 20 };

#define MILLISECOND (CLOCK_SECOND / 1000)
#define SHORTEST    (100 * MILLISECOND)

static const struct conf_option trap_options[] = {
	{ .name = "udp", .type = CONF_LIST, .flags = CONF_REQUIRED },
	{ .name = "tenant",
	    .type = CONF_INT,
	    .by_default = "1",
	    .min = 1,
	    .max = INT32_MAX },
	{ .name = "realm",
	    .type = CONF_INT,
	    .by_default = "1",
	    .min = 1,
	    .max = INT32_MAX },
	{ .name = "credentials", .type = CONF_LIST },
	{ .name = "proxies", .type = CONF_LIST },
	{ 0 },
};

static const struct conf_option poll_options[] = {
	{ .name = "enabled", .type = CONF_BOOL, .by_default = "yes" },
	{ .name = "interval",
	    .type = CONF_SPAN,
	    .by_default = "5 min",
	    .min = CLOCK_SECOND,
	    .max = 7 * CLOCK_DAY },
	{ .name = "identity",
	    .type = CONF_SPAN,
	    .by_default = "1 h",
	    .min = CLOCK_SECOND,
	    .max = 7 * CLOCK_DAY },
	{ .name = "timeout",
	    .type = CONF_SPAN,
	    .by_default = "1 s",
	    .min = SHORTEST,
	    .max = CLOCK_MINUTE },
	{ .name = "retries",
	    .type = CONF_INT,
	    .by_default = "3",
	    .min = 0,
	    .max = 10 },
	{ .name = "window",
	    .type = CONF_INT,
	    .by_default = "256",
	    .min = 1,
	    .max = 60000 },
	{ .name = "rate",
	    .type = CONF_INT,
	    .by_default = "2000",
	    .min = 0,
	    .max = 1000000 },
	{ .name = "max_repetitions",
	    .type = CONF_INT,
	    .by_default = "20",
	    .min = 1,
	    .max = 100 },
	{ .name = "workers",
	    .type = CONF_INT,
	    .by_default = "1",
	    .min = 1,
	    .max = CONFIG_WORKERS_MAX },
	{ 0 },
};

static const struct conf_option class_options[] = {
	{ .name = "identity",
	    .type = CONF_SPAN,
	    .min = CLOCK_SECOND,
	    .max = 7 * CLOCK_DAY },
	{ .name = "stability",
	    .type = CONF_SPAN,
	    .min = CLOCK_SECOND,
	    .max = 7 * CLOCK_DAY },
	{ .name = "sleeps", .type = CONF_BOOL, .by_default = "no" },
	{ 0 },
};

static const struct conf_option store_options[] = {
	{ .name = "flush",
	    .type = CONF_SPAN,
	    .by_default = "1 s",
	    .min = SHORTEST,
	    .max = CLOCK_HOUR },
	{ .name = "batch_max",
	    .type = CONF_INT,
	    .by_default = "10000",
	    .min = 1,
	    .max = 1000000 },
	{ .name = "keep_after",
	    .type = CONF_SPAN,
	    .by_default = "3 d",
	    .max = 365 * CLOCK_DAY },
	{ 0 },
};

static const struct conf_option journal_options[] = {
	{ .name = "segment_mib",
	    .type = CONF_INT,
	    .by_default = "64",
	    .min = 1,
	    .max = JOURNAL_SEGMENT_MAX / MIB },
	{ .name = "quota_mib", .type = CONF_INT, .max = INT32_MAX },
	{ .name = "low_mib",
	    .type = CONF_INT,
	    .by_default = "2048",
	    .max = INT32_MAX },
	{ .name = "reserve_mib",
	    .type = CONF_INT,
	    .by_default = "64",
	    .min = 1,
	    .max = JOURNAL_SEGMENT_MAX / MIB },
	{ .name = "drop_when_low", .type = CONF_TEXT, .by_default = "debug" },
	{ 0 },
};

static const struct conf_option verify_options[] = {
	{ .name = "interval",
	    .type = CONF_SPAN,
	    .by_default = "1 s",
	    .min = SHORTEST,
	    .max = CLOCK_DAY },
	{ 0 },
};

static const struct conf_option alert_options[] = {
	{ .name = "rules", .type = CONF_TEXT },
	{ .name = "metrics", .type = CONF_TEXT },
	{ .name = "interval",
	    .type = CONF_SPAN,
	    .min = CLOCK_SECOND,
	    .max = CLOCK_DAY },
	{ 0 },
};

static const struct conf_option mail_options[] = {
	{ .name = "server", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "from", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "user", .type = CONF_TEXT },
	{ .name = "password_file", .type = CONF_TEXT },
	{ .name = "ca_file", .type = CONF_TEXT },
	{ .name = "starttls", .type = CONF_BOOL },
	{ .name = "interval",
	    .type = CONF_SPAN,
	    .min = CLOCK_SECOND,
	    .max = CLOCK_DAY },
	{ 0 },
};

static const struct conf_option options[] = {
	{ .name = "home", .type = CONF_TEXT },
	{ .name = "data", .type = CONF_TEXT },
	{ .name = "user", .type = CONF_TEXT, .by_default = "patchwacht" },
	{ .name = "database", .type = CONF_TEXT, .by_default = "embedded" },
	{ .name = "verbose", .type = CONF_BOOL, .by_default = "no" },
	{ .name = "sandbox", .type = CONF_BOOL, .by_default = "yes" },
	{ .name = "listen",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = listen_conf_options },
	{ .name = "trap",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = trap_options },
	{ .name = "poll", .type = CONF_SECTION, .section = poll_options },
	{ .name = "class",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = class_options },
	{ .name = "journal", .type = CONF_SECTION, .section = journal_options },
	{ .name = "store", .type = CONF_SECTION, .section = store_options },
	{ .name = "verify", .type = CONF_SECTION, .section = verify_options },
	{ .name = "mail", .type = CONF_SECTION, .section = mail_options },
	{ .name = "alert", .type = CONF_SECTION, .section = alert_options },
	{ .name = "program",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = program_conf_options },
	{ .name = "seal", .type = CONF_SECTION, .section = seal_conf_options },
	{ 0 },
};

static bool
begins_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static int
check_proxies(const struct conf_section *s, const struct config_trap *t)
{
	struct address address;

	for (size_t i = 0; i < t->proxy_count; i++) {
		if (address_parse(t->proxies[i], &address) < 0 ||
		    address.port != 0)
			return config_refuse(s, "proxies",
			    "\"%s\" is not an address such as "
			    "\"192.0.2.1\"",
			    t->proxies[i]);
	}
	return ERR_OK;
}

static int
take_traps(struct config *c, const struct conf_section *root)
{
	int rc = ERR_OK;

	c->trap_count = conf_count(root, "trap");
	c->traps = mem_new(c->trap_count, sizeof(*c->traps));
	for (size_t i = 0; rc == ERR_OK && i < c->trap_count; i++) {
		const struct conf_section *s = conf_at(root, "trap", i);
		struct config_trap *t = &c->traps[i];

		t->name = conf_title(s);
		t->where = s;
		t->tenant_id = (int)conf_int(s, "tenant");
		t->realm_id = (int)conf_int(s, "realm");
		t->credentials =
		    config_take_texts(s, "credentials", &t->credential_count);
		t->proxies = config_take_texts(s, "proxies", &t->proxy_count);
		rc = check_proxies(s, t);
		if (rc == ERR_OK)
			rc = config_take_addresses(c, s, "udp",
			    (struct config_address){
				.kind = LISTEN_TRAP, .trap = t });
	}
	return rc;
}

static void
take_poll(struct config *c, const struct conf_section *s)
{
	c->poll.enabled = conf_bool(s, "enabled");
	c->poll.interval = conf_span(s, "interval");
	c->poll.identity = conf_span(s, "identity");
	c->poll.timeout = conf_span(s, "timeout");
	c->poll.retries = (int)conf_int(s, "retries");
	c->poll.window = (int)conf_int(s, "window");
	c->poll.rate = (int)conf_int(s, "rate");
	c->poll.max_repetitions = (int)conf_int(s, "max_repetitions");
	c->poll.workers = (int)conf_int(s, "workers");
}

static void
take_classes(struct config *c, const struct conf_section *root)
{
	c->poll.class_count = conf_count(root, "class");
	c->poll.classes =
	    mem_new(c->poll.class_count + 1, sizeof(*c->poll.classes));
	for (size_t i = 0; i < c->poll.class_count; i++) {
		const struct conf_section *s = conf_at(root, "class", i);

		c->poll.classes[i] = (struct config_class){
			.name = conf_title(s),
			.identity = conf_span(s, "identity"),
			.stability = conf_span(s, "stability"),
			.sleeps = conf_bool(s, "sleeps"),
			.where = s,
		};
	}
}

static int
take_journal(struct config *c, const struct conf_section *s)
{
	static const char *const names[] = { "notice", "info", "debug",
		"none" };
	const char *name = conf_text(s, "drop_when_low");
	struct journal_limits *l = &c->journal.limits;

	l->segment_max = (uint64_t)conf_int(s, "segment_mib") * MIB;
	l->quota = (uint64_t)conf_int(s, "quota_mib") * MIB;
	l->low = (uint64_t)conf_int(s, "low_mib") * MIB;
	l->reserve = (uint64_t)conf_int(s, "reserve_mib") * MIB;
	l->is_ahead = true;
	if (l->quota != 0 && l->quota < 2 * l->segment_max)
		return config_refuse(s, "quota_mib", "must hold two segments");
	for (int i = 0; i < (int)(sizeof(names) / sizeof(names[0])); i++) {
		if (strcmp(name, names[i]) == 0) {
			c->journal.shed_from = 5 + i;
			return ERR_OK;
		}
	}
	return config_refuse(
	    s, "drop_when_low", "must be none, debug, info or notice");
}

struct journal_limits
config_small_journal(const struct config_journal *c)
{
	struct journal_limits l = c->limits;

	l.segment_max = (l.segment_max + 3) / 4;
	l.reserve = (l.reserve + 3) / 4;
	return l;
}

static void
take_store(struct config *c, const struct conf_section *s)
{
	c->store.flush = conf_span(s, "flush");
	c->store.batch_max = (int)conf_int(s, "batch_max");
	c->store.keep_after = conf_span(s, "keep_after");
}

/* The host of smtp://host:port; the caller's to free(). */
static char *
host_of(const char *url)
{
	const char *host = strstr(url, "://") + 3;
	size_t len = strcspn(host, ":/");

	if (*host == '[')
		len = strcspn(++host, "]");
	return mem_dup_text(host, len);
}

/* What is there for a program on this machine is for nobody else. */
static int
take_metrics(struct config *c, const struct conf_section *s)
{
	struct sockaddr_storage ss;
	const char *text = conf_text(s, "metrics");
	socklen_t len;
	char *host;
	bool here;

	if (text == NULL)
		return ERR_OK;
	if (endpoint_parse(text, &ss, &len) < 0)
		return config_refuse(
		    s, "metrics", "must be like 127.0.0.1:9464");
	host = mem_dup_text(text[0] == '[' ? text + 1 : text,
	    text[0] == '[' ? strcspn(text + 1, "]")
			   : (size_t)(strrchr(text, ':') - text));
	here = endpoint_is_loopback(host);
	free(host);
	if (!here)
		return config_refuse(s, "metrics",
		    "must be an address of this machine itself; a proxy may "
		    "stand before it");
	c->alert.metrics = text;
	return ERR_OK;
}

static int
take_alert(struct config *c, const struct conf_section *s)
{
	c->alert.rules = conf_text(s, "rules");
	if (conf_is_set(s, "interval"))
		c->alert.interval = conf_span(s, "interval");
	return take_metrics(c, s);
}

static int
take_mail(struct config *c, const struct conf_section *s)
{
	struct config_mail *m = &c->mail;
	char *host;

	m->server = conf_text(s, "server");
	m->from = conf_text(s, "from");
	m->user = conf_text(s, "user");
	m->password_file = conf_text(s, "password_file");
	m->ca_file = conf_text(s, "ca_file");
	/* Of releases before section alert was there. */
	if (conf_is_set(s, "interval"))
		c->alert.interval = conf_span(s, "interval");
	if (!begins_with(m->server, "smtp://") &&
	    !begins_with(m->server, "smtps://"))
		return config_refuse(
		    s, "server", "must begin with smtp:// or smtps://");
	if (strchr(m->from, '@') == NULL || strpbrk(m->from, "<> \r\n") != NULL)
		return config_refuse(s, "from", "must be a bare mail address");
	if ((m->user == NULL) != (m->password_file == NULL))
		return config_refuse(s,
		    m->user == NULL ? "password_file" : "user",
		    "user and password_file belong together");
	host = host_of(m->server);
	m->starttls = conf_is_set(s, "starttls") ? conf_bool(s, "starttls")
						 : !endpoint_is_loopback(host);
	if (m->user != NULL && !m->starttls && m->server[4] != 's' &&
	    !endpoint_is_loopback(host)) {
		free(host);
		return config_refuse(
		    s, "starttls", "a password does not go over an open line");
	}
	free(host);
	return ERR_OK;
}

static int
check_home(const struct conf_section *root)
{
	const char *home = conf_text(root, "home");

	if (home == NULL || *home == '/')
		return ERR_OK;
	return config_refuse(root, "home", "must begin with /");
}

static int
take_database(struct config *c, const struct conf_section *root)
{
	c->database = conf_text(root, "database");
	if (strcmp(c->database, "embedded") != 0 &&
	    !begins_with(c->database, "postgresql://") &&
	    !begins_with(c->database, "postgres://"))
		return config_refuse(root, "database",
		    "must be embedded or begin with postgresql://");
	if (strchr(c->database, '@') != NULL &&
	    strchr(strstr(c->database, "//") + 2, ':') != NULL &&
	    strchr(strstr(c->database, "//") + 2, ':') <
		strchr(c->database, '@'))
		return config_refuse(root, "database",
		    "holds a password: use a client certificate or a "
		    "password file (passfile=)");
	return ERR_OK;
}

static const char *
first_of(const char *a, const char *b, const char *c, const char *d)
{
	if (a != NULL && *a != '\0')
		return a;
	if (b != NULL && *b != '\0')
		return b;
	return c != NULL && *c != '\0' ? c : d;
}

/* As seen from where we are; the caller's to free(). */
static char *
absolute(const char *path)
{
	struct buf whole = { 0 };
	char here[PATH_MAX];

	if (*path == '/' || getcwd(here, sizeof(here)) == NULL)
		return mem_dup_str(path);
	buf_printf(&whole, "%s/%s", here, path);
	return buf_take_str(&whole);
}

/* What stands in no file has the table's defaults. */
static const struct conf_section *
section_of(const struct conf_section *root, const struct conf_section *empty,
    const char *name)
{
	const struct conf_section *s = conf_at(root, name, 0);

	return s != NULL ? s : conf_at(empty, name, 0);
}

static int
take_all(struct config *c, const struct conf_section *empty, const char *home)
{
	const struct conf_section *root = conf_root(c->conf);
	int rc;

	c->home = absolute(first_of(home, getenv("PATCHWACHT_HOME"),
	    conf_text(root, "home"), LOCALSTATEDIR));
	c->data = conf_text(root, "data");
	c->user = conf_text(root, "user");
	c->verbose = conf_bool(root, "verbose");
	c->sandbox = conf_bool(root, "sandbox");
	take_poll(c, section_of(root, empty, "poll"));
	take_classes(c, root);
	take_store(c, section_of(root, empty, "store"));
	c->verify.interval =
	    conf_span(section_of(root, empty, "verify"), "interval");
	c->alert.interval = 10 * CLOCK_SECOND;
	rc = take_journal(c, section_of(root, empty, "journal"));
	if (rc == ERR_OK)
		rc = check_home(root);
	if (rc == ERR_OK)
		rc = take_database(c, root);
	if (rc == ERR_OK)
		rc = config_take_listens(c, root);
	if (rc == ERR_OK)
		rc = take_traps(c, root);
	if (rc == ERR_OK && conf_at(root, "mail", 0) != NULL)
		rc = take_mail(c, conf_at(root, "mail", 0));
	if (rc == ERR_OK && conf_at(root, "alert", 0) != NULL)
		rc = take_alert(c, conf_at(root, "alert", 0));
	if (rc == ERR_OK)
		rc = config_take_programs(c, root);
	return rc;
}

int
config_parse(const char *name, const char *text, size_t len, const char *home,
    struct config **out)
{
	static const char sections[] =
	    "poll { } journal { } store { } verify { }";
	struct config *c = mem_new(1, sizeof(*c));
	struct conf *empty;
	int rc;

	if (conf_parse("defaults", sections, sizeof(sections) - 1, options,
		&empty) < 0)
		fatalx("the defaults of the configuration do not hold");
	rc = conf_parse(name, text, len, options, &c->conf);
	if (rc == ERR_OK)
		rc = take_all(c, conf_root(empty), home);
	conf_free(empty);
	if (rc < 0)
		config_free(c);
	else
		*out = c;
	return rc;
}

void
config_free(struct config *c)
{
	if (c == NULL)
		return;
	conf_free(c->conf);
	free(c->home);
	free(c->addresses);
	config_free_listens(c);
	config_free_programs(c);
	for (size_t i = 0; i < c->trap_count; i++) {
		free(c->traps[i].credentials);
		free(c->traps[i].proxies);
	}
	free(c->traps);
	free(c->poll.classes);
	free(c);
}

const char *
config_path(const char *given)
{
	return first_of(given, getenv("PATCHWACHT_CONFIG"), NULL,
	    SYSCONFDIR "/patchwacht.conf");
}

struct db_target
config_target(const struct config *c)
{
	return (struct db_target){ .home = c->home, .database = c->database };
}

char *
config_home_path(const struct config *c, const char *below)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", c->home, below);
	return buf_take_str(&path);
}

char *
config_data_path(const struct config *c, const char *below)
{
	return data_path(c->data, below);
}

const struct config_class *
config_poll_class(const struct config_poll *c, const char *name)
{
	for (size_t i = 0; name != NULL && i < c->class_count; i++) {
		if (strcmp(c->classes[i].name, name) == 0)
			return &c->classes[i];
	}
	return NULL;
}
