/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <stdbool.h>
#include <string.h>

#include <jansson.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json_cut.h"
#include "lib/base/json_node.h"
#include "lib/base/log.h"

/*
 * jansson reads, a piece at a time; what is kept of it is our own, a fifth of
 * the size.
 */

enum { PIECE_MAX = 64 << 10 }; /* of a long document: cut when longer */

static struct json *keep(json_t *v);

static struct json *
keep_array(const json_t *v)
{
	struct json *a = node_array(json_array_size(v));

	for (size_t i = 0; i < json_array_size(v); i++)
		node_add(
		    (struct node_array *)(void *)a, keep(json_array_get(v, i)));
	return a;
}

static struct json *
keep_object(json_t *v)
{
	struct json *o = node_object(json_object_size(v));

	for (void *at = json_object_iter(v); at != NULL;
	     at = json_object_iter_next(v, at))
		node_put((struct node_object *)(void *)o,
		    json_object_iter_key(at), keep(json_object_iter_value(at)));
	return o;
}

static struct json *
keep(json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT:
		return keep_object(v);
	case JSON_ARRAY:
		return keep_array(v);
	case JSON_STRING:
		return node_text(json_string_value(v), json_string_length(v));
	case JSON_INTEGER:
		return node_int(json_integer_value(v));
	case JSON_REAL:
		return node_real(json_real_value(v));
	case JSON_TRUE:
		return node_constant(NODE_TRUE);
	case JSON_FALSE:
		return node_constant(NODE_FALSE);
	case JSON_NULL:
	default:
		return node_constant(NODE_NULL);
	}
}

/* The library names its own flag where a text has a NUL in it. */
static const char *
why(const json_error_t *fault)
{
	enum json_error_code code = json_error_code(fault);

	return code == json_error_null_character ||
		code == json_error_null_byte_in_key
	    ? "a NUL (\\u0000) in a text"
	    : fault->text;
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
		    why(&fault));
		return ERR_PARSE;
	}
	*out = keep(v);
	json_decref(v);
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

static int parse_long(
    const char *name, const struct json_piece *piece, struct json **out);

static int
parse_elements(const char *name, const struct json_piece *piece, struct json *a)
{
	struct json_piece value;
	struct json_cut cut;
	struct json *v;
	int rc = json_cut_array(name, piece, &cut);

	while (rc == ERR_OK &&
	    (rc = json_cut_next(&cut, NULL, &value)) == ERR_OK) {
		rc = parse_long(name, &value, &v);
		if (rc == ERR_OK)
			json_add(a, v);
	}
	return rc == ERR_NOTFOUND ? json_cut_end(&cut) : rc;
}

/* A member: its key is a text like any other, and stands there once. */
static int
parse_member(const char *name, const struct json_piece *key,
    const struct json_piece *value, struct json *o)
{
	struct json *text, *v = NULL;
	int rc = parse(name, key->line, key->text, key->len, &text);

	if (rc < 0)
		return rc;
	if (json_has(o, json_text_of(text))) {
		log_warnx("%s:%u: duplicate object key \"%s\"", name, key->line,
		    json_text_of(text));
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = parse_long(name, value, &v);
	if (rc == ERR_OK)
		json_put(o, json_text_of(text), v);
	json_free(text);
	return rc;
}

static int
parse_members(const char *name, const struct json_piece *piece, struct json *o)
{
	struct json_piece key, value;
	struct json_cut cut;
	int rc = json_cut_object(name, piece, &cut);

	while (
	    rc == ERR_OK && (rc = json_cut_next(&cut, &key, &value)) == ERR_OK)
		rc = parse_member(name, &key, &value, o);
	return rc == ERR_NOTFOUND ? json_cut_end(&cut) : rc;
}

/* What is longer than a piece is cut until it is not. */
static int
parse_long(const char *name, const struct json_piece *piece, struct json **out)
{
	bool is_list = piece->len > 0 && *piece->text == '[';
	struct json *v;
	int rc;

	if (piece->len <= PIECE_MAX || (!is_list && *piece->text != '{'))
		return parse(name, piece->line, piece->text, piece->len, out);
	v = is_list ? json_new_array() : json_new_object();
	rc = is_list ? parse_elements(name, piece, v)
		     : parse_members(name, piece, v);
	if (rc < 0)
		json_free(v);
	else
		*out = v;
	return rc;
}

int
json_parse_own(const char *name, const char *text, size_t len, size_t max,
    struct json **out)
{
	struct json_piece whole = json_piece_of(text, len);

	if (len > max) {
		log_warnx("%s: longer than %zu bytes, refused", name, max);
		return ERR_RANGE;
	}
	return parse_long(name, &whole, out);
}
