/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/tree.h"

#include <stdlib.h>
#include <string.h>

#include "reporter/chart/chart.h"
#include "reporter/layout/block.h"

/* Which settings a component has, and what their fields are. */

enum key_flag { KEY_REQUIRED = 1, KEY_MANY = 2 };

struct key {
	const char *name;
	unsigned flags;
	enum field_kind field[4]; /* ends with FIELD_END; the last of a tile
				     or a column may be repeated or left out */
	size_t least;             /* fields that must be there */
	const char *choices;      /* "|bar|line|" */
};

#define WHEN                                                  \
	{                                                     \
		"when", 0, { FIELD_WHEN, FIELD_END }, 1, NULL \
	}
#define TITLE                                                  \
	{                                                      \
		"title", 0, { FIELD_TEXT, FIELD_END }, 1, NULL \
	}
#define SOURCE                                                             \
	{                                                                  \
		"source", KEY_REQUIRED, { FIELD_LIST, FIELD_END }, 1, NULL \
	}
#define EMPTY(flags)                                               \
	{                                                          \
		"empty", flags, { FIELD_TEXT, FIELD_END }, 1, NULL \
	}
#define COLUMN                                                              \
	{                                                                   \
		"column", KEY_REQUIRED | KEY_MANY,                          \
		    { FIELD_PATH, FIELD_TEXT, FIELD_FORMAT, FIELD_END }, 2, \
		    NULL                                                    \
	}

static const struct key text_keys[] = { WHEN, { NULL } };

static const struct key note_keys[] = {
	WHEN,
	{ "kind", 0, { FIELD_CHOICE, FIELD_END }, 1, "|info|warning|good|" },
	{ NULL },
};

static const struct key footnote_keys[] = {
	{ "name", KEY_REQUIRED, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ NULL },
};

static const struct key tiles_keys[] = {
	WHEN,
	{ "tile", KEY_REQUIRED | KEY_MANY,
	    { FIELD_PATH, FIELD_TEXT, FIELD_FORMAT, FIELD_OPTION }, 2, NULL },
	{ NULL },
};

static const struct key chart_keys[] = {
	WHEN,
	TITLE,
	SOURCE,
	EMPTY(0),
	{ "kind", KEY_REQUIRED, { FIELD_CHOICE, FIELD_END }, 1,
	    "|bar|line|stacked|timeline|" },
	{ "label", KEY_REQUIRED, { FIELD_PATH, FIELD_FORMAT, FIELD_END }, 1,
	    NULL },
	{ "value", 0, { FIELD_PATH, FIELD_FORMAT, FIELD_END }, 1, NULL },
	{ "norm", 0, { FIELD_NORM, FIELD_END }, 1, NULL },
	{ "from", 0, { FIELD_NUMBER, FIELD_END }, 1, NULL },
	{ "to", 0, { FIELD_NUMBER, FIELD_END }, 1, NULL },
	{ "series", KEY_MANY,
	    { FIELD_PATH, FIELD_TEXT, FIELD_COLOUR, FIELD_END }, 3, NULL },
	{ "detail", 0, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ "span", KEY_MANY,
	    { FIELD_PATH, FIELD_PATH, FIELD_TEXT, FIELD_COLOUR }, 4, NULL },
	{ "mark", KEY_MANY,
	    { FIELD_PATH, FIELD_TEXT, FIELD_SHAPE, FIELD_COLOUR }, 4, NULL },
	{ "width", 0, { FIELD_CHOICE, FIELD_END }, 1, "|half|full|" },
	{ NULL },
};

static const struct key table_keys[] = {
	WHEN,
	TITLE,
	SOURCE,
	EMPTY(KEY_REQUIRED),
	COLUMN,
	{ "style", 0, { FIELD_CHOICE, FIELD_END }, 1, "|plain|striped|dense|" },
	{ "limit", 0, { FIELD_NUMBER, FIELD_END }, 1, NULL },
	{ "more", 0, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ NULL },
};

static const struct key matrix_keys[] = {
	WHEN,
	TITLE,
	SOURCE,
	EMPTY(KEY_REQUIRED),
	COLUMN,
	{ "group", KEY_REQUIRED, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ "rows", KEY_REQUIRED, { FIELD_LIST, FIELD_END }, 1, NULL },
	{ "none", 0, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ "style", 0, { FIELD_CHOICE, FIELD_END }, 1, "|striped|dense|" },
	{ NULL },
};

static const struct key lights_keys[] = {
	WHEN,
	TITLE,
	SOURCE,
	EMPTY(KEY_REQUIRED),
	{ "heading", 0, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ "light", KEY_REQUIRED, { FIELD_PATH, FIELD_END }, 1, NULL },
	{ "label", KEY_REQUIRED,
	    { FIELD_PATH, FIELD_TEXT, FIELD_FORMAT, FIELD_END }, 2, NULL },
	{ "text", KEY_MANY, { FIELD_PATH, FIELD_TEXT, FIELD_FORMAT, FIELD_END },
	    2, NULL },
	{ "limit", 0, { FIELD_NUMBER, FIELD_END }, 1, NULL },
	{ "more", 0, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ NULL },
};

static const struct key list_keys[] = {
	WHEN,
	SOURCE,
	EMPTY(0),
	{ "item", KEY_REQUIRED, { FIELD_TEXT, FIELD_END }, 1, NULL },
	{ "style", 0, { FIELD_CHOICE, FIELD_END }, 1, "|bullet|numbered|" },
	{ NULL },
};

static const struct key contents_keys[] = {
	WHEN,
	TITLE,
	{ "depth", 0, { FIELD_NUMBER, FIELD_END }, 1, NULL },
	{ NULL },
};

static const struct key fixed_keys[] = { WHEN, TITLE, SOURCE, EMPTY(0),
	{ NULL } };

static const struct {
	const char *name;
	const struct key *keys;
} components[] = {
	{ "text", text_keys },
	{ "note", note_keys },
	{ "footnote", footnote_keys },
	{ "tiles", tiles_keys },
	{ "chart", chart_keys },
	{ "table", table_keys },
	{ "matrix", matrix_keys },
	{ "lights", lights_keys },
	{ "list", list_keys },
	{ "contents", contents_keys },
	{ "history", fixed_keys },
	{ "approval", fixed_keys },
	{ "pagebreak", text_keys },
};

static const struct {
	const char *name;
	unsigned flag;
} column_options[] = {
	{ "wide", COLUMN_WIDE },
	{ "right", COLUMN_RIGHT },
	{ "bold", COLUMN_BOLD },
	{ "code", CELL_CODE },
};

/* "wide", "code" or "light FIELD"; false when it must be a format. */
static bool
parse_column_option(struct template *t, const char *text, size_t len,
    struct place at, struct field *f)
{
	size_t n = sizeof(column_options) / sizeof(column_options[0]);

	for (size_t i = 0; i < n; i++) {
		if (strlen(column_options[i].name) == len &&
		    memcmp(column_options[i].name, text, len) == 0) {
			f->flags |= column_options[i].flag;
			return true;
		}
	}
	if (len > 6 && memcmp(text, "light ", 6) == 0) {
		at.column += 6;
		parse_path(t, text + 6, len - 6, at, &f->light);
		return true;
	}
	return false;
}

/* Between commas: a format and column options, in any order. */
static void
parse_formats(struct template *t, const char *text, size_t len, struct place at,
    struct field *f)
{
	const char *end = text + len;

	while (text < end) {
		const char *comma = memchr(text, ',', (size_t)(end - text));
		const char *stop = comma != NULL ? comma : end, *part = text;
		size_t left = (size_t)(stop - text);
		struct place here = trim(&part, &left, at);

		if (left > 0 && !parse_column_option(t, part, left, here, f))
			parse_format(t, part, left, here, &f->format);
		at.column += (unsigned)(stop + 1 - text);
		text = stop + 1;
	}
}

static bool
starts(const char *text, size_t len, const char *word, size_t *skip)
{
	*skip = strlen(word);
	return len > *skip && memcmp(text, word, *skip) == 0;
}

/* norm >= 95 is kept as a condition whose path is filled in by the tile. */
static void
parse_norm(struct template *t, const char *text, size_t len, struct place at,
    struct field *f)
{
	char *with = pool_printf(t->pool, "value%.*s", (int)len, text);

	at.column = at.column > 5 ? at.column - 5 : 1;
	f->condition = parse_condition(t, with, strlen(with), at);
	if (f->condition != NULL && !f->condition->is_number) {
		template_fault(t, at, "a norm is >= or <= a number");
		f->condition = NULL;
	}
}

static void
parse_option(struct template *t, const char *text, size_t len, struct place at,
    struct field *f)
{
	size_t skip;

	if (starts(text, len, "light ", &skip)) {
		f->option = OPTION_LIGHT;
		at.column += (unsigned)skip;
		parse_path(t, text + skip, len - skip, at, &f->path);
	} else if (starts(text, len, "change ", &skip)) {
		f->option = OPTION_CHANGE;
		at.column += (unsigned)skip;
		parse_path(t, text + skip, len - skip, at, &f->path);
	} else if (starts(text, len, "note ", &skip)) {
		f->option = OPTION_NOTE;
		at.column += (unsigned)skip;
		f->text = parse_words(t, text + skip, len - skip, at);
	} else if (starts(text, len, "norm ", &skip)) {
		f->option = OPTION_NORM;
		at.column += (unsigned)skip - 1;
		parse_norm(t, text + skip - 1, len - skip + 1, at, f);
	} else if (starts(text, len, "of ", &skip)) {
		f->option = OPTION_OF;
		at.column += (unsigned)skip;
		parse_path(t, text + skip, len - skip, at, &f->path);
	} else {
		template_fault(
		    t, at, "unknown option \"%.*s\"", (int)len, text);
	}
}

static bool
parse_number(const char *text, size_t len, double *out)
{
	char copy[32], *end;

	if (len == 0 || len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	*out = strtod(copy, &end);
	return *end == '\0' && *out > -1e12 && *out < 1e12;
}

static void
parse_choice(struct template *t, const char *text, size_t len, struct place at,
    const char *choices, struct field *f)
{
	const char *found;

	f->choice = pool_text(t->pool, text, len);
	found = strstr(choices, f->choice);
	if (len > 0 && found != NULL && found > choices && found[-1] == '|' &&
	    found[len] == '|')
		return;
	template_fault(t, at, "\"%s\" is none of %.*s", f->choice,
	    (int)strlen(choices) - 2, choices + 1);
}

static void
parse_field(struct template *t, const struct key *key, enum field_kind kind,
    const char *text, size_t len, struct place at, struct field *f)
{
	char *colour;

	f->kind = kind;
	f->format.decimals = -1;
	at = trim(&text, &len, at);
	switch (kind) {
	case FIELD_LIST:
	case FIELD_PATH:
		parse_path(t, text, len, at, &f->path);
		break;
	case FIELD_TEXT:
		f->text = parse_words(t, text, len, at);
		break;
	case FIELD_FORMAT:
		parse_formats(t, text, len, at, f);
		break;
	case FIELD_CHOICE:
		parse_choice(t, text, len, at, key->choices, f);
		break;
	case FIELD_NORM:
		f->is_number = parse_number(text, len, &f->number);
		if (!f->is_number)
			parse_path(t, text, len, at, &f->path);
		break;
	case FIELD_NUMBER:
		f->is_number = parse_number(text, len, &f->number);
		if (!f->is_number)
			template_fault(
			    t, at, "\"%.*s\" is not a number", (int)len, text);
		break;
	case FIELD_COLOUR:
		colour = pool_text(t->pool, text, len);
		if (!chart_colour(colour, &f->rgb))
			template_fault(t, at, "unknown colour \"%s\"", colour);
		break;
	case FIELD_SHAPE:
		colour = pool_text(t->pool, text, len);
		if (!chart_shape(colour, &f->shape))
			template_fault(t, at, "unknown shape \"%s\"", colour);
		break;
	case FIELD_OPTION:
		parse_option(t, text, len, at, f);
		break;
	case FIELD_WHEN:
		f->condition = parse_condition(t, text, len, at);
		break;
	case FIELD_END:
		break;
	}
	if (strcmp(key->name, "column") != 0)
		refuse_marks(t, f->text, at);
}

/* The end of a field: a bar that does not stand inside {{ }}. */
static size_t
field_len(const char *text, size_t len)
{
	bool inside = false;

	for (size_t i = 0; i < len; i++) {
		if (i + 1 < len && text[i] == '{' && text[i + 1] == '{')
			inside = true;
		if (i + 1 < len && text[i] == '}' && text[i + 1] == '}')
			inside = false;
		if (text[i] == '|' && !inside)
			return i;
	}
	return len;
}

static enum field_kind
kind_of(const struct key *key, size_t i)
{
	if (i < 4)
		return key->field[i];
	return key->field[3] == FIELD_OPTION ? FIELD_OPTION : FIELD_END;
}

static void
parse_fields(struct template *t, const struct key *key, const char *text,
    size_t len, struct place at, struct setting *s)
{
	/* A text that is alone on its line may hold bars. */
	bool alone = key->field[0] != FIELD_END && key->field[1] == FIELD_END;

	for (;;) {
		size_t n = alone ? len : field_len(text, len);
		enum field_kind kind = kind_of(key, s->nfields);

		if (kind == FIELD_END || s->nfields == FIELDS_MAX) {
			template_fault(t, at, "%s has too many parts", s->key);
			return;
		}
		parse_field(t, key, kind, text, n, at, &s->field[s->nfields++]);
		if (n == len)
			break;
		text += n + 1;
		len -= n + 1;
		at.column += (unsigned)n + 1;
	}
	if (s->nfields < key->least)
		template_fault(
		    t, s->at, "%s wants %zu parts", s->key, key->least);
}

static const struct key *
find_key(const struct key *keys, const char *name, size_t len)
{
	for (; keys->name != NULL; keys++) {
		if (strlen(keys->name) == len &&
		    memcmp(keys->name, name, len) == 0)
			return keys;
	}
	return NULL;
}

const struct setting *
component_setting(const struct component *c, const char *key)
{
	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		if (strcmp(s->key, key) == 0)
			return s;
	}
	return NULL;
}

const struct condition *
component_when(const struct component *c)
{
	const struct setting *s = component_setting(c, "when");

	return s != NULL ? s->field[0].condition : NULL;
}

static void
parse_setting(struct template *t, const struct key *keys, struct component *c,
    const char *line, size_t len, struct place at)
{
	const char *colon = memchr(line, ':', len);
	size_t name = colon != NULL ? (size_t)(colon - line) : len;
	const struct key *key;
	struct setting *s, **last;

	if (colon == NULL) {
		template_fault(t, at, "expected \"key: value\"");
		return;
	}
	key = find_key(keys, line, name);
	if (key == NULL) {
		template_fault(
		    t, at, "%s has no key \"%.*s\"", c->name, (int)name, line);
		return;
	}
	if (!(key->flags & KEY_MANY) &&
	    component_setting(c, key->name) != NULL) {
		template_fault(t, at, "%s stands here twice", key->name);
		return;
	}
	s = POOL_NEW(t->pool, struct setting);
	s->key = key->name;
	s->at = at;
	for (last = &c->settings; *last != NULL; last = &(*last)->next)
		continue;
	*last = s;
	at.column += (unsigned)name + 1;
	parse_fields(t, key, line + name + 1, len - name - 1, at, s);
}

/* Text and note: settings first, then Markdown. */
static bool
is_setting(const struct key *keys, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);

	return colon != NULL &&
	    find_key(keys, line, (size_t)(colon - line)) != NULL;
}

static void
parse_lines(struct template *t, const struct key *keys, bool has_body,
    struct component *c, const char *text)
{
	struct place at = { c->at.line, 1 };

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		const char *line = text;
		size_t left = len;
		struct place here;

		at.line++;
		if (has_body && !is_setting(keys, text, len)) {
			c->body = parse_blocks(t, text, strlen(text), at.line);
			return;
		}
		here = trim(&line, &left, at);
		if (left > 0)
			parse_setting(t, keys, c, line, left, here);
		text += len + (text[len] == '\n');
	}
}

/* A stacked bar has parts, a time line spans or marks, the others a value. */
static void
check_chart(struct template *t, const struct component *c)
{
	const struct setting *kind = component_setting(c, "kind");
	const char *wanted = "value";

	if (strcmp(c->name, "chart") != 0 || kind == NULL)
		return;
	if (strcmp(kind->field[0].choice, "stacked") == 0)
		wanted = "series";
	if (strcmp(kind->field[0].choice, "timeline") == 0)
		wanted = component_setting(c, "span") != NULL ? "span" : "mark";
	if (component_setting(c, wanted) == NULL)
		template_fault(t, c->at, "a %s chart lacks \"%s\"",
		    kind->field[0].choice, wanted);
}

struct component *
parse_component(
    struct template *t, const char *name, const char *text, struct place at)
{
	struct component *c = POOL_NEW(t->pool, struct component);
	const struct key *keys = NULL;
	bool is_note = strcmp(name, "footnote") == 0;
	bool has_body =
	    is_note || strcmp(name, "text") == 0 || strcmp(name, "note") == 0;

	for (size_t i = 0; i < sizeof(components) / sizeof(components[0]);
	     i++) {
		if (strcmp(components[i].name, name) != 0)
			continue;
		c->name = components[i].name;
		keys = components[i].keys;
	}
	if (keys == NULL) {
		template_fault(t, at, "unknown component \"%s\"", name);
		return NULL;
	}
	c->at = at;
	t->in_note = is_note;
	parse_lines(t, keys, has_body, c, text);
	t->in_note = false;
	for (; keys->name != NULL; keys++) {
		if ((keys->flags & KEY_REQUIRED) &&
		    component_setting(c, keys->name) == NULL)
			template_fault(
			    t, at, "%s lacks \"%s\"", c->name, keys->name);
	}
	check_chart(t, c);
	return c;
}

const char *
component_name_at(size_t i)
{
	return i < sizeof(components) / sizeof(components[0])
	    ? components[i].name
	    : NULL;
}

const char *
component_key_at(size_t i, size_t k)
{
	const struct key *key = components[i].keys;

	for (; key->name != NULL && k > 0; k--)
		key++;
	return key->name;
}
