/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"

/* A macro of jansson's; the function of that name is ours. */
#undef json_is_null

/* 0.1 is written 0.1; a value read back may differ in its 16th digit. */
#define OUTPUT (JSON_REAL_PRECISION(15) | JSON_ENCODE_ANY)

static json_t *
own(struct json *v)
{
	return (json_t *)(void *)v;
}

static const json_t *
look(const struct json *v)
{
	return (const json_t *)(const void *)v;
}

static struct json *
give(json_t *v)
{
	if (v == NULL)
		fatalx("json: out of memory");
	return (struct json *)(void *)v;
}

struct json *
json_new_object(void)
{
	return give(json_object());
}

struct json *
json_new_array(void)
{
	return give(json_array());
}

struct json *
json_share(const struct json *v)
{
	if (v == NULL)
		return give(json_null());
	return give(json_incref(own((struct json *)(uintptr_t)v)));
}

void
json_free(struct json *v)
{
	json_decref(own(v));
}

static void
mend(const char *text, size_t len, struct buf *out)
{
	uint32_t v;
	size_t n;

	for (; len > 0; text += n, len -= n) {
		n = utf8_take(text, len, &v);
		if (n > 0) {
			buf_add(out, text, n);
			continue;
		}
		utf8_add(out, 0xfffd);
		n = 1;
	}
}

static struct json *
text_of(const char *value)
{
	struct buf whole = { 0 };
	json_t *v;

	if (value == NULL)
		return give(json_null());
	if (utf8_valid(value, strlen(value)))
		return give(json_string_nocheck(value));
	mend(value, strlen(value), &whole);
	v = json_string_nocheck(buf_str(&whole));
	buf_free(&whole);
	return give(v);
}

void
json_put(struct json *o, const char *key, struct json *v)
{
	if (json_object_set_new(own(o), key, own(v)) != 0)
		fatalx("json: cannot put %s", key);
}

void
json_put_text(struct json *o, const char *key, const char *value)
{
	json_put(o, key, text_of(value));
}

void
json_put_int(struct json *o, const char *key, int64_t value)
{
	json_put(o, key, give(json_integer(value)));
}

void
json_put_real(struct json *o, const char *key, double value)
{
	/* JSON has no infinity and no "not a number". */
	if (!isfinite(value))
		json_put_null(o, key);
	else
		json_put(o, key, give(json_real(value)));
}

void
json_put_bool(struct json *o, const char *key, bool value)
{
	json_put(o, key, give(json_boolean(value)));
}

void
json_put_null(struct json *o, const char *key)
{
	json_put(o, key, give(json_null()));
}

void
json_put_time(struct json *o, const char *key, int64_t at)
{
	char text[CLOCK_TEXT_MAX];

	json_put_text(o, key, clock_format(at, text));
}

void
json_add(struct json *a, struct json *v)
{
	if (json_array_append_new(own(a), own(v)) != 0)
		fatalx("json: cannot add");
}

void
json_add_text(struct json *a, const char *value)
{
	json_add(a, text_of(value));
}

void
json_add_int(struct json *a, int64_t value)
{
	json_add(a, give(json_integer(value)));
}

static int
parse(const char *name, unsigned line, const char *text, size_t len,
    struct json **out)
{
	json_error_t fault;
	json_t *v;

	v = json_loadb(len == 0 ? "" : text, len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
	if (v == NULL) {
		log_warnx("%s:%u: %s", name,
		    line + (fault.line > 0 ? (unsigned)fault.line - 1 : 0),
		    fault.text);
		return ERR_PARSE;
	}
	*out = give(v);
	return ERR_OK;
}

int
json_parse(const char *name, const char *text, size_t len, struct json **out)
{
	return json_parse_from(name, 1, text, len, out);
}

int
json_parse_from(const char *name, unsigned line, const char *text, size_t len,
    struct json **out)
{
	if (len > JSON_MAX) {
		log_warnx("%s: longer than %d bytes, refused", name, JSON_MAX);
		return ERR_RANGE;
	}
	return parse(name, line, text, len, out);
}

int
json_parse_own(const char *name, const char *text, size_t len, size_t max,
    struct json **out)
{
	if (len > max) {
		log_warnx("%s: longer than %zu bytes, refused", name, max);
		return ERR_RANGE;
	}
	return parse(name, 1, text, len, out);
}

const struct json *
json_get(const struct json *o, const char *key)
{
	return (const struct json *)(const void *)json_object_get(look(o), key);
}

const char *
json_text_of(const struct json *v)
{
	return json_string_value(look(v));
}

int64_t
json_int_of(const struct json *v, int64_t missing)
{
	return json_is_integer(look(v)) ? json_integer_value(look(v)) : missing;
}

double
json_real_of(const struct json *v, double missing)
{
	return json_is_number(look(v)) ? json_number_value(look(v)) : missing;
}

bool
json_bool_of(const struct json *v, bool missing)
{
	return json_is_boolean(look(v)) ? json_is_true(look(v)) : missing;
}

bool
json_is_list(const struct json *v)
{
	return json_is_array(look(v));
}

const char *
json_get_text(const struct json *o, const char *key)
{
	return json_text_of(json_get(o, key));
}

int64_t
json_get_int(const struct json *o, const char *key, int64_t missing)
{
	return json_int_of(json_get(o, key), missing);
}

double
json_get_real(const struct json *o, const char *key, double missing)
{
	const json_t *v = look(json_get(o, key));

	return json_is_number(v) ? json_number_value(v) : missing;
}

bool
json_get_bool(const struct json *o, const char *key, bool missing)
{
	const json_t *v = look(json_get(o, key));

	return json_is_boolean(v) ? json_is_true(v) : missing;
}

bool
json_has(const struct json *o, const char *key)
{
	return json_get(o, key) != NULL;
}

bool
json_is_null(const struct json *v)
{
	return v == NULL || json_typeof(look(v)) == JSON_NULL;
}

size_t
json_len(const struct json *v)
{
	if (json_is_array(look(v)))
		return json_array_size(look(v));
	return json_object_size(look(v));
}

const struct json *
json_at(const struct json *a, size_t i)
{
	return (const struct json *)(const void *)json_array_get(look(a), i);
}

const char *
json_key_at(const struct json *o, size_t i, const struct json **value)
{
	/* jansson's iterators do not change what they run over. */
	json_t *object = (json_t *)(uintptr_t)o;
	void *at = json_object_iter(object);

	while (at != NULL && i-- > 0)
		at = json_object_iter_next(object, at);
	if (at == NULL)
		return NULL;
	if (value != NULL)
		*value = (const struct json *)json_object_iter_value(at);
	return json_object_iter_key(at);
}

static char *
dump(const struct json *v, size_t flags)
{
	char *text = json_dumps(look(v), flags | OUTPUT);

	if (text == NULL)
		fatalx("json: cannot be written");
	return text;
}

char *
json_line(const struct json *v)
{
	return dump(v, 0);
}

char *
json_pretty(const struct json *v)
{
	return dump(v, JSON_INDENT(2));
}
