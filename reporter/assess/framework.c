/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/framework.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"

static const struct conf_option control_options[] = {
	{ "title_nl", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "title_en", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "required", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "supporting", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "supporting_only", CONF_BOOL, 0, "false", 0, 0, NULL },
	{ "verified", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "source", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ 0 },
};

static const struct conf_option framework_options[] = {
	{ "title_nl", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "title_en", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "edition", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "source", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "control", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    control_options },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ "framework", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    framework_options },
	{ 0 },
};

static int
check_measurement(
    const struct conf_section *s, const char *id, const struct regex *shape)
{
	if (regex_match(shape, id, strlen(id), NULL))
		return ERR_OK;
	log_warnx("%s:%u: '%s' is not an id of a measurement (M-PAT-01)",
	    conf_file(s), conf_line(s), id);
	return ERR_PARSE;
}

/* Copies a list of ids, with a NULL behind it. */
static int
take_ids(const struct conf_section *s, const char *name,
    const struct regex *shape, const char *const **out)
{
	size_t n = conf_list_len(s, name);
	const char **ids = mem_new(n + 1, sizeof(*ids));
	int rc = ERR_OK;

	for (size_t i = 0; i < n; i++) {
		const char *id = conf_list_at(s, name, i);

		if (check_measurement(s, id, shape) < 0)
			rc = ERR_PARSE;
		ids[i] = mem_dup_str(id);
	}
	*out = (const char *const *)ids;
	return rc;
}

static int
take_verified(const struct conf_section *s, const char **out)
{
	static const char *const known[] = { "V1", "V2", "P", "unverified" };
	const char *word = conf_text(s, "verified");

	*out = mem_dup_str(word);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(word, known[i]) == 0)
			return ERR_OK;
	}
	log_warnx("%s:%u: verified is V1, V2, P or unverified, not '%s'",
	    conf_file(s), conf_line(s), word);
	return ERR_PARSE;
}

static int
take_control(
    const struct conf_section *s, const struct regex *shape, struct control *c)
{
	int rc = ERR_OK;

	c->id = mem_dup_str(conf_title(s));
	c->title_nl = mem_dup_str(conf_text(s, "title_nl"));
	c->title_en = mem_dup_str(conf_text(s, "title_en"));
	c->supporting_only = conf_bool(s, "supporting_only");
	if (take_verified(s, &c->verified) < 0)
		rc = ERR_PARSE;
	if (take_ids(s, "required", shape, &c->required) < 0)
		rc = ERR_PARSE;
	if (take_ids(s, "supporting", shape, &c->supporting) < 0)
		rc = ERR_PARSE;
	return rc;
}

static bool
is_repeated(const struct framework *f, const struct control *c)
{
	for (const struct control *o = f->controls; o < c; o++) {
		if (strcmp(o->id, c->id) == 0)
			return true;
	}
	return false;
}

static int
take_framework(const struct conf_section *s, const struct regex *shape,
    struct framework *f)
{
	int rc = ERR_OK;

	f->name = mem_dup_str(conf_title(s));
	f->title_nl = mem_dup_str(conf_text(s, "title_nl"));
	f->title_en = mem_dup_str(conf_text(s, "title_en"));
	f->edition = mem_dup_str(conf_text(s, "edition"));
	f->source = mem_dup_str(conf_text(s, "source"));
	f->ncontrols = conf_count(s, "control");
	f->controls = mem_new(f->ncontrols + 1, sizeof(*f->controls));
	for (size_t i = 0; i < f->ncontrols; i++) {
		const struct conf_section *cs = conf_at(s, "control", i);

		if (take_control(cs, shape, &f->controls[i]) < 0)
			rc = ERR_PARSE;
		if (is_repeated(f, &f->controls[i])) {
			log_warnx("%s:%u: control '%s' stands there twice",
			    conf_file(cs), conf_line(cs), f->controls[i].id);
			rc = ERR_PARSE;
		}
	}
	return rc;
}

static int
take_file(const struct conf *conf, struct framework **out, size_t *count)
{
	const struct conf_section *root = conf_root(conf);
	struct framework *list;
	struct regex *shape = NULL;
	size_t n = conf_count(root, "framework");
	int rc;

	rc = regex_compile("M-[A-Z]{3}-[0-9]{2}", REGEX_ANCHORED, &shape, NULL);
	list = mem_new(n + 1, sizeof(*list));
	for (size_t i = 0; shape != NULL && i < n; i++) {
		if (take_framework(
			conf_at(root, "framework", i), shape, &list[i]) < 0)
			rc = ERR_PARSE;
	}
	regex_free(shape);
	if (rc < 0) {
		framework_free(list, n);
		return rc;
	}
	*out = list;
	*count = n;
	return ERR_OK;
}

int
framework_parse(const char *name, const char *text, size_t len,
    struct framework **out, size_t *count)
{
	struct conf *conf = NULL;
	int rc = conf_parse(name, text, len, file_options, &conf);

	if (rc == ERR_OK)
		rc = take_file(conf, out, count);
	conf_free(conf);
	return rc;
}

int
framework_load(const char *path, struct framework **out, size_t *count)
{
	struct conf *conf = NULL;
	int rc = conf_load(path, file_options, &conf);

	if (rc == ERR_OK)
		rc = take_file(conf, out, count);
	conf_free(conf);
	return rc;
}

static void
free_ids(const char *const *ids)
{
	for (const char *const *id = ids; id != NULL && *id != NULL; id++)
		free((void *)*id);
	free((void *)ids);
}

static void
free_control(struct control *c)
{
	free((void *)c->id);
	free((void *)c->title_nl);
	free((void *)c->title_en);
	free((void *)c->verified);
	free_ids(c->required);
	free_ids(c->supporting);
}

void
framework_free(struct framework *list, size_t count)
{
	for (size_t i = 0; list != NULL && i < count; i++) {
		for (size_t k = 0; k < list[i].ncontrols; k++)
			free_control(&list[i].controls[k]);
		free(list[i].controls);
		free((void *)list[i].name);
		free((void *)list[i].title_nl);
		free((void *)list[i].title_en);
		free((void *)list[i].edition);
		free((void *)list[i].source);
	}
	free(list);
}

bool
control_is_shown(const struct control *c)
{
	return strcmp(c->verified, "unverified") != 0;
}
