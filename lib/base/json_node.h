/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_JSON_NODE_H
#define LIB_BASE_JSON_NODE_H

#include <stddef.h>
#include <stdint.h>

/*
 * How json.h keeps values; for its own files only. A hundred thousand rows of a
 * report's evidence are one document: a value is as small as it can be, and
 * what a row says that rows before it said (its keys, a site, a state, a day)
 * is kept once. A document belongs to one thread.
 */
enum node_type {
	NODE_NULL,
	NODE_FALSE,
	NODE_TRUE,
	NODE_INT,
	NODE_REAL,
	NODE_TEXT,
	NODE_ARRAY,
	NODE_OBJECT
};

struct json {
	uint32_t refs; /* owners; not of the three constants */
	uint8_t type;
};

struct node_int {
	struct json head;
	int64_t value;
};

struct node_real {
	struct json head;
	double value;
};

struct node_text {
	struct json head;
	char text[]; /* valid UTF-8 */
};

struct node_array {
	struct json head;
	uint32_t len, cap;
	struct json **items;
};

struct node_member {
	struct node_text *key;
	struct json *value;
};

struct node_object {
	struct json head;
	uint32_t len, cap;
	struct node_member *members; /* in the order they were put */
	uint32_t *index; /* of one with many: by hash, 1 + their place */
};

/* Owned by the caller. Those of the first four are shared, never changed. */
struct json *node_constant(enum node_type type);
struct json *node_int(int64_t value);
struct json *node_text(const char *text, size_t len);
struct json *node_real(double value);
struct json *node_array(size_t room);
struct json *node_object(size_t room);

struct json *node_keep(struct json *v); /* for one more owner */
void node_drop(struct json *v);         /* NULL is fine */

void node_add(struct node_array *a, struct json *v); /* takes v */

/* Takes v. A key that is there already keeps its place. */
void node_put(struct node_object *o, const char *key, struct json *v);

struct json *node_get(const struct node_object *o, const char *key);

#endif
