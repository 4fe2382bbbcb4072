/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/load.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/regex.h"
#include "lib/model/scheme.h"
#include "lib/profile/profile.h"
#include "lib/profile/rule.h"

enum { FILE_MAX = 1 << 20 };

#define DAY_US (INT64_C(86400) * 1000000)
#define END                                          \
	{                                            \
		NULL, CONF_TEXT, 0, NULL, 0, 0, NULL \
	}
#define TEXT(name)                                   \
	{                                            \
		name, CONF_TEXT, 0, NULL, 0, 0, NULL \
	}
#define LIST(name)                                   \
	{                                            \
		name, CONF_LIST, 0, NULL, 0, 0, NULL \
	}
#define COLUMN(name)                                 \
	{                                            \
		name, CONF_INT, 0, NULL, 1, 18, NULL \
	}
#define SECTIONS(name, of)                                    \
	{                                                     \
		name, CONF_SECTION, CONF_MANY, NULL, 0, 0, of \
	}

static const struct conf_option component_options[] = {
	TEXT("table"),
	TEXT("kind"),
	TEXT("name"),
	TEXT("names"),
	TEXT("oid"),
	TEXT("regex"),
	TEXT("join"),
	{ "instance", CONF_BOOL, 0, "no", 0, 0, NULL },
	LIST("pick"),
	{ "is", CONF_TEXT, 0, "running", 0, 0, NULL },
	LIST("class"),
	COLUMN("software"),
	COLUMN("firmware"),
	COLUMN("serial"),
	TEXT("require"),
	LIST("scheme"),
	END,
};

static const struct conf_option syslog_options[] = {
	{ "class", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "regex", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	TEXT("version"),
	END,
};

static const struct conf_option test_options[] = {
	TEXT("recording"),
	TEXT("version"),
	TEXT("model"),
	TEXT("serial"),
	TEXT("component"),
	TEXT("message"),
	TEXT("class"),
	END,
};

static const struct conf_option profile_options[] = {
	{ "priority", CONF_INT, 0, "50", 1, 100, NULL },
	TEXT("vendor"),
	TEXT("product"),
	TEXT("class"),
	SECTIONS("match", condition_options),
	SECTIONS("exclude", condition_options),
	SECTIONS("version", rule_options),
	SECTIONS("patchlevel", rule_options),
	SECTIONS("second", rule_options),
	SECTIONS("hardware", rule_options),
	SECTIONS("serial", rule_options),
	SECTIONS("component", component_options),
	TEXT("complete"),
	LIST("scheme"),
	{ "granularity", CONF_TEXT, 0, "patch", 0, 0, NULL },
	LIST("clean"),
	TEXT("reject"),
	{ "reboot", CONF_TEXT, 0, "required", 0, 0, NULL },
	{ "settle", CONF_SPAN, 0, "15 min", 0, DAY_US, NULL },
	SECTIONS("syslog", syslog_options),
	SECTIONS("test", test_options),
	END,
};

static const struct conf_option file_options[] = {
	{ "profile", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    profile_options },
	END,
};

/* The place of a word in a list that ends with NULL, or -1. */
static int
word(const char *const *words, const char *text)
{
	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], text) == 0)
			return i;
	}
	return -1;
}

static int
read_schemes(const struct loading *l, const struct conf_section *at,
    const struct scheme **out, size_t *n)
{
	for (size_t i = 0; i < conf_list_len(at, "scheme"); i++) {
		const char *name = conf_list_at(at, "scheme", i);

		if (i == SCHEMES_MAX)
			return rule_refuse(
			    l, at, "more than %d schemes", SCHEMES_MAX);
		out[i] = scheme_find(l->schemes, name);
		if (out[i] == NULL)
			return rule_refuse(l, at, "no scheme '%s'", name);
		*n = i + 1;
	}
	return ERR_OK;
}

static int
read_classes(const struct loading *l, const struct conf_section *at,
    struct component_rule *out)
{
	for (size_t i = 0; i < conf_list_len(at, "class"); i++) {
		const char *name = conf_list_at(at, "class", i);

		if (i == PICKS_MAX)
			return rule_refuse(
			    l, at, "more than %d classes", PICKS_MAX);
		out->classes[i] = rule_class(name);
		if (out->classes[i] == 0)
			return rule_refuse(
			    l, at, "no class '%s' in ENTITY-MIB", name);
		out->n_classes = i + 1;
	}
	return ERR_OK;
}

static uint32_t
column(const struct conf_section *at, const char *name)
{
	return conf_is_set(at, name) ? (uint32_t)conf_int(at, name) : 0;
}

static int
read_table(const struct loading *l, const struct conf_section *at,
    struct component_rule *out)
{
	static const char *const tables[] = { "", "entity", "packages", NULL };
	const char *table = conf_text(at, "table");
	int t = word(tables, table == NULL ? "" : table);

	if (t < 0)
		return rule_refuse(l, at, "table: use entity or packages");
	out->source = (enum component_source)t;
	if (t == COMPONENT_PACKAGES)
		out->kind = KIND_PACKAGE;
	if (t == COMPONENT_ONE && conf_text(at, "oid") == NULL)
		return rule_refuse(l, at, "a component has a table or an oid");
	out->software = column(at, "software");
	out->firmware = column(at, "firmware");
	out->serial = column(at, "serial");
	if (t == COMPONENT_ENTITY && out->name != NULL) {
		int64_t column;

		if (number_parse(out->name, 1, UINT32_MAX, &column) < 0)
			return rule_refuse(l, at,
			    "name '%s': in a table it is a column, as in "
			    "name = 7",
			    out->name);
		out->label = (uint32_t)column;
		free(out->name);
		out->name = NULL;
	}
	return read_classes(l, at, out);
}

static int
read_kind(const struct loading *l, const struct conf_section *at,
    struct component_rule *out)
{
	static const char *const kinds[] = { "component", "package", "kernel",
		"bootloader", NULL };
	const char *kind = conf_text(at, "kind"), *all;
	int k = kind == NULL ? KIND_COMPONENT : word(kinds, kind);

	if (k < 0)
		return rule_refuse(l, at,
		    "kind: use component, package, kernel or bootloader");
	out->kind = (enum component_kind)k;
	all = conf_text(at, "require");
	out->require_all = all != NULL && strcmp(all, "all") == 0;
	if (all != NULL && !out->require_all && strcmp(all, "none") != 0)
		return rule_refuse(l, at, "require: use all or none");
	return ERR_OK;
}

static int
read_component(const struct loading *l, const struct conf_section *at,
    struct component_rule *out)
{
	const char *names = conf_text(at, "names");
	int rc;

	out->name = mem_dup_str(conf_text(at, "name"));
	rc = read_kind(l, at, out);
	if (rc == ERR_OK)
		rc = read_table(l, at, out);
	if (rc == ERR_OK && names != NULL)
		rc = rule_read_object(l, at, names, &out->names);
	if (rc == ERR_OK && out->source == COMPONENT_ONE)
		rc = rule_read(l, at, &out->value);
	else if (rc == ERR_OK)
		rc = rule_read_regex(l, at, "regex", &out->value.regex);
	if (rc == ERR_OK)
		rc = read_schemes(l, at, out->scheme, &out->n_schemes);
	return rc;
}

static int
read_class(const struct loading *l, const struct conf_section *at,
    enum message_class *out)
{
	static const char *const classes[] = { "none", "boot", "version",
		"upgrade-ok", "upgrade-failed", "downgrade", "crash", NULL };
	int c = word(classes, conf_text(at, "class"));

	if (c < 0)
		return rule_refuse(l, at,
		    "class: use boot, version, "
		    "upgrade-ok, upgrade-failed, downgrade or crash");
	*out = (enum message_class)c;
	return ERR_OK;
}

static int
read_message(const struct loading *l, const struct conf_section *at,
    struct message_rule *out)
{
	int rc = read_class(l, at, &out->class);

	if (rc == ERR_OK)
		rc = rule_read_regex(l, at, "regex", &out->regex);
	if (rc == ERR_OK)
		rc = rule_read_regex(l, at, "version", &out->version);
	if (rc == ERR_OK)
		out->pattern = mem_dup_str(conf_text(at, "regex"));
	return rc;
}

static int
read_test(const struct loading *l, const struct conf_section *at,
    struct profile_test *out)
{
	out->recording = mem_dup_str(conf_text(at, "recording"));
	out->version = mem_dup_str(conf_text(at, "version"));
	out->model = mem_dup_str(conf_text(at, "model"));
	out->serial = mem_dup_str(conf_text(at, "serial"));
	out->component = mem_dup_str(conf_text(at, "component"));
	out->message = mem_dup_str(conf_text(at, "message"));
	out->line = conf_line(at);
	if ((out->recording == NULL) == (out->message == NULL))
		return rule_refuse(
		    l, at, "a test has a recording or a message");
	if (out->message == NULL)
		return ERR_OK;
	if (conf_text(at, "class") == NULL)
		return rule_refuse(l, at, "a message needs its class");
	return read_class(l, at, &out->class);
}

static int
read_components(
    const struct loading *l, const struct conf_section *at, struct profile *p)
{
	const struct conf_section *s;
	int rc = ERR_OK;

	p->component =
	    mem_new(conf_count(at, "component") + 1, sizeof(*p->component));
	for (size_t i = 0;
	     rc == ERR_OK && (s = conf_at(at, "component", i)) != NULL; i++)
		rc = read_component(l, s, &p->component[p->n_components++]);
	return rc;
}

static int
read_messages(
    const struct loading *l, const struct conf_section *at, struct profile *p)
{
	const struct conf_section *s;
	int rc = ERR_OK;

	p->message = mem_new(conf_count(at, "syslog") + 1, sizeof(*p->message));
	for (size_t i = 0;
	     rc == ERR_OK && (s = conf_at(at, "syslog", i)) != NULL; i++)
		rc = read_message(l, s, &p->message[p->n_messages++]);
	return rc;
}

static int
read_tests(
    const struct loading *l, const struct conf_section *at, struct profile *p)
{
	const struct conf_section *s;
	int rc = ERR_OK;

	p->test = mem_new(conf_count(at, "test") + 1, sizeof(*p->test));
	for (size_t i = 0; rc == ERR_OK && (s = conf_at(at, "test", i)) != NULL;
	     i++)
		rc = read_test(l, s, &p->test[p->n_tests++]);
	return rc;
}

static int
read_clean(
    const struct loading *l, const struct conf_section *at, struct profile *p)
{
	for (size_t i = 0; i < conf_list_len(at, "clean"); i++) {
		const char *how = conf_list_at(at, "clean", i);

		if (strcmp(how, "quotes") == 0)
			p->clean |= CLEAN_QUOTES;
		else if (strcmp(how, "symbolset") == 0)
			p->clean |= CLEAN_SYMBOLSET;
		else if (strcmp(how, "trim") != 0) /* that is always done */
			return rule_refuse(l, at,
			    "clean '%s': use trim, quotes or symbolset", how);
	}
	return ERR_OK;
}

static int
read_words(
    const struct loading *l, const struct conf_section *at, struct profile *p)
{
	static const char *const grains[] = { "product", "release", "patch",
		"hotfix", NULL };
	static const char *const reboots[] = { "required", "optional", "never",
		NULL };
	int g = word(grains, conf_text(at, "granularity"));
	int r = word(reboots, conf_text(at, "reboot"));

	if (g < 0)
		return rule_refuse(l, at,
		    "granularity: use product, release, patch or hotfix");
	if (r < 0)
		return rule_refuse(
		    l, at, "reboot: use required, optional or never");
	p->granularity = (enum granularity)g;
	p->reboot = (enum reboot_rule)r;
	p->settle = conf_span(at, "settle");
	p->priority = (int)conf_int(at, "priority");
	p->vendor = mem_dup_str(conf_text(at, "vendor"));
	p->product = mem_dup_str(conf_text(at, "product"));
	p->class = mem_dup_str(conf_text(at, "class"));
	p->complete = mem_dup_str(conf_text(at, "complete"));
	return read_clean(l, at, p);
}

static int
read_rules(
    const struct loading *l, const struct conf_section *at, struct profile *p)
{
	const struct {
		const char *name;
		struct rules *rules;
	} parts[] = {
		{ "version", &p->version },
		{ "patchlevel", &p->patchlevel },
		{ "second", &p->second },
		{ "hardware", &p->hardware },
		{ "serial", &p->serial },
	};
	int rc = ERR_OK;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (rc == ERR_OK)
			rc =
			    rule_read_all(l, at, parts[i].name, parts[i].rules);
	}
	return rc;
}

static int
read_profile(
    const struct loading *l, const struct conf_section *at, struct profile *p)
{
	int rc;

	p->title = mem_dup_str(l->title);
	p->file = mem_dup_str(conf_file(at));
	p->line = conf_line(at);
	rc = read_words(l, at, p);
	if (rc == ERR_OK)
		rc = condition_read_all(l, at, "match", &p->match);
	if (rc == ERR_OK)
		rc = condition_read_all(l, at, "exclude", &p->exclude);
	if (rc == ERR_OK)
		rc = read_rules(l, at, p);
	if (rc == ERR_OK)
		rc = read_components(l, at, p);
	if (rc == ERR_OK)
		rc = read_schemes(l, at, p->scheme, &p->n_schemes);
	if (rc == ERR_OK)
		rc = rule_read_regex(l, at, "reject", &p->reject);
	if (rc == ERR_OK)
		rc = read_messages(l, at, p);
	if (rc == ERR_OK)
		rc = read_tests(l, at, p);
	if (rc == ERR_OK && p->match.n == 0)
		rc = rule_refuse(l, at, "no match: it would know every device");
	return rc;
}

static int
add_profile(const struct conf_section *at, const struct scheme_set *schemes,
    const uint8_t *sha256, struct profile_list *out)
{
	const struct loading l = { conf_title(at), schemes };
	struct profile *p = mem_new(1, sizeof(*p));
	int rc;

	memcpy(p->sha256, sha256, DIGEST_LEN);
	rc = read_profile(&l, at, p);
	if (rc < 0) {
		profile_free(p);
		return rc;
	}
	out->profile =
	    mem_grow(out->profile, out->n + 1, sizeof(*out->profile));
	out->profile[out->n++] = p;
	return ERR_OK;
}

int
profile_parse(const char *name, const char *text, size_t len,
    const struct scheme_set *schemes, struct profile_list *out)
{
	const struct conf_section *at;
	uint8_t sha256[DIGEST_LEN];
	struct conf *c = NULL;
	int rc, first = ERR_OK;

	rc = conf_parse(name, text, len, file_options, &c);
	if (rc < 0)
		return rc;
	digest_of(text, len, sha256);
	for (size_t i = 0; (at = conf_at(conf_root(c), "profile", i)) != NULL;
	     i++) {
		rc = add_profile(at, schemes, sha256, out);
		if (rc < 0 && first == ERR_OK)
			first = rc;
	}
	conf_free(c);
	return first;
}

int
profile_load(const char *path, const struct scheme_set *schemes,
    struct profile_list *out)
{
	struct buf text = { 0 };
	int rc;

	rc = file_read(path, FILE_MAX, &text);
	if (rc == ERR_OK)
		rc = profile_parse(
		    path, (const char *)text.data, text.len, schemes, out);
	buf_free(&text);
	return rc;
}

void
profile_list_free(struct profile_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		profile_free(list->profile[i]);
	free(list->profile);
	list->profile = NULL;
	list->n = 0;
}
