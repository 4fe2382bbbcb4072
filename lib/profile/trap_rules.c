/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/trap_rules.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#define OWN_RULES SYSCONFDIR "/mibs/traps.rules"

static const struct conf_option trap_options[] = {
	{ .name = "oid", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "class", .type = CONF_TEXT, .by_default = "other" },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ .name = "trap",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = trap_options },
	{ 0 },
};

static const char *const class_names[] = {
	[TRAP_OTHER] = "other",
	[TRAP_COLD_START] = "cold_start",
	[TRAP_WARM_START] = "warm_start",
	[TRAP_LINK_DOWN] = "link_down",
	[TRAP_LINK_UP] = "link_up",
	[TRAP_AUTH_FAILURE] = "auth_failure",
	[TRAP_UPGRADE] = "upgrade",
	[TRAP_CHANGE] = "change",
};

struct trap_rules {
	struct conf *conf;      /* holds the names */
	struct trap_rule *list; /* in the order of their OIDs */
	size_t count;
	struct buf oids;
};

const char *trap_class_name(enum trap_class class)
{
	return class_names[class];
}

bool trap_class_makes_due(enum trap_class class)
{
	return class != TRAP_OTHER && class != TRAP_AUTH_FAILURE;
}

static int
refuse(const struct conf_section *s, const char *what, const char *text)
{
	log_warnx("%s:%u: trap %s: %s: %s", conf_file(s), conf_line_of(s, what),
	    conf_title(s), what, text);
	return ERR_PARSE;
}

static int
take_class(const struct conf_section *s, enum trap_class *out)
{
	const char *name = conf_text(s, "class");

	for (size_t i = 0; i < sizeof(class_names) / sizeof(class_names[0]);
	     i++) {
		if (strcmp(class_names[i], name) == 0) {
			*out = (enum trap_class)i;
			return ERR_OK;
		}
	}
	return refuse(s, "class", "no such class");
}

/* The bytes move while they grow: where they stand is set when all are there.
 */
static int
take_rule(struct trap_rules *r, const struct conf_section *s)
{
	struct trap_rule *rule = &r->list[r->count];
	size_t begin = r->oids.len;
	int rc;

	rule->name = conf_title(s);
	rc = take_class(s, &rule->class);
	if (rc == ERR_OK && oid_parse(conf_text(s, "oid"), &r->oids) < 0)
		rc = refuse(s, "oid", "is not an OID such as 1.3.6.1.4.1");
	rule->oid.len = r->oids.len - begin;
	r->count += rc == ERR_OK;
	return rc;
}

static int
by_oid(const void *a, const void *b)
{
	return oid_cmp(((const struct trap_rule *)a)->oid,
	    ((const struct trap_rule *)b)->oid);
}

static int
check_twins(const struct trap_rules *r)
{
	for (size_t i = 1; i < r->count; i++) {
		if (!oid_eq(r->list[i - 1].oid, r->list[i].oid))
			continue;
		log_warnx("%s: trap %s and trap %s have the same oid",
		    conf_file(conf_root(r->conf)), r->list[i - 1].name,
		    r->list[i].name);
		return ERR_PARSE;
	}
	return ERR_OK;
}

static int
take_all(struct trap_rules *r)
{
	const struct conf_section *root = conf_root(r->conf);
	size_t n = conf_count(root, "trap"), at = 0;
	int rc = ERR_OK;

	r->list = mem_new(n + 1, sizeof(*r->list));
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = take_rule(r, conf_at(root, "trap", i));
	for (size_t i = 0; i < r->count; i++) {
		r->list[i].oid.data = r->oids.data + at;
		at += r->list[i].oid.len;
	}
	if (rc < 0)
		return rc;
	if (r->count > 0)
		qsort(r->list, r->count, sizeof(*r->list), by_oid);
	return check_twins(r);
}

int
trap_rules_load(const char *path, struct trap_rules **out)
{
	struct trap_rules *r = mem_new(1, sizeof(*r));
	int rc = conf_load(path, file_options, &r->conf);

	if (rc == ERR_OK)
		rc = take_all(r);
	if (rc < 0)
		trap_rules_free(r);
	else
		*out = r;
	return rc;
}

int
trap_rules_load_default(const char *data, struct trap_rules **out)
{
	char *path;
	int rc;

	if (access(OWN_RULES, F_OK) == 0)
		return trap_rules_load(OWN_RULES, out);
	path = data_path(data, "mibs/traps.rules");
	rc = trap_rules_load(path, out);
	free(path);
	return rc;
}

void
trap_rules_free(struct trap_rules *r)
{
	if (r == NULL)
		return;
	conf_free(r->conf);
	free(r->list);
	buf_free(&r->oids);
	free(r);
}

const struct trap_rule *
trap_rules_find(const struct trap_rules *r, struct oid oid)
{
	const struct trap_rule key = { .oid = oid };

	if (r->count == 0)
		return NULL;
	return bsearch(&key, r->list, r->count, sizeof(*r->list), by_oid);
}
