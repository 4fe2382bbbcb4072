/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/framework/framework.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/framework/measurement.h"

/* How sure an id or a title is; own: our own words, or the organisation's. */
static const char *const control_tags[] = { "V1", "V2", "P", "own",
	"unverified", NULL };

/* Words missing.REASON: only somebody's word shows it; devices do not tell it;
 * it is not what we look at; which norms there are is not established. */
static const char *const control_reasons[] = { "attestation", "not_visible",
	"out_of_reach", "ids_unknown", NULL };

static const struct conf_option control_options[] = {
	{ "id_en", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "title_nl", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "title_en", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "required", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "supporting", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "supporting_only", CONF_BOOL, 0, "false", 0, 0, NULL },
	{ "domain", CONF_BOOL, 0, "false", 0, 0, NULL },
	{ "verified", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "titled", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "source", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "elsewhere", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "reason", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "gap_nl", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "gap_en", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ 0 },
};

static const struct conf_option framework_options[] = {
	{ "title_nl", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "title_en", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "edition", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "edition_en", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "source", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "note_nl", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "note_en", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "used_by", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "total", CONF_INT, 0, "0", 0, 9999, NULL },
	{ "control", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    control_options },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ "framework", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    framework_options },
	{ 0 },
};

/* Copies a list, with a NULL behind it. */
static const char *const *
copy_list(const struct conf_section *s, const char *name)
{
	size_t n = conf_list_len(s, name);
	const char **words = mem_new(n + 1, sizeof(*words));

	for (size_t i = 0; i < n; i++)
		words[i] = mem_dup_str(conf_list_at(s, name, i));
	return (const char *const *)words;
}

static int
take_measurements(
    const struct conf_section *s, const char *name, const char *const **out)
{
	int rc = ERR_OK;

	*out = copy_list(s, name);
	for (const char *const *id = *out; *id != NULL; id++) {
		if (measurement_is_known(*id))
			continue;
		log_warnx("%s:%u: '%s' is not an id of a measurement "
			  "(patchwacht-framework(5) has them)",
		    conf_file(s), conf_line_of(s, name), *id);
		rc = ERR_PARSE;
	}
	return rc;
}

static char *
copy_text(const struct conf_section *s, const char *name)
{
	return conf_is_set(s, name) ? mem_dup_str(conf_text(s, name)) : NULL;
}

/* One of a few words; by_default stands for one that is not given. */
static int
take_word(const struct conf_section *s, const char *name,
    const char *const *known, const char *by_default, const char **out)
{
	const char *word =
	    conf_is_set(s, name) ? conf_text(s, name) : by_default;
	struct buf why = { 0 };
	int rc = ERR_OK;

	*out = word != NULL ? mem_dup_str(word) : NULL;
	if (word != NULL)
		rc = choice_check(word, known, &why);
	if (rc < 0)
		log_warnx("%s:%u: %s: %s", conf_file(s), conf_line_of(s, name),
		    name, buf_str(&why));
	buf_free(&why);
	return rc;
}

/* What nothing measures says why, and what something measures does not. */
static int
check_reason(const struct conf_section *s, const struct control *c)
{
	bool measured = *c->required != NULL || *c->supporting != NULL;

	if (c->supporting_only && *c->required != NULL) {
		log_warnx("%s:%u: control '%s' bears no outcome, and requires "
			  "measurements",
		    conf_file(s), conf_line_of(s, "required"), c->id);
		return ERR_PARSE;
	}

	if (measured == (c->reason == NULL))
		return ERR_OK;
	log_warnx("%s:%u: control '%s' has %s", conf_file(s), conf_line(s),
	    c->id,
	    measured ? "a reason why nothing measures it, and measurements"
		     : "no measurements, and no reason for that");
	return ERR_PARSE;
}

/* How often an id stands in a list. */
static size_t
times(const char *const *list, const char *id)
{
	size_t n = 0;

	for (; *list != NULL; list++)
		n += strcmp(*list, id) == 0;
	return n;
}

/* Each measurement once: what is required does not support as well. */
static int
check_once(const struct conf_section *s, const struct control *c,
    const char *name, const char *const *list)
{
	for (const char *const *id = list; *id != NULL; id++) {
		if (times(c->required, *id) + times(c->supporting, *id) == 1)
			continue;
		log_warnx("%s:%u: control '%s' has %s more than once",
		    conf_file(s), conf_line_of(s, name), c->id, *id);
		return ERR_PARSE;
	}
	return ERR_OK;
}

/* A report is in one language, and says as much in the other. */
static int
check_both(const struct conf_section *s, const char *nl, const char *en)
{
	if (conf_is_set(s, nl) == conf_is_set(s, en))
		return ERR_OK;
	log_warnx("%s:%u: %s is given, and %s is not", conf_file(s),
	    conf_line_of(s, conf_is_set(s, nl) ? nl : en),
	    conf_is_set(s, nl) ? nl : en, conf_is_set(s, nl) ? en : nl);
	return ERR_PARSE;
}

static int
check_filled(const struct conf_section *s, const char *name)
{
	if (*conf_text(s, name) != '\0')
		return ERR_OK;
	log_warnx(
	    "%s:%u: %s is empty", conf_file(s), conf_line_of(s, name), name);
	return ERR_PARSE;
}

static int
take_control(const struct conf_section *s, struct control *c)
{
	int rc;

	c->id = mem_dup_str(conf_title(s));
	c->id_en = copy_text(s, "id_en");
	c->title_nl = mem_dup_str(conf_text(s, "title_nl"));
	c->title_en = mem_dup_str(conf_text(s, "title_en"));
	c->supporting_only = conf_bool(s, "supporting_only");
	c->domain = conf_bool(s, "domain");
	c->source = copy_text(s, "source");
	c->elsewhere = copy_text(s, "elsewhere");
	c->gap_nl = copy_text(s, "gap_nl");
	c->gap_en = copy_text(s, "gap_en");
	rc = take_word(s, "verified", control_tags, NULL, &c->verified);
	if (rc == ERR_OK)
		rc = take_word(
		    s, "titled", control_tags, c->verified, &c->titled);
	if (take_word(s, "reason", control_reasons, NULL, &c->reason) < 0)
		rc = ERR_PARSE;
	if (take_measurements(s, "required", &c->required) < 0)
		rc = ERR_PARSE;
	if (take_measurements(s, "supporting", &c->supporting) < 0)
		rc = ERR_PARSE;
	if (rc == ERR_OK)
		rc = check_reason(s, c);
	if (rc == ERR_OK)
		rc = check_once(s, c, "required", c->required);
	if (rc == ERR_OK)
		rc = check_once(s, c, "supporting", c->supporting);
	if (check_both(s, "gap_nl", "gap_en") < 0)
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
take_framework(const struct conf_section *s, struct framework *f)
{
	static const char *const filled[] = { "title_nl", "title_en", "edition",
		"source" };
	int rc = check_both(s, "note_nl", "note_en");

	for (size_t i = 0; i < sizeof(filled) / sizeof(filled[0]); i++)
		if (check_filled(s, filled[i]) < 0)
			rc = ERR_PARSE;
	f->name = mem_dup_str(conf_title(s));
	f->title_nl = mem_dup_str(conf_text(s, "title_nl"));
	f->title_en = mem_dup_str(conf_text(s, "title_en"));
	f->edition = mem_dup_str(conf_text(s, "edition"));
	f->edition_en = copy_text(s, "edition_en");
	f->source = mem_dup_str(conf_text(s, "source"));
	f->note_nl = copy_text(s, "note_nl");
	f->note_en = copy_text(s, "note_en");
	f->used_by = copy_list(s, "used_by");
	f->total = (long)conf_int(s, "total");
	f->ncontrols = conf_count(s, "control");
	f->controls = mem_new(f->ncontrols + 1, sizeof(*f->controls));
	for (size_t i = 0; i < f->ncontrols; i++) {
		const struct conf_section *cs = conf_at(s, "control", i);

		if (take_control(cs, &f->controls[i]) < 0)
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
	size_t n = conf_count(root, "framework");
	struct framework *list = mem_new(n + 1, sizeof(*list));
	int rc = ERR_OK;

	if (n == 0) {
		log_warnx("%s: no framework in it", conf_file(root));
		rc = ERR_PARSE;
	}
	for (size_t i = 0; i < n; i++) {
		if (take_framework(conf_at(root, "framework", i), &list[i]) < 0)
			rc = ERR_PARSE;
	}
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
free_list(const char *const *words)
{
	for (const char *const *w = words; w != NULL && *w != NULL; w++)
		free((void *)*w);
	free((void *)words);
}

static void
free_control(struct control *c)
{
	free((void *)c->id);
	free((void *)c->id_en);
	free((void *)c->title_nl);
	free((void *)c->title_en);
	free((void *)c->verified);
	free((void *)c->titled);
	free((void *)c->source);
	free((void *)c->elsewhere);
	free((void *)c->reason);
	free((void *)c->gap_nl);
	free((void *)c->gap_en);
	free_list(c->required);
	free_list(c->supporting);
}

static void
free_framework(struct framework *f)
{
	for (size_t i = 0; i < f->ncontrols; i++)
		free_control(&f->controls[i]);
	free(f->controls);
	free((void *)f->name);
	free((void *)f->title_nl);
	free((void *)f->title_en);
	free((void *)f->edition);
	free((void *)f->edition_en);
	free((void *)f->source);
	free((void *)f->note_nl);
	free((void *)f->note_en);
	free_list(f->used_by);
}

void
framework_free(struct framework *list, size_t count)
{
	for (size_t i = 0; list != NULL && i < count; i++)
		free_framework(&list[i]);
	free(list);
}

bool
control_is_shown(const struct control *c)
{
	return strcmp(c->verified, "unverified") != 0 &&
	    strcmp(c->titled, "unverified") != 0;
}

bool
framework_is_default(const struct framework *f, const char *kind)
{
	for (const char *const *k = f->used_by; kind != NULL && *k != NULL; k++)
		if (strcmp(*k, kind) == 0)
			return true;
	return false;
}

const struct control *
framework_control(const struct framework *f, const char *id)
{
	for (size_t i = 0; i < f->ncontrols; i++)
		if (strcmp(f->controls[i].id, id) == 0)
			return &f->controls[i];
	return NULL;
}
