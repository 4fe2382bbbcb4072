/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_JSON_H
#define LIB_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * JSON (RFC 8259) documents of up to JSON_MAX bytes; duplicate keys are
 * refused. Keys keep the order in which they were put, so that the same values
 * give the same bytes. A document belongs to one thread.
 */
enum { JSON_MAX = 8 << 20 };

struct json;

struct json *json_new_object(void);
struct json *json_new_array(void);
void json_free(struct json *v); /* NULL is fine; only for what nobody took */

/* The same value for another owner, who must not change it; NULL is null. */
struct json *json_share(const struct json *v);

/* Into an object. A NULL text is null; bytes that are not UTF-8 become
 * U+FFFD. */
void json_put_text(struct json *o, const char *key, const char *value);
void json_put_int(struct json *o, const char *key, int64_t value);
void json_put_real(struct json *o, const char *key, double value);
void json_put_bool(struct json *o, const char *key, bool value);
void json_put_null(struct json *o, const char *key);
void json_put_time(struct json *o, const char *key, int64_t at); /* ISO 8601 */
void json_put(struct json *o, const char *key, struct json *v);  /* takes v */

/* Onto an array. */
void json_add_text(struct json *a, const char *value);
void json_add_int(struct json *a, int64_t value);
void json_add(struct json *a, struct json *v); /* takes v */

/* ERR_PARSE logs "NAME:LINE: reason"; ERR_RANGE past JSON_MAX, of which
 * json_cut.h makes pieces. */
int json_parse(
    const char *name, const char *text, size_t len, struct json **out);

/* The same of what we wrote ourselves, of up to max bytes: rows that say much
 * the same take little more memory than their text. */
int json_parse_own(const char *name, const char *text, size_t len, size_t max,
    struct json **out);

/* The same of a piece of a file, which begins on that line of it. */
int json_parse_from(const char *name, unsigned line, const char *text,
    size_t len, struct json **out);

/* Borrowed; NULL, or what is given, where it is missing or of another type. */
const struct json *json_get(const struct json *o, const char *key);
const char *json_get_text(const struct json *o, const char *key);
int64_t json_get_int(const struct json *o, const char *key, int64_t missing);
double json_get_real(const struct json *o, const char *key, double missing);
bool json_get_bool(const struct json *o, const char *key, bool missing);
bool json_has(const struct json *o, const char *key);
bool json_is_null(const struct json *v); /* also when v is NULL */
size_t json_len(const struct json *v);   /* of an array or object, else 0 */
const struct json *json_at(const struct json *a, size_t i);
const char *json_text_of(const struct json *v); /* NULL when not a text */
int64_t json_int_of(const struct json *v, int64_t missing);
double json_real_of(const struct json *v, double missing); /* an int too */
bool json_bool_of(const struct json *v, bool missing);
bool json_is_list(const struct json *v); /* an array, not an object */

/* The i-th key of an object, in order; *value may be NULL. */
const char *json_key_at(
    const struct json *o, size_t i, const struct json **value);

/* On one line, or indented by two; the caller's to free(). */
char *json_line(const struct json *v);
char *json_pretty(const struct json *v);

/*
 * What json_pretty gives, in parts of some 64 KiB, for text that need not be
 * there as a whole. What take returns, once below 0, is returned, and take is
 * not called again.
 */
typedef int json_taker(void *of, const void *data, size_t len);
int json_pretty_to(const struct json *v, json_taker *take, void *of);

#endif
