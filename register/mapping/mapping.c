/* SPDX-License-Identifier: Apache-2.0 */
#include "register/mapping/mapping.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/base/zone.h"
#include "register/mapping/date_form.h"

struct mapping_column {
	const struct conf_section *s; /* where its texts stand */
	const char *name;
	struct regex *take; /* NULL: the whole field */
};

struct mapping {
	struct conf *conf;
	const struct conf_section *root;
	enum encoding encoding;
	char separator;
	struct mapping_column *column;
	size_t n;
};

static const struct conf_option translate_options[] = {
	{ "to", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ 0 },
};

static const struct conf_option column_options[] = {
	{ "from", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "value", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "take", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "dates", CONF_LIST, 0, NULL, 0, 0, NULL },
	{ "zone", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "translate", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    translate_options },
	{ "otherwise", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "default", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ 0 },
};

static const struct conf_option only_options[] = {
	{ "is", CONF_LIST, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ 0 },
};

static const struct conf_option file_options[] = {
	{ "for", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "about", CONF_TEXT, CONF_REQUIRED, NULL, 0, 0, NULL },
	{ "source", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "verified", CONF_BOOL, 0, "false", 0, 0, NULL },
	{ "encoding", CONF_TEXT, 0, "utf-8", 0, 0, NULL },
	{ "separator", CONF_TEXT, 0, NULL, 0, 0, NULL },
	{ "skip", CONF_INT, 0, "0", 0, 100, NULL },
	{ "only", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    only_options },
	{ "column", CONF_SECTION, CONF_MANY | CONF_TITLED, NULL, 0, 0,
	    column_options },
	{ 0 },
};

static int
refuse(const struct conf_section *s, const char *what, const char *text,
    const char *why)
{
	log_warnx("%s:%u: %s \"%s\": %s", conf_file(s), conf_line(s), what,
	    text, why);
	return ERR_PARSE;
}

static int
check_dates(const struct conf_section *s)
{
	const char *zone = conf_text(s, "zone");
	size_t n = conf_list_len(s, "dates");

	for (size_t i = 0; i < n; i++) {
		const char *form = conf_list_at(s, "dates", i);

		if (date_form_check(form) < 0)
			return refuse(s, "dates", form,
			    "a form such as \"DD-MM-YYYY\" or \"M/D/YYYY "
			    "h:mm AM\" has a year, a month and a day, each "
			    "part once");
	}
	if (zone != NULL && n == 0)
		return refuse(s, "zone", zone, "only dates have one");
	if (zone != NULL && !zone_is_known(zone))
		return refuse(s, "zone", zone,
		    "there is no such zone; one is \"UTC\" or "
		    "\"Europe/Amsterdam\"");
	return ERR_OK;
}

static int
check_source(const struct conf_section *s)
{
	bool from = conf_list_len(s, "from") > 0;

	if (from == conf_is_set(s, "value"))
		return refuse(s, "column", conf_title(s),
		    from ? "has \"from\" or \"value\", not both"
			 : "has neither \"from\" nor \"value\"");
	if (!from &&
	    (conf_is_set(s, "take") || conf_count(s, "translate") > 0 ||
		conf_list_len(s, "dates") > 0))
		return refuse(s, "column", conf_title(s),
		    "nothing is made of what is the same in every row");
	if (conf_is_set(s, "otherwise") && conf_count(s, "translate") == 0)
		return refuse(s, "otherwise", conf_text(s, "otherwise"),
		    "there is nothing to translate");
	return ERR_OK;
}

static int
take_pattern(struct mapping_column *c)
{
	const char *pattern = conf_text(c->s, "take");
	struct regex_fault fault = { 0 };

	if (pattern == NULL)
		return ERR_OK;
	if (regex_compile(pattern, REGEX_ANCHORED, &c->take, &fault) < 0)
		return refuse(c->s, "take", pattern, fault.text);
	return ERR_OK;
}

static int
take_column(struct mapping *m, const struct conf_section *s)
{
	struct mapping_column *c = &m->column[m->n];
	int rc;

	c->s = s;
	c->name = conf_title(s);
	m->n++;
	rc = check_source(s);
	if (rc == ERR_OK)
		rc = check_dates(s);
	if (rc == ERR_OK)
		rc = take_pattern(c);
	return rc;
}

static int
take_separator(struct mapping *m)
{
	const char *text = conf_text(m->root, "separator");

	if (text == NULL)
		return ERR_OK;
	if (strcmp(text, "tab") == 0)
		m->separator = '\t';
	else if (strlen(text) == 1 && strchr(",;|", text[0]) != NULL)
		m->separator = text[0];
	else
		return refuse(m->root, "separator", text,
		    "is none of \",\", \";\", \"|\" and \"tab\"");
	return ERR_OK;
}

static int
take_encoding(struct mapping *m)
{
	const char *text = conf_text(m->root, "encoding");
	struct buf why = { 0 };

	if (encoding_find(text, &m->encoding) == ERR_OK)
		return ERR_OK;
	(void)choice_check(text, encoding_names, &why);
	log_warnx("%s:%u: encoding: %s", conf_file(m->root),
	    conf_line_of(m->root, "encoding"), buf_str(&why));
	buf_free(&why);
	return ERR_PARSE;
}

/* All of its faults, so that who mends it need not come back for the next. */
static int
take_file(struct mapping *m)
{
	size_t n;
	int rc;

	m->root = conf_root(m->conf);
	n = conf_count(m->root, "column");
	m->column = mem_new(n + 1, sizeof(*m->column));
	rc = take_encoding(m);
	if (take_separator(m) < 0)
		rc = ERR_PARSE;
	for (size_t i = 0; i < n; i++)
		if (take_column(m, conf_at(m->root, "column", i)) < 0)
			rc = ERR_PARSE;
	if (rc == ERR_OK && n == 0)
		rc = refuse(m->root, "for", conf_text(m->root, "for"),
		    "there is no column");
	return rc;
}

static int
finish(struct mapping *m, int rc, struct mapping **out)
{
	if (rc == ERR_OK)
		rc = take_file(m);
	if (rc == ERR_OK)
		*out = m;
	else
		mapping_free(m);
	return rc;
}

int
mapping_load(const char *path, struct mapping **out)
{
	struct mapping *m = mem_new(1, sizeof(*m));

	return finish(m, conf_load(path, file_options, &m->conf), out);
}

int
mapping_parse(
    const char *name, const char *text, size_t len, struct mapping **out)
{
	struct mapping *m = mem_new(1, sizeof(*m));

	return finish(
	    m, conf_parse(name, text, len, file_options, &m->conf), out);
}

void
mapping_free(struct mapping *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++)
		regex_free(m->column[i].take);
	free(m->column);
	conf_free(m->conf);
	free(m);
}

const char *
mapping_name(const struct mapping *m)
{
	return conf_file(m->root);
}

const char *
mapping_for(const struct mapping *m)
{
	return conf_text(m->root, "for");
}

const char *
mapping_about(const struct mapping *m)
{
	return conf_text(m->root, "about");
}

bool
mapping_is_verified(const struct mapping *m)
{
	return conf_bool(m->root, "verified");
}

enum encoding
mapping_encoding(const struct mapping *m)
{
	return m->encoding;
}

char
mapping_separator(const struct mapping *m)
{
	return m->separator;
}

unsigned
mapping_skip(const struct mapping *m)
{
	return (unsigned)conf_int(m->root, "skip");
}

size_t
mapping_count(const struct mapping *m)
{
	return m->n;
}

const struct mapping_column *
mapping_at(const struct mapping *m, size_t i)
{
	return &m->column[i];
}

const char *
mapping_column_name(const struct mapping_column *c)
{
	return c->name;
}

int
mapping_place(const struct mapping_column *c, size_t *from,
    const char *const *headings, size_t n)
{
	size_t wanted = conf_list_len(c->s, "from");

	while (*from < wanted) {
		const char *heading = conf_list_at(c->s, "from", (*from)++);

		for (size_t i = 0; i < n; i++)
			if (strcasecmp(headings[i], heading) == 0)
				return (int)i;
	}
	return -1;
}

void
mapping_tell_from(const struct mapping_column *c, struct buf *out)
{
	size_t n = conf_list_len(c->s, "from");

	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s\"%s\"", i > 0 ? " or " : "",
		    conf_list_at(c->s, "from", i));
}

/* The part of text that is taken: a group when there is one. */
static int
take_part(const struct mapping_column *c, struct buf *text, struct buf *why)
{
	const char *cell = buf_str(text);
	struct regex_match match;
	struct buf part = { 0 };
	int group;

	if (c->take == NULL)
		return ERR_OK;
	if (!regex_match(c->take, cell, strlen(cell), &match)) {
		buf_printf(why, "\"%s\" is not of the shape \"%s\"", cell,
		    conf_text(c->s, "take"));
		return ERR_PARSE;
	}
	group = match.count > 1 ? 1 : 0;
	if (match.group[group].start >= 0)
		buf_add(&part, cell + match.group[group].start,
		    match.group[group].len);
	buf_free(text);
	*text = part;
	return ERR_OK;
}

/* ISO 8601 says how far ahead of UTC its clock is. */
static void
add_zone(const struct mapping_column *c, const char *iso, struct buf *out)
{
	const char *zone = conf_text(c->s, "zone");
	char *own;
	int64_t local;
	int ahead = 0;

	if (zone == NULL || strchr(iso, 'T') == NULL ||
	    clock_parse(iso, &local) < 0)
		return;
	/* The process stays in the organisation's zone. */
	own = mem_dup_str(zone_name());
	(void)zone_ahead(zone, local, &ahead);
	(void)zone_set(own);
	free(own);
	buf_printf(out, "%c%02d:%02d", ahead < 0 ? '-' : '+', abs(ahead) / 60,
	    abs(ahead) % 60);
}

static int
read_date(const struct mapping_column *c, struct buf *text, struct buf *why)
{
	size_t n = conf_list_len(c->s, "dates");
	char iso[DATE_TEXT_MAX];
	bool is_shape = false;
	int rc = ERR_PARSE;

	if (n == 0)
		return ERR_OK;
	for (size_t i = 0; rc < 0 && i < n; i++) {
		rc = date_form_read(
		    conf_list_at(c->s, "dates", i), buf_str(text), iso);
		is_shape |= rc == ERR_RANGE;
	}
	if (rc < 0) {
		buf_printf(why, "\"%s\" is %s", buf_str(text),
		    is_shape ? "no day or time that there is"
			     : "not a date such as ");
		for (size_t i = 0; !is_shape && i < n; i++)
			buf_printf(why, "%s%s", i > 0 ? " or " : "",
			    conf_list_at(c->s, "dates", i));
		return ERR_PARSE;
	}
	buf_clear(text);
	buf_add_str(text, iso);
	add_zone(c, iso, text);
	return ERR_OK;
}

static int
translate(const struct mapping_column *c, struct buf *text, struct buf *why)
{
	size_t n = conf_count(c->s, "translate");
	const char *to = NULL;

	for (size_t i = 0; to == NULL && i < n; i++) {
		const struct conf_section *t = conf_at(c->s, "translate", i);

		if (strcasecmp(conf_title(t), buf_str(text)) == 0)
			to = conf_text(t, "to");
	}
	if (n == 0)
		return ERR_OK;
	if (to == NULL)
		to = conf_text(c->s, "otherwise");
	if (to == NULL) {
		buf_printf(why, "\"%s\" has no translation in %s",
		    buf_str(text), conf_file(c->s));
		return ERR_PARSE;
	}
	buf_clear(text);
	buf_add_str(text, to);
	return ERR_OK;
}

int
mapping_value(const struct mapping_column *c, const char *cell, struct buf *out,
    struct buf *why)
{
	const char *fixed = conf_text(c->s, "value");
	const char *by_default = conf_text(c->s, "default");
	int rc = ERR_OK;

	buf_clear(out);
	if (fixed != NULL) {
		buf_add_str(out, fixed);
		return ERR_OK;
	}
	if (cell != NULL && *cell != '\0') {
		buf_add_str(out, cell);
		rc = take_part(c, out, why);
		if (rc == ERR_OK && out->len > 0)
			rc = read_date(c, out, why);
		if (rc == ERR_OK && out->len > 0)
			rc = translate(c, out, why);
	}
	if (rc == ERR_OK && out->len == 0 && by_default != NULL)
		buf_add_str(out, by_default);
	return rc;
}

size_t
mapping_conditions(const struct mapping *m)
{
	return conf_count(m->root, "only");
}

const char *
mapping_condition_heading(const struct mapping *m, size_t i)
{
	return conf_title(conf_at(m->root, "only", i));
}

bool
mapping_condition_holds(const struct mapping *m, size_t i, const char *cell)
{
	const struct conf_section *s = conf_at(m->root, "only", i);
	size_t n = conf_list_len(s, "is");

	for (size_t k = 0; k < n; k++)
		if (strcasecmp(conf_list_at(s, "is", k),
			cell == NULL ? "" : cell) == 0)
			return true;
	return false;
}
