/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/regex.h"
#include "lib/model/expand.h"
#include "lib/profile/object.h"

#define END                                          \
	{                                            \
		NULL, CONF_TEXT, 0, NULL, 0, 0, NULL \
	}

const struct conf_option rule_options[] = {
	{ "oid", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "regex", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "join", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "instance", CONF_BOOL, 0, "no", 0, 0, NULL },
	{ "pick", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "is", CONF_TEXT, 0, "running", 0, 0, NULL },
	END,
};

const struct conf_option condition_options[] = {
	{ "sysobjectid", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "sysdescr", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "oid", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "value", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "instance", CONF_BOOL, 0, "no", 0, 0, NULL },
	END,
};

/* ENTITY-MIB (RFC 6933): PhysicalClass. */
static const char *const classes[] = { NULL, "other", "unknown", "chassis",
	"backplane", "container", "powerSupply", "fan", "sensor", "module",
	"port", "stack", "cpu" };

uint32_t
rule_class(const char *name)
{
	for (uint32_t i = 1; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (strcmp(classes[i], name) == 0)
			return i;
	}
	return 0;
}

int
rule_refuse(const struct loading *l, const struct conf_section *at,
    const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_warnx("%s:%u: profile %s: %s", conf_file(at), conf_line(at),
	    l->title, text);
	return ERR_PARSE;
}

int
rule_read_regex(const struct loading *l, const struct conf_section *at,
    const char *key, struct regex **out)
{
	const char *text = conf_text(at, key);
	struct regex_fault fault;

	if (text == NULL)
		return ERR_OK;
	if (regex_compile(text, 0, out, &fault) == ERR_OK)
		return ERR_OK;
	return rule_refuse(
	    l, at, "%s, character %zu: %s", key, fault.offset + 1, fault.text);
}

/* By convention of SMIv2 one object ends in .0, and only that. */
static bool
is_column(struct oid oid)
{
	return oid.len == 0 || oid.data[oid.len - 1] != 0;
}

int
rule_read_object(const struct loading *l, const struct conf_section *at,
    const char *text, struct profile_oid *out)
{
	struct buf b = { 0 };

	if (object_parse(text, &b) < 0) {
		buf_free(&b);
		return rule_refuse(l, at, "'%s' is not an object", text);
	}
	out->oid = (struct oid){ b.data, b.len };
	out->column = is_column(out->oid);
	return ERR_OK;
}

static int
read_pick(const struct loading *l, const struct conf_section *at,
    const char *word, struct pick *out)
{
	int64_t index = 0;

	if (strcmp(word, "first") == 0)
		out->type = PICK_FIRST;
	else if (strcmp(word, "all") == 0)
		out->type = PICK_ALL;
	else if (strncmp(word, "index ", 6) == 0 &&
	    number_parse(word + 6, 0, UINT32_MAX, &index) == ERR_OK)
		out->type = PICK_INDEX;
	else if ((out->number = rule_class(word)) != 0)
		out->type = PICK_CLASS;
	else
		return rule_refuse(l, at,
		    "pick '%s': use first, all, 'index N' or a class of "
		    "ENTITY-MIB",
		    word);
	if (out->type == PICK_INDEX)
		out->number = (uint32_t)index;
	return ERR_OK;
}

static int
read_picks(
    const struct loading *l, const struct conf_section *at, struct rule *out)
{
	size_t n = conf_list_len(at, "pick");
	int rc = ERR_OK;

	if (n > PICKS_MAX)
		return rule_refuse(l, at, "more than %d picks", PICKS_MAX);
	for (size_t i = 0; i < n && rc == ERR_OK; i++)
		rc = read_pick(l, at, conf_list_at(at, "pick", i),
		    &out->pick[out->n_picks++]);
	return rc;
}

static int
read_join(
    const struct loading *l, const struct conf_section *at, struct rule *out)
{
	out->join = mem_dup_str(conf_text(at, "join"));
	if (out->join == NULL)
		return ERR_OK;
	if (out->regex == NULL || !expand_is_valid(out->join, out->regex))
		return rule_refuse(
		    l, at, "join '%s': no such group", out->join);
	return ERR_OK;
}

int
rule_read(
    const struct loading *l, const struct conf_section *at, struct rule *out)
{
	const char *is = conf_text(at, "is");
	int rc;

	out->line = conf_line(at);
	out->installed = strcmp(is, "installed") == 0;
	if (!out->installed && strcmp(is, "running") != 0)
		return rule_refuse(l, at, "is: use running or installed");
	rc = rule_read_object(l, at, conf_text(at, "oid"), &out->at);
	if (conf_bool(at, "instance"))
		out->at.column = false;
	if (rc == ERR_OK)
		rc = rule_read_regex(l, at, "regex", &out->regex);
	if (rc == ERR_OK)
		rc = read_picks(l, at, out);
	return rc == ERR_OK ? read_join(l, at, out) : rc;
}

int
rule_read_all(const struct loading *l, const struct conf_section *at,
    const char *section, struct rules *out)
{
	const struct conf_section *s;
	int rc = ERR_OK;

	out->rule = mem_new(conf_count(at, section) + 1, sizeof(*out->rule));
	for (size_t i = 0;
	     rc == ERR_OK && (s = conf_at(at, section, i)) != NULL; i++)
		rc = rule_read(l, s, &out->rule[out->n++]);
	return rc;
}

static int
read_ids(const struct loading *l, const struct conf_section *at,
    struct condition *out)
{
	size_t n = conf_list_len(at, "sysobjectid");
	int rc = ERR_OK;

	out->id = mem_new(n + 1, sizeof(*out->id));
	for (size_t i = 0; i < n && rc == ERR_OK; i++)
		rc = rule_read_object(l, at, conf_list_at(at, "sysobjectid", i),
		    &out->id[out->n_ids++]);
	return rc;
}

static int
read_condition(const struct loading *l, const struct conf_section *at,
    struct condition *out)
{
	const char *oid = conf_text(at, "oid");
	int rc;

	rc = read_ids(l, at, out);
	if (rc == ERR_OK)
		rc = rule_read_regex(l, at, "sysdescr", &out->descr);
	if (rc == ERR_OK)
		rc = rule_read_regex(l, at, "value", &out->value);
	if (rc == ERR_OK && oid != NULL) {
		rc = rule_read_object(l, at, oid, &out->at);
		if (conf_bool(at, "instance"))
			out->at.column = false;
		out->has_oid = rc == ERR_OK;
	}
	if (rc == ERR_OK && out->value != NULL && !out->has_oid)
		return rule_refuse(l, at, "value without oid");
	if (rc == ERR_OK && out->n_ids == 0 && out->descr == NULL &&
	    !out->has_oid)
		return rule_refuse(l, at, "an empty condition");
	return rc;
}

int
condition_read_all(const struct loading *l, const struct conf_section *at,
    const char *section, struct conditions *out)
{
	const struct conf_section *s;
	int rc = ERR_OK;

	out->condition =
	    mem_new(conf_count(at, section) + 1, sizeof(*out->condition));
	for (size_t i = 0;
	     rc == ERR_OK && (s = conf_at(at, section, i)) != NULL; i++)
		rc = read_condition(l, s, &out->condition[out->n++]);
	return rc;
}

static void
free_oid(struct profile_oid *o)
{
	free((void *)(uintptr_t)o->oid.data);
}

void
rule_free(struct rule *r)
{
	free_oid(&r->at);
	regex_free(r->regex);
	free(r->join);
}

void
rules_free(struct rules *r)
{
	for (size_t i = 0; i < r->n; i++)
		rule_free(&r->rule[i]);
	free(r->rule);
}

void
conditions_free(struct conditions *c)
{
	for (size_t i = 0; i < c->n; i++) {
		struct condition *one = &c->condition[i];

		for (size_t k = 0; k < one->n_ids; k++)
			free_oid(&one->id[k]);
		free(one->id);
		free_oid(&one->at);
		regex_free(one->descr);
		regex_free(one->value);
	}
	free(c->condition);
}
