/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/format.h"
#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "reporter/template/words.h"

enum { KEY_MAX = 128 };

/* Follows "a.b.c" down from an object. */
static const struct json *
follow(const struct json *o, const char *path, bool *is_count)
{
	char key[KEY_MAX];

	while (o != NULL && *path != '\0') {
		size_t len = strcspn(path, ".");

		if (json_is_list(o)) {
			*is_count = strcmp(path, "count") == 0;
			return *is_count ? o : NULL;
		}
		if (len >= sizeof(key))
			return NULL;
		memcpy(key, path, len);
		key[len] = '\0';
		o = json_get(o, key);
		path += len + (path[len] == '.');
	}
	return o;
}

const struct json *
value_find(const struct values *v, const char *path, bool *is_count)
{
	*is_count = false;
	for (const struct scope *s = v->scope; s != NULL; s = s->up) {
		const struct json *found;
		size_t len = s->name != NULL ? strlen(s->name) : 0;

		if (s->name != NULL &&
		    (strncmp(path, s->name, len) != 0 || path[len] != '.'))
			continue;
		found = follow(s->value,
		    s->name != NULL ? path + len + 1 : path, is_count);
		if (found != NULL)
			return found;
	}
	return NULL;
}

bool
value_number(const struct values *v, const char *path, double *out)
{
	bool is_count;
	const struct json *j = value_find(v, path, &is_count);

	*out = is_count ? (double)json_len(j) : json_real_of(j, NAN);
	return !isnan(*out);
}

bool
value_time(const struct values *v, const char *path, int64_t *out)
{
	bool is_count;
	const char *text = json_text_of(value_find(v, path, &is_count));

	return text != NULL && clock_parse(text, out) == 0;
}

static const char *const light_names[] = { "", "green", "orange", "red",
	"grey" };

static enum light
light_of(const struct json *j)
{
	const char *name = json_text_of(j);

	if (name == NULL)
		name = json_get_text(j, "light");
	for (int i = LIGHT_GREEN; name != NULL && i <= LIGHT_GREY; i++) {
		if (strcmp(name, light_names[i]) == 0)
			return (enum light)i;
	}
	return LIGHT_NONE;
}

enum light
value_light(const struct values *v, const char *path)
{
	bool is_count;

	return light_of(value_find(v, path, &is_count));
}

/* The word of a key, or the key itself: a gap shows, but stops nothing. */
static void
write_word(const struct values *v, const char *key, const char *otherwise,
    struct buf *out)
{
	const char *word = words_get(v->options->words, key);

	buf_add_str(out, word != NULL ? word : otherwise);
}

/*
 * Several codes with spaces between them are a word each, with commas; false
 * when one of them is no word: then it is a sentence.
 */
static bool
write_words(const struct values *v, const char *prefix, const char *codes,
    struct buf *out)
{
	struct buf list = { 0 };
	char key[2 * KEY_MAX];
	bool known = strchr(codes, ' ') != NULL;

	for (size_t len; known && *codes != '\0'; codes += len) {
		const char *word;

		codes += strspn(codes, " ");
		len = strcspn(codes, " ");
		snprintf(key, sizeof(key), "%s.%.*s", prefix, (int)len, codes);
		word = words_get(v->options->words, key);
		known = len > 0 && len < KEY_MAX && word != NULL;
		if (known)
			buf_printf(
			    &list, "%s%s", list.len > 0 ? ", " : "", word);
	}
	if (known)
		buf_add(out, list.data, list.len);
	buf_free(&list);
	return known;
}

/* Where a code ends: before ", " or "; ", or at the end. */
static size_t
code_len(const char *codes)
{
	size_t len = strcspn(codes, ",;");

	while (codes[len] != '\0' && codes[len + 1] != ' ')
		len += 1 + strcspn(codes + len + 1, ",;");
	return len;
}

/* "+16" ends a list: PREFIX.more, "en nog #", with the number in it. */
static bool
write_rest(const struct values *v, const char *prefix, const char *codes,
    struct buf *out)
{
	const size_t digits = strspn(codes + (*codes == '+'), "0123456789");
	const char *word, *number;
	char key[2 * KEY_MAX];

	if (*codes != '+' || digits == 0 || digits > 9 ||
	    codes[1 + digits] != '\0')
		return false;
	snprintf(key, sizeof(key), "%s.more", prefix);
	word = words_get(v->options->words, key);
	number = word == NULL ? NULL : strchr(word, '#');
	if (number == NULL)
		return false;
	out->len -= 2; /* no comma stands before "and" */
	buf_printf(out, " %.*s", (int)(number - word), word);
	format_number(out, v->options->language, strtod(codes + 1, NULL), -1);
	buf_add_str(out, number + 1);
	return true;
}

/*
 * Codes with commas or semicolons between them: each is its word, or stays what
 * it is when it has none, such as the name that an organisation gave to a check
 * of its own, or a reason that somebody typed.
 */
static void
write_listed(const struct values *v, const char *prefix, const char *codes,
    struct buf *out)
{
	char key[2 * KEY_MAX], code[KEY_MAX];
	const char *first = codes;

	while (*codes != '\0') {
		size_t len = code_len(codes);

		if (codes != first && write_rest(v, prefix, codes, out))
			return;
		if (len < sizeof(code)) {
			snprintf(code, sizeof(code), "%.*s", (int)len, codes);
			snprintf(key, sizeof(key), "%s.%s", prefix, code);
			write_word(v, key, code, out);
		} else {
			buf_add(out, codes, len);
		}
		codes += len;
		if (*codes != '\0') {
			buf_add(out, codes, 2);
			codes += 2;
		}
	}
}

static void
write_light(const struct values *v, const struct json *j, struct buf *out)
{
	const char *text = json_get_text(j, "text");
	const char *word = json_get_text(j, "word");
	const struct furniture *f = furniture_of(v->options->language);

	if (text != NULL)
		buf_add_str(out, text);
	else if (word != NULL)
		write_word(v, word, word, out);
	else if (light_of(j) != LIGHT_NONE && f != NULL)
		buf_add_str(out, f->light[light_of(j)]);
	else
		buf_add_str(out, v->unknown);
}

static void
write_day(const struct values *v, int year, int month, int day, struct buf *out)
{
	const char *language = v->options->language;

	if (v->narrow)
		format_short_date(out, language, year, month, day);
	else
		format_date(out, language, year, month, day);
}

/* A day has no zone; a moment is shown in the report's. */
static void
write_date(
    const struct values *v, const char *text, bool with_time, struct buf *out)
{
	const struct template_options *o = v->options;
	bool is_day = strlen(text) == sizeof("2026-10-09") - 1;
	int year, month, day;
	int64_t at;

	if (clock_parse(text, &at) < 0)
		buf_add_str(out, text);
	else if (with_time && !is_day)
		format_moment(out, o->language, o->zone, at, v->narrow);
	else if (format_day(is_day ? "UTC" : o->zone, at, &year, &month,
		     &day) == ERR_OK)
		write_day(v, year, month, day, out);
}

static void
write_number(
    const struct values *v, double n, const struct format *f, struct buf *out)
{
	const char *language = v->options->language;

	switch (f->kind) {
	case FORMAT_PERCENT:
		format_percent(out, language, n, f->decimals);
		break;
	case FORMAT_DURATION:
		if (v->narrow)
			format_short_span(out, language, (int64_t)n);
		else
			format_span(out, language, (int64_t)n);
		break;
	case FORMAT_COUNT:
		format_number(out, language, n, -1);
		buf_add_str(out, "\xc2\xa0");
		buf_add_str(out, fabs(n - 1) < 1e-9 ? f->one : f->more);
		break;
	case FORMAT_NUMBER:
		format_number(out, language, n, f->decimals);
		break;
	default: /* as it is: a year, a version */
		buf_printf(out, "%.15g", n);
	}
}

static void
write_text(const struct values *v, const struct json *j, const struct format *f,
    struct buf *out)
{
	const char *text = json_text_of(j);
	char key[2 * KEY_MAX];

	if (text == NULL)
		text = json_bool_of(j, false) ? "true" : "false";
	if (f->kind == FORMAT_DATE || f->kind == FORMAT_DATETIME) {
		write_date(v, text, f->kind == FORMAT_DATETIME, out);
	} else if (f->kind == FORMAT_WORD) {
		snprintf(key, sizeof(key), "%s.%s", f->prefix, text);
		if (words_get(v->options->words, key) != NULL)
			write_word(v, key, text, out);
		else if (!write_words(v, f->prefix, text, out))
			write_listed(v, f->prefix, text, out);
	} else {
		buf_add_str(out, text);
	}
}

static void
write_raw(const struct values *v, const char *path, const struct format *f,
    struct buf *out)
{
	bool is_count;
	const struct json *j = value_find(v, path, &is_count);
	double n = is_count ? (double)json_len(j) : json_real_of(j, NAN);

	if (!isnan(n))
		write_number(v, n, f, out);
	else if (f->kind == FORMAT_LIGHT || json_has(j, "light"))
		write_light(v, j, out);
	else if (json_is_null(j) || json_is_list(j) || json_len(j) > 0)
		buf_add_str(out, v->unknown); /* nothing, or no text of it */
	else
		write_text(v, j, f, out);
}

static void
value_write(const struct values *v, const char *path, const struct format *f,
    struct buf *out)
{
	const struct template_options *o = v->options;
	struct buf raw = { 0 }, safe = { 0 };
	size_t n, replaced;
	uint32_t c;

	write_raw(v, path, f, &raw);
	replaced = utf8_safe(buf_str(&raw), raw.len, &safe);
	for (size_t i = 0; i < safe.len; i += n) {
		const char *at = (const char *)safe.data + i;

		n = utf8_take(at, safe.len - i, &c);
		if (n == 0)
			break;
		if (o->covers == NULL || o->covers(o->covers_of, c)) {
			buf_add(out, at, n);
		} else {
			buf_printf(out, "[U+%04X]", c);
			replaced++;
		}
	}
	if (o->replaced != NULL)
		*o->replaced += replaced;
	buf_free(&raw);
	buf_free(&safe);
}

const char *
value_text(const struct values *v, const char *path, const struct format *f)
{
	struct buf b = { 0 };
	const char *text;

	value_write(v, path, f, &b);
	text = pool_dup(v->pool, buf_str(&b));
	buf_free(&b);
	return text;
}

const char *
value_words(const struct values *v, const struct part *p)
{
	struct buf b = { 0 };
	const char *text;

	for (; p != NULL; p = p->next) {
		if (p->path.text != NULL)
			value_write(v, p->path.text, &p->format, &b);
		else if (p->literal != NULL)
			buf_add_str(&b, p->literal);
	}
	text = pool_dup(v->pool, buf_str(&b));
	buf_free(&b);
	return text;
}

struct run *
value_runs(const struct values *v, const struct part *p)
{
	struct run *first = NULL, **last = &first;

	for (; p != NULL; p = p->next) {
		struct run *r = POOL_NEW(v->pool, struct run);

		if (p->note != NULL)
			r->note = value_note(v, p->note);
		/* Copied: the document outlives the template. */
		r->text = p->note != NULL ? r->note->mark
		    : p->path.text != NULL
		    ? value_text(v, p->path.text, &p->format)
		    : pool_dup(v->pool, p->literal);
		r->style = p->style;
		r->url = pool_dup(v->pool, p->url);
		*last = r;
		last = &r->next;
	}
	return first;
}

static bool
compare_numbers(double a, double b, enum operator operator)
{
	const double near = 1e-9;

	switch (operator) {
	case OP_EQ:
		return fabs(a - b) < near;
	case OP_NE:
		return fabs(a - b) >= near;
	case OP_LT:
		return a < b - near;
	case OP_LE:
		return a <= b + near;
	case OP_GT:
		return a > b + near;
	case OP_GE:
		return a >= b - near;
	case OP_HOLDS:
		break;
	}
	return false;
}

/* There, and neither false, 0 nor empty. */
static bool
is_something(const struct json *j, bool is_count, double n)
{
	const char *text = json_text_of(j);

	if (!isnan(n))
		return fabs(n) > 0;
	if (is_count || json_is_null(j))
		return false;
	if (text != NULL)
		return *text != '\0';
	return json_bool_of(j, false) || json_len(j) > 0;
}

bool
value_meets(const struct condition *c, double n)
{
	return compare_numbers(n, c->number, c->operator);
}

bool
value_holds(const struct values *v, const struct condition *c)
{
	bool is_count, holds;
	const struct json *j;
	const char *text;
	double n;

	if (c == NULL)
		return true;
	j = value_find(v, c->path.text, &is_count);
	n = is_count ? (double)json_len(j) : json_real_of(j, NAN);
	text = json_text_of(j);
	if (text == NULL && !json_is_null(j))
		text = json_bool_of(j, false) ? "true" : "false";
	if (c->operator== OP_HOLDS)
		holds = is_something(j, is_count, n);
	else if (c->is_number)
		/* What is unknown meets no comparison. */
		holds = !isnan(n) && compare_numbers(n, c->number, c->operator);
	else
		holds = text != NULL &&
		    (strcmp(text, c->text) == 0) == (c->operator== OP_EQ);
	return holds != c->negate;
}
