/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <math.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/json_node.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"

struct json *
json_new_object(void)
{
	return node_object(0);
}

struct json *
json_new_array(void)
{
	return node_array(0);
}

struct json *
json_share(const struct json *v)
{
	if (v == NULL)
		return node_constant(NODE_NULL);
	return node_keep((struct json *)(uintptr_t)v);
}

void
json_free(struct json *v)
{
	node_drop(v);
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
	struct json *v;
	size_t len;

	if (value == NULL)
		return node_constant(NODE_NULL);
	len = strlen(value);
	if (utf8_valid(value, len))
		return node_text(value, len);
	mend(value, len, &whole);
	v = node_text((const char *)whole.data, whole.len);
	buf_free(&whole);
	return v;
}

void
json_put(struct json *o, const char *key, struct json *v)
{
	if (o == NULL || o->type != NODE_OBJECT || v == NULL ||
	    !utf8_valid(key, strlen(key)))
		fatalx("json: cannot put %s", key);
	node_put((struct node_object *)(void *)o, key, v);
}

void
json_put_text(struct json *o, const char *key, const char *value)
{
	json_put(o, key, text_of(value));
}

void
json_put_int(struct json *o, const char *key, int64_t value)
{
	json_put(o, key, node_int(value));
}

void
json_put_real(struct json *o, const char *key, double value)
{
	/* JSON has no infinity and no "not a number". */
	if (!isfinite(value))
		json_put_null(o, key);
	else
		json_put(o, key, node_real(value));
}

void
json_put_bool(struct json *o, const char *key, bool value)
{
	json_put(o, key, node_constant(value ? NODE_TRUE : NODE_FALSE));
}

void
json_put_null(struct json *o, const char *key)
{
	json_put(o, key, node_constant(NODE_NULL));
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
	if (a == NULL || a->type != NODE_ARRAY || v == NULL)
		fatalx("json: cannot add");
	node_add((struct node_array *)(void *)a, v);
}

void
json_add_text(struct json *a, const char *value)
{
	json_add(a, text_of(value));
}

void
json_add_int(struct json *a, int64_t value)
{
	json_add(a, node_int(value));
}

static const struct node_array *
array_of(const struct json *v)
{
	return v != NULL && v->type == NODE_ARRAY
	    ? (const struct node_array *)(const void *)v
	    : NULL;
}

static const struct node_object *
object_of(const struct json *v)
{
	return v != NULL && v->type == NODE_OBJECT
	    ? (const struct node_object *)(const void *)v
	    : NULL;
}

const struct json *
json_get(const struct json *o, const char *key)
{
	const struct node_object *object = object_of(o);

	return object == NULL || key == NULL ? NULL : node_get(object, key);
}

const char *
json_text_of(const struct json *v)
{
	return v != NULL && v->type == NODE_TEXT
	    ? ((const struct node_text *)(const void *)v)->text
	    : NULL;
}

int64_t
json_int_of(const struct json *v, int64_t missing)
{
	return v != NULL && v->type == NODE_INT
	    ? ((const struct node_int *)(const void *)v)->value
	    : missing;
}

double
json_real_of(const struct json *v, double missing)
{
	if (v != NULL && v->type == NODE_REAL)
		return ((const struct node_real *)(const void *)v)->value;
	if (v != NULL && v->type == NODE_INT)
		return (double)json_int_of(v, 0);
	return missing;
}

bool
json_bool_of(const struct json *v, bool missing)
{
	if (v == NULL || (v->type != NODE_TRUE && v->type != NODE_FALSE))
		return missing;
	return v->type == NODE_TRUE;
}

bool
json_is_list(const struct json *v)
{
	return array_of(v) != NULL;
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
	return json_real_of(json_get(o, key), missing);
}

bool
json_get_bool(const struct json *o, const char *key, bool missing)
{
	return json_bool_of(json_get(o, key), missing);
}

bool
json_has(const struct json *o, const char *key)
{
	return json_get(o, key) != NULL;
}

bool
json_is_null(const struct json *v)
{
	return v == NULL || v->type == NODE_NULL;
}

size_t
json_len(const struct json *v)
{
	if (array_of(v) != NULL)
		return array_of(v)->len;
	return object_of(v) != NULL ? object_of(v)->len : 0;
}

const struct json *
json_at(const struct json *a, size_t i)
{
	return i < json_len(a) && json_is_list(a) ? array_of(a)->items[i]
						  : NULL;
}

const char *
json_key_at(const struct json *o, size_t i, const struct json **value)
{
	const struct node_object *object = object_of(o);

	if (object == NULL || i >= object->len)
		return NULL;
	if (value != NULL)
		*value = object->members[i].value;
	return object->members[i].key->text;
}
