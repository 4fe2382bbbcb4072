/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/conf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <confuse.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/confpart.h"
#include "lib/base/confscan.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

enum { FILE_MAX = 4 << 20 };

struct value {
	unsigned line; /* 0: not given */
	size_t len;
	char **texts;
	struct conf_section **sections;
	int64_t number; /* an integer, a truth or microseconds */
};

struct conf_section {
	const struct conf *file;
	const struct conf_option *options;
	struct value *values; /* one for each option */
	char *title;
	unsigned line;
};

struct conf {
	char *name;
	struct conf_section *root;
};

/*
 * While libconfuse runs. Its handlers get no pointer of ours, so this stands
 * outside; files are read one after the other.
 */
static struct {
	const char *name;
	const struct confscan *scan;
	size_t closed; /* sections whose end has been seen */
	bool told;
} reading;

static void __attribute__((format(printf, 3, 4)))
tell(const char *name, unsigned line, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_warnx("%s:%u: %s", name, line, text);
}

/* libconfuse, step one: its own tables, made from ours. */

static void
on_fault(cfg_t *cfg, const char *fmt, va_list ap)
{
	char text[512];

	vsnprintf(text, sizeof(text), fmt, ap);
	tell(reading.name, cfg == NULL ? 0 : (unsigned)cfg->line, "%s", text);
	reading.told = true;
}

/*
 * After each value and each section. A text's def.number is not used by
 * libconfuse: the line of the value goes there.
 */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
	if (opt->type == CFGT_SEC) {
		cfg_t *section = opt->values[opt->nvalues - 1]->section;

		/* It counts on to the closing brace; the start says more. */
		if (reading.closed < reading.scan->sections)
			section->line =
			    (int)reading.scan->line[reading.closed++];
		return 0;
	}
	if (opt->def.number != 0 && !(opt->flags & CFGF_LIST)) {
		cfg_error(cfg, "%s is given twice, first on line %ld",
		    opt->name, opt->def.number);
		return -1;
	}
	if (opt->def.number == 0)
		opt->def.number = cfg->line;
	return 0;
}

static size_t
count_options(const struct conf_option *options)
{
	size_t n = 0;

	while (options[n].name != NULL)
		n++;
	return n;
}

static void
free_table(cfg_opt_t *table)
{
	for (size_t i = 0; table[i].name != NULL; i++) {
		if (table[i].subopts != NULL)
			free_table(table[i].subopts);
	}
	free(table);
}

static cfg_opt_t *
make_table(const struct conf_option *options)
{
	size_t n = count_options(options);
	cfg_opt_t *table = mem_new(n + 1, sizeof(*table));

	for (size_t i = 0; i < n; i++) {
		const struct conf_option *o = &options[i];
		cfg_opt_t one = CFG_STR(o->name, NULL, CFGF_NODEFAULT);
		cfg_opt_t list = CFG_STR_LIST(o->name, NULL, CFGF_NODEFAULT);
		cfg_opt_t section = CFG_SEC(o->name, NULL, CFGF_MULTI);

		table[i] = o->type == CONF_SECTION ? section
		    : o->type == CONF_LIST         ? list
						   : one;
		if (o->type == CONF_SECTION) {
			table[i].subopts = make_table(o->section);
			if (o->flags & CONF_TITLED)
				table[i].flags |=
				    CFGF_TITLE | CFGF_NO_TITLE_DUPES;
		}
		table[i].validcb = on_value;
	}
	table[n] = (cfg_opt_t)CFG_END();
	return table;
}

/* Step two: its values, checked and copied into a tree of ours. */

static int
take_int(const char *text, int64_t *out)
{
	return number_parse(text, INT64_MIN, INT64_MAX, out);
}

static int
take_bool(const char *text, int64_t *out)
{
	static const char *const words[] = { "no", "yes", "off", "on", "false",
		"true" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i]) == 0) {
			*out = i & 1;
			return ERR_OK;
		}
	}
	return ERR_PARSE;
}

static const char *
expected(enum conf_type type)
{
	switch (type) {
	case CONF_INT:
		return "a whole number";
	case CONF_BOOL:
		return "yes or no";
	case CONF_SPAN:
		return "a time span such as \"90 s\", \"15 min\" or \"7 d\"";
	default:
		return "a text";
	}
}

static int
tell_range(const char *name, unsigned line, const struct conf_option *o)
{
	bool is_short = o->min > 0 && o->min < CLOCK_SECOND;

	if (o->type == CONF_SPAN)
		tell(name, line,
		    "%s: must be from %" PRId64 " %sto %" PRId64 " s", o->name,
		    o->min / (is_short ? CLOCK_SECOND / 1000 : CLOCK_SECOND),
		    is_short ? "ms " : "", o->max / CLOCK_SECOND);
	else
		tell(name, line, "%s: must be from %" PRId64 " to %" PRId64,
		    o->name, o->min, o->max);
	return ERR_RANGE;
}

/* Sets v->number from its text. */
static int
convert(const char *name, const struct conf_option *o, struct value *v)
{
	const char *text = v->texts[0];
	int rc = ERR_OK;

	if (o->type == CONF_INT)
		rc = take_int(text, &v->number);
	else if (o->type == CONF_BOOL)
		rc = take_bool(text, &v->number);
	else if (o->type == CONF_SPAN)
		rc = clock_parse_span(text, &v->number);
	else
		return ERR_OK;
	if (rc == ERR_PARSE)
		tell(name, v->line, "%s: \"%s\" is not %s", o->name, text,
		    expected(o->type));
	else if (rc == ERR_RANGE)
		tell(name, v->line, "%s: %s is past any limit", o->name, text);
	else if ((o->min != 0 || o->max != 0) &&
	    (v->number < o->min || v->number > o->max))
		rc = tell_range(name, v->line, o);
	return rc;
}

static void
keep_text(struct value *v, const char *text, size_t len)
{
	v->texts = mem_grow(v->texts, v->len + 1, sizeof(*v->texts));
	v->texts[v->len++] = mem_dup_text(text, len);
}

/* "{ a, \"b c\" }", or one bare text, as a table gives it. */
static void
keep_default_list(struct value *v, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "{},\" ");

		if (*text == '"') {
			len = strcspn(++text, "\"");
			keep_text(v, text, len);
			text += len;
		} else if (len > 0) {
			keep_text(v, text, len);
			text += len;
		}
		if (*text != '\0')
			text++;
	}
}

static int
take_value(const char *name, const struct conf_option *o, const cfg_opt_t *from,
    unsigned section_line, struct value *v)
{
	if (from->def.number != 0 || from->nvalues > 0 ||
	    (from->type != CFGT_SEC && (from->flags & CFGF_MODIFIED)))
		v->line = from->def.number != 0 ? (unsigned)from->def.number
						: section_line;
	if (v->line == 0 && (o->flags & CONF_REQUIRED)) {
		tell(name, section_line, "%s is missing", o->name);
		return ERR_PARSE;
	}
	if (v->line == 0 && o->by_default != NULL) {
		if (o->type == CONF_LIST)
			keep_default_list(v, o->by_default);
		else
			keep_text(v, o->by_default, strlen(o->by_default));
	}
	for (unsigned i = 0; i < from->nvalues; i++)
		keep_text(v, from->values[i]->string,
		    strlen(from->values[i]->string));
	return v->len == 0 ? ERR_OK : convert(name, o, v);
}

static int take_section(const struct conf *file, const cfg_t *from,
    const struct conf_option *options, struct conf_section **out);

static int
take_sections(const struct conf *file, const struct conf_option *o,
    const cfg_opt_t *from, unsigned outer_line, struct value *v)
{
	if (from->nvalues == 0 && (o->flags & CONF_REQUIRED)) {
		tell(file->name, outer_line, "section %s is missing", o->name);
		return ERR_PARSE;
	}
	v->sections = mem_new(from->nvalues, sizeof(void *));
	for (unsigned i = 0; i < from->nvalues; i++) {
		const cfg_t *section = from->values[i]->section;
		int rc;

		if (i > 0 && !(o->flags & CONF_MANY)) {
			tell(file->name, (unsigned)section->line,
			    "section %s is given twice", o->name);
			return ERR_PARSE;
		}
		rc = take_section(file, section, o->section, &v->sections[i]);
		if (rc < 0)
			return rc;
		v->line = v->sections[0]->line;
		v->len++;
	}
	return ERR_OK;
}

static void
free_section(struct conf_section *s)
{
	size_t n = s == NULL ? 0 : count_options(s->options);

	for (size_t i = 0; i < n; i++) {
		struct value *v = &s->values[i];

		for (size_t j = 0; j < v->len; j++) {
			if (v->sections != NULL)
				free_section(v->sections[j]);
			else
				free(v->texts[j]);
		}
		free(v->texts);
		free(v->sections);
	}
	if (s != NULL) {
		free(s->values);
		free(s->title);
	}
	free(s);
}

static int
take_section(const struct conf *file, const cfg_t *from,
    const struct conf_option *options, struct conf_section **out)
{
	size_t n = count_options(options);
	struct conf_section *s = mem_new(1, sizeof(*s));
	int rc = ERR_OK;

	s->file = file;
	s->options = options;
	s->values = mem_new(n, sizeof(*s->values));
	s->title = mem_dup_str(from->title);
	s->line = (unsigned)from->line;
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		const cfg_opt_t *opt = &from->opts[i];

		if (options[i].type == CONF_SECTION)
			rc = take_sections(
			    file, &options[i], opt, s->line, &s->values[i]);
		else
			rc = take_value(file->name, &options[i], opt, s->line,
			    &s->values[i]);
	}
	if (rc < 0)
		free_section(s);
	else
		*out = s;
	return rc;
}

/* Both steps. */

static int
run_confuse(const struct confscan *scan, cfg_t *cfg)
{
	FILE *f;
	int rc;

	if (scan->text.len == 0)
		return ERR_OK;
	f = fmemopen(scan->text.data, scan->text.len, "r");
	if (f == NULL)
		fatal("%s: cannot be read from memory", reading.name);
	rc = cfg_parse_fp(cfg, f) == CFG_SUCCESS ? ERR_OK : ERR_PARSE;
	fclose(f);
	if (rc < 0 && !reading.told)
		tell(reading.name, (unsigned)cfg->line, "malformed");
	return rc;
}

static int
read_into(struct conf *c, const struct confscan *scan,
    const struct conf_option *options)
{
	cfg_opt_t *table = make_table(options);
	cfg_t *cfg;
	int rc;

	reading.name = c->name;
	reading.scan = scan;
	reading.closed = 0;
	reading.told = false;
	cfg = cfg_init(table, CFGF_NONE);
	if (cfg == NULL)
		fatalx("%s: libconfuse does not start", c->name);
	cfg_set_error_function(cfg, on_fault);
	cfg->filename = mem_dup_str(c->name);
	rc = run_confuse(scan, cfg);
	if (rc == ERR_OK) {
		cfg->line = 1;
		rc = take_section(c, cfg, options, &c->root);
	}
	cfg_free(cfg);
	free_table(table);
	return rc;
}

static int
parse(const char *name, const char *text, size_t len,
    const struct conf_option *options, bool part, struct conf **out)
{
	struct conf *c = mem_new(1, sizeof(*c));
	struct confscan scan = { 0 };
	int rc;

	c->name = mem_dup_str(name);
	rc = confscan_run(name, text, len, &scan);
	if (rc == ERR_OK && part)
		confpart_keep(&scan.text, options);
	if (rc == ERR_OK)
		rc = read_into(c, &scan, options);
	confscan_free(&scan);
	if (rc < 0)
		conf_free(c);
	else
		*out = c;
	return rc;
}

static int
load(const char *path, const struct conf_option *options, bool part,
    struct conf **out)
{
	struct buf text = { 0 };
	int rc;

	rc = file_read(path, FILE_MAX, &text);
	if (rc == ERR_OK)
		rc = parse(path, buf_str(&text), text.len, options, part, out);
	buf_free(&text);
	return rc;
}

int
conf_parse(const char *name, const char *text, size_t len,
    const struct conf_option *options, struct conf **out)
{
	return parse(name, text, len, options, false, out);
}

int
conf_load(
    const char *path, const struct conf_option *options, struct conf **out)
{
	return load(path, options, false, out);
}

int
conf_load_part(
    const char *path, const struct conf_option *options, struct conf **out)
{
	return load(path, options, true, out);
}

void
conf_free(struct conf *c)
{
	if (c == NULL)
		return;
	free_section(c->root);
	free(c->name);
	free(c);
}

/* What was read. */

const struct conf_section *
conf_root(const struct conf *c)
{
	return c->root;
}

static const struct value *
find(const struct conf_section *s, const char *name)
{
	for (size_t i = 0; s->options[i].name != NULL; i++) {
		if (strcmp(s->options[i].name, name) == 0)
			return &s->values[i];
	}
	fatalx("%s: nothing called %s is in the table", s->file->name, name);
}

const char *
conf_text(const struct conf_section *s, const char *name)
{
	const struct value *v = find(s, name);

	return v->len == 0 ? NULL : v->texts[0];
}

int64_t
conf_int(const struct conf_section *s, const char *name)
{
	return find(s, name)->number;
}

bool
conf_bool(const struct conf_section *s, const char *name)
{
	return find(s, name)->number != 0;
}

int64_t
conf_span(const struct conf_section *s, const char *name)
{
	return find(s, name)->number;
}

bool
conf_is_set(const struct conf_section *s, const char *name)
{
	return find(s, name)->line != 0;
}

size_t
conf_list_len(const struct conf_section *s, const char *name)
{
	return find(s, name)->len;
}

const char *
conf_list_at(const struct conf_section *s, const char *name, size_t i)
{
	const struct value *v = find(s, name);

	return i < v->len ? v->texts[i] : NULL;
}

size_t
conf_count(const struct conf_section *s, const char *name)
{
	return find(s, name)->len;
}

const struct conf_section *
conf_at(const struct conf_section *s, const char *name, size_t i)
{
	const struct value *v = find(s, name);

	return i < v->len ? v->sections[i] : NULL;
}

const char *
conf_title(const struct conf_section *s)
{
	return s->title;
}

const char *
conf_file(const struct conf_section *s)
{
	return s->file->name;
}

unsigned
conf_line(const struct conf_section *s)
{
	return s->line;
}

unsigned
conf_line_of(const struct conf_section *s, const char *name)
{
	unsigned line = find(s, name)->line;

	return line == 0 ? s->line : line;
}
