/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/when.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct wording {
	struct conf *conf;
	const struct conf_section *root;
};

static const struct conf_option saying_options[] = {
	{ .name = "subject", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "at", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "foot", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option rule_options[] = {
	{ .name = "name", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "opened", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "closed", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option label_options[] = {
	{ .name = "text", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option wording_options[] = {
	{ .name = "language", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "saying",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED | CONF_REQUIRED,
	    .section = saying_options },
	{ .name = "many", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "more", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "missing", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "shared", .type = CONF_TEXT },
	{ .name = "months", .type = CONF_LIST },
	{ .name = "moment", .type = CONF_TEXT },
	{ .name = "units", .type = CONF_LIST },
	{ .name = "rule",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED | CONF_REQUIRED,
	    .section = rule_options },
	{ .name = "label",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = label_options },
	{ .name = "hide", .type = CONF_LIST },
	{ .name = "value",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = label_options },
	{ .name = "severity",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = label_options },
	{ 0 },
};

static const struct conf_section *
find(const struct wording *w, const char *kind, const char *title)
{
	const struct conf_section *s;

	for (size_t i = 0; (s = conf_at(w->root, kind, i)) != NULL; i++) {
		if (strcmp(conf_title(s), title) == 0)
			return s;
	}
	return NULL;
}

/* Each kind of saying has its words. */
static int
check_sayings(const struct wording *w, const char *path)
{
	static const char *const kinds[] = { "opened", "grown", "escalated",
		"reminder", "closed", "digest", "test", "report",
		"report_withheld", "anchors" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (find(w, "saying", kinds[i]) != NULL)
			continue;
		log_warnx("%s: saying \"%s\": is missing", path, kinds[i]);
		return ERR_PARSE;
	}
	return ERR_OK;
}

int
wording_load(const char *path, struct wording **out)
{
	struct wording w;
	int rc;

	rc = conf_load(path, wording_options, &w.conf);
	if (rc < 0)
		return rc;
	w.root = conf_root(w.conf);
	rc = check_sayings(&w, path);
	if (rc == ERR_OK)
		rc = when_check(w.root);
	if (rc < 0) {
		conf_free(w.conf);
		return rc;
	}
	*out = mem_dup(&w, sizeof(w));
	return ERR_OK;
}

void
wording_free(struct wording *w)
{
	if (w == NULL)
		return;
	conf_free(w->conf);
	free(w);
}

const char *
wording_saying(const struct wording *w, const char *kind, const char *which)
{
	const struct conf_section *s = find(w, "saying", kind);

	return s == NULL ? "" : conf_text(s, which);
}

const char *
wording_rule(const struct wording *w, const char *rule, const char *which)
{
	const struct conf_section *s = find(w, "rule", rule);

	return s == NULL ? rule : conf_text(s, which);
}

bool
wording_has_label(const struct wording *w, const char *key)
{
	return find(w, "label", key) != NULL;
}

const char *
wording_label(const struct wording *w, const char *key)
{
	const struct conf_section *s = find(w, "label", key);

	return s == NULL ? key : conf_text(s, "text");
}

const char *
wording_label_at(const struct wording *w, size_t i)
{
	const struct conf_section *s = conf_at(w->root, "label", i);

	return s == NULL ? NULL : conf_title(s);
}

const char *
wording_severity(const struct wording *w, const char *severity)
{
	const struct conf_section *s = find(w, "severity", severity);

	return s == NULL ? severity : conf_text(s, "text");
}

const char *
wording_value(const struct wording *w, const char *key, const char *value)
{
	const struct conf_section *s;
	char name[128];

	snprintf(name, sizeof(name), "%s.%s", key, value);
	s = find(w, "value", name);
	return s == NULL ? NULL : conf_text(s, "text");
}

const char *
wording_text(const struct wording *w, const char *key)
{
	return conf_text(w->root, key);
}

const struct conf_section *
wording_times(const struct wording *w)
{
	return w->root;
}

bool
wording_hides(const struct wording *w, const char *key)
{
	for (size_t i = 0; i < conf_list_len(w->root, "hide"); i++) {
		if (strcmp(conf_list_at(w->root, "hide", i), key) == 0)
			return true;
	}
	return key[0] == '_';
}

const char *
wording_language(const struct wording *w)
{
	return conf_text(w->root, "language");
}
