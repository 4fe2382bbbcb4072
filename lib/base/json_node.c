/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json_node.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	RECENT = 8192,    /* values kept at hand for who says the same */
	RECENT_TEXT = 96, /* longer ones hardly come back */
	INDEX_FROM = 16,  /* members; fewer are found as fast one by one */
};

/*
 * What came last, by its hash: the next who says the same gets that one. A
 * place is taken by who comes later, so this stays as small as it is, and
 * nothing has to be taken out when a document goes.
 */
static _Thread_local struct json *recent[RECENT];

static struct json constants[] = {
	[NODE_NULL] = { .type = NODE_NULL },
	[NODE_FALSE] = { .type = NODE_FALSE },
	[NODE_TRUE] = { .type = NODE_TRUE },
};

struct json *
node_constant(enum node_type type)
{
	return &constants[type];
}

static void *
make(enum node_type type, size_t size)
{
	struct json *v = mem_new(1, size);

	v->refs = 1;
	v->type = (uint8_t)type;
	return v;
}

struct json *
node_keep(struct json *v)
{
	if (v->type > NODE_TRUE)
		v->refs++;
	return v;
}

static void
free_array(struct node_array *a)
{
	for (uint32_t i = 0; i < a->len; i++)
		node_drop(a->items[i]);
	free(a->items);
}

static void
free_object(struct node_object *o)
{
	for (uint32_t i = 0; i < o->len; i++) {
		node_drop(&o->members[i].key->head);
		node_drop(o->members[i].value);
	}
	free(o->members);
	free(o->index);
}

void
node_drop(struct json *v)
{
	if (v == NULL || v->type <= NODE_TRUE || --v->refs > 0)
		return;
	if (v->type == NODE_ARRAY)
		free_array((struct node_array *)(void *)v);
	else if (v->type == NODE_OBJECT)
		free_object((struct node_object *)(void *)v);
	free(v);
}

/*
 * FNV-1a. It begins where nobody outside knows, so that keys cannot be chosen
 * to fall together; the order of what is written does not depend on it.
 */
static uint32_t
hash_of(const char *text, size_t len)
{
	uint32_t h = 2166136261u ^ (uint32_t)((uintptr_t)recent >> 4);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (uint8_t)text[i]) * 16777619u;
	return h ^ (h >> 15);
}

/* The place takes v as its own, beside the caller. */
static struct json *
remember(struct json **place, struct json *v)
{
	node_drop(*place);
	*place = node_keep(v);
	return v;
}

struct json *
node_int(int64_t value)
{
	uint64_t mixed = (uint64_t)value * 0x9e3779b97f4a7c15u;
	struct json **place = &recent[(mixed >> 32) % RECENT];
	struct node_int *v = (struct node_int *)(void *)*place;

	if (v != NULL && v->head.type == NODE_INT && v->value == value)
		return node_keep(&v->head);
	v = make(NODE_INT, sizeof(*v));
	v->value = value;
	return remember(place, &v->head);
}

static struct json *
new_text(const char *text, size_t len)
{
	struct node_text *v = make(NODE_TEXT, sizeof(*v) + len + 1);

	memcpy(v->text, text, len);
	return &v->head;
}

struct json *
node_text(const char *text, size_t len)
{
	struct json **place;
	struct node_text *v;

	if (len > RECENT_TEXT)
		return new_text(text, len);
	place = &recent[hash_of(text, len) % RECENT];
	v = (struct node_text *)(void *)*place;
	if (v != NULL && v->head.type == NODE_TEXT &&
	    strncmp(v->text, text, len) == 0 && v->text[len] == '\0')
		return node_keep(&v->head);
	return remember(place, new_text(text, len));
}

struct json *
node_real(double value)
{
	struct node_real *v = make(NODE_REAL, sizeof(*v));

	v->value = value;
	return &v->head;
}

struct json *
node_array(size_t room)
{
	struct node_array *a = make(NODE_ARRAY, sizeof(*a));

	if (room > 0)
		a->items = mem_grow(NULL, room, sizeof(struct json *));
	a->cap = (uint32_t)room;
	return &a->head;
}

struct json *
node_object(size_t room)
{
	struct node_object *o = make(NODE_OBJECT, sizeof(*o));

	if (room > 0)
		o->members = mem_grow(NULL, room, sizeof(*o->members));
	o->cap = (uint32_t)room;
	return &o->head;
}

static uint32_t
more_than(uint32_t cap)
{
	if (cap > UINT32_MAX / 4)
		fatalx("json: more values than can be counted");
	return cap == 0 ? 4 : 2 * cap;
}

void
node_add(struct node_array *a, struct json *v)
{
	if (a->len == a->cap) {
		a->cap = more_than(a->cap);
		a->items = mem_grow(a->items, a->cap, sizeof(struct json *));
	}
	a->items[a->len++] = v;
}

/* A power of two, and never more than half full. */
static uint32_t
index_size(const struct node_object *o)
{
	uint32_t size = 2 * INDEX_FROM;

	while (size < 2 * o->cap)
		size *= 2;
	return size;
}

/* Where the key stands in the index, or where it would stand. */
static uint32_t *
index_place(const struct node_object *o, const char *key)
{
	uint32_t mask = index_size(o) - 1;
	uint32_t at = hash_of(key, strlen(key)) & mask;

	while (o->index[at] != 0 &&
	    strcmp(o->members[o->index[at] - 1].key->text, key) != 0)
		at = (at + 1) & mask;
	return &o->index[at];
}

static void
make_index(struct node_object *o)
{
	free(o->index);
	o->index = mem_new(index_size(o), sizeof(*o->index));
	for (uint32_t i = 0; i < o->len; i++)
		*index_place(o, o->members[i].key->text) = i + 1;
}

static struct node_member *
find(const struct node_object *o, const char *key)
{
	if (o->index != NULL) {
		uint32_t at = *index_place(o, key);

		return at == 0 ? NULL : &o->members[at - 1];
	}
	for (uint32_t i = 0; i < o->len; i++) {
		if (strcmp(o->members[i].key->text, key) == 0)
			return &o->members[i];
	}
	return NULL;
}

static void
append(struct node_object *o, const char *key, struct json *v)
{
	bool grown = o->len == o->cap;

	if (grown) {
		o->cap = more_than(o->cap);
		o->members = mem_grow(o->members, o->cap, sizeof(*o->members));
	}
	o->members[o->len].key =
	    (struct node_text *)(void *)node_text(key, strlen(key));
	o->members[o->len++].value = v;
	if (o->len < INDEX_FROM)
		return;
	if (grown || o->index == NULL)
		make_index(o);
	else
		*index_place(o, key) = o->len;
}

void
node_put(struct node_object *o, const char *key, struct json *v)
{
	struct node_member *m = find(o, key);

	if (m == NULL) {
		append(o, key, v);
		return;
	}
	node_drop(m->value);
	m->value = v;
}

struct json *
node_get(const struct node_object *o, const char *key)
{
	const struct node_member *m = find(o, key);

	return m == NULL ? NULL : m->value;
}
