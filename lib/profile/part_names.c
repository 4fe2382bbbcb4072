/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/part_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/profile/extract.h"
#include "lib/profile/profile.h"
#include "lib/wire/neighbour.h"
#include "lib/wire/oid.h"
#include "lib/wire/snapshot.h"

#define MIB_2 0x2b, 6, 1, 2, 1

enum {
	/* PhysicalClass, RFC 6933 */
	CLASS_CHASSIS = 3,
	CLASS_PSU = 6,
	CLASS_FAN = 7,
	CLASS_SENSOR = 8,
	CLASS_MODULE = 9,

	DEPTH_MAX = 16, /* of parts within parts; more is a circle */
	LABEL_MAX = 120,
	NETWORK = NEIGHBOUR_BRIDGE | NEIGHBOUR_ROUTER | NEIGHBOUR_ACCESS_POINT |
	    NEIGHBOUR_REPEATER,
};

struct port {
	int64_t index, type;
	char *name, *description;
	const char *peer; /* borrowed from the neighbours, or "" */
};

struct entity {
	int64_t index, class, within;
	char *label;
};

struct volume {
	int64_t index;
	char *name;
};

struct part_names {
	struct port *port;
	size_t n_ports;
	struct entity *entity;
	size_t n_entities;
	struct volume *volume;
	size_t n_volumes;
	struct neighbours neighbours;
};

static char *
text_of(const struct value *v)
{
	struct buf b = { 0 };

	extract_text(v, CLEAN_QUOTES, &b);
	if (b.len > LABEL_MAX)
		b.len = LABEL_MAX;
	return buf_take_str(&b);
}

/*
 * Rows, by a number: those of a snapshot are in its order
 */

/* The number behind the column; false for an index of another shape. */
static bool
row_number(struct oid name, struct oid column, int64_t *out)
{
	int64_t n = 0;

	if (name.len <= column.len || name.len - column.len > 5)
		return false;
	for (size_t i = column.len; i < name.len; i++) {
		n = n << 7 | (name.data[i] & 0x7f);
		if ((name.data[i] & 0x80) == 0 && i + 1 < name.len)
			return false;
	}
	*out = n;
	return true;
}

typedef void row_fn(struct part_names *n, int64_t index, const struct value *v);

static void
each_row(struct part_names *n, const struct snapshot *s, struct oid column,
    row_fn *take)
{
	for (size_t i = snapshot_find(s, column); i < snapshot_count(s); i++) {
		struct varbind vb;
		int64_t index;

		snapshot_at(s, i, &vb);
		if (!oid_is_within(vb.oid, column))
			return;
		if (row_number(vb.oid, column, &index))
			take(n, index, &vb.value);
	}
}

static int
compare_ports(const void *a, const void *b)
{
	const struct port *x = a, *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

static int
compare_entities(const void *a, const void *b)
{
	const struct entity *x = a, *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

static int
compare_volumes(const void *a, const void *b)
{
	const struct volume *x = a, *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

static struct port *
find_port(const struct part_names *n, int64_t index)
{
	const struct port key = { .index = index };

	return n->n_ports == 0
	    ? NULL
	    : bsearch(&key, n->port, n->n_ports, sizeof(key), compare_ports);
}

static struct entity *
find_entity(const struct part_names *n, int64_t index)
{
	const struct entity key = { .index = index };

	return n->n_entities == 0 ? NULL
				  : bsearch(&key, n->entity, n->n_entities,
					sizeof(key), compare_entities);
}

/*
 * Ports
 */

/* ifDescr comes first, and has all of them. */
static void
take_description(struct part_names *n, int64_t index, const struct value *v)
{
	if (n->n_ports == STRUCTURE_PARTS_MAX)
		return;
	if ((n->n_ports & (n->n_ports - 1)) == 0)
		n->port = mem_grow(n->port,
		    n->n_ports == 0 ? 1 : 2 * n->n_ports, sizeof(*n->port));
	n->port[n->n_ports++] = (struct port){
		.index = index, .description = text_of(v), .peer = ""
	};
}

static void
take_name(struct part_names *n, int64_t index, const struct value *v)
{
	struct port *p = find_port(n, index);

	if (p != NULL && p->name == NULL)
		p->name = text_of(v);
}

static void
take_type(struct part_names *n, int64_t index, const struct value *v)
{
	struct port *p = find_port(n, index);

	if (p != NULL && v->type == VALUE_INTEGER)
		p->type = v->integer;
}

bool
part_names_is_port(int64_t type)
{
	static const int16_t types[] = { 6, 62, 69, 71, 117, 161 };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (types[i] == type)
			return true;
	}
	return false;
}

size_t
part_names_count(const struct part_names *n)
{
	return n->n_ports;
}

int64_t
part_names_index(const struct part_names *n, size_t i)
{
	return n->port[i].index;
}

int64_t
part_names_type(const struct part_names *n, size_t i)
{
	return n->port[i].type;
}

static bool
is_called(const struct port *p, const char *name)
{
	return strcmp(p->description, name) == 0 ||
	    (p->name != NULL && strcmp(p->name, name) == 0);
}

/*
 * By the name that LLDP gives it, for its numbers of ports are its own; where
 * it gives none, most agents count as IF-MIB does.
 */
static struct port *
port_of(const struct part_names *n, const struct neighbour *of)
{
	for (size_t i = 0; of->local[0] != '\0' && i < n->n_ports; i++) {
		if (is_called(&n->port[i], of->local))
			return &n->port[i];
	}
	return find_port(n, of->index);
}

static bool
is_network(const struct neighbour *one)
{
	return one->protocol != NEIGHBOUR_ARP && (one->roles & NETWORK) != 0 &&
	    (one->roles & NEIGHBOUR_PHONE) == 0;
}

static const char *
name_of(const struct neighbour *one)
{
	return one->name[0] != '\0' ? one->name : one->chassis;
}

static void
find_peers(struct part_names *n)
{
	for (size_t i = 0; i < n->neighbours.count; i++) {
		const struct neighbour *one = &n->neighbours.list[i];
		struct port *p = is_network(one) ? port_of(n, one) : NULL;

		if (p != NULL && p->peer[0] == '\0')
			p->peer = name_of(one);
	}
}

/*
 * Volumes
 */

static void
take_volume(struct part_names *n, int64_t index, const struct value *v)
{
	if (n->n_volumes == STRUCTURE_PARTS_MAX)
		return;
	if ((n->n_volumes & (n->n_volumes - 1)) == 0)
		n->volume = mem_grow(n->volume,
		    n->n_volumes == 0 ? 1 : 2 * n->n_volumes,
		    sizeof(*n->volume));
	n->volume[n->n_volumes++] =
	    (struct volume){ .index = index, .name = text_of(v) };
}

/*
 * Entities
 */

/* entPhysicalClass comes first. */
static void
take_class(struct part_names *n, int64_t index, const struct value *v)
{
	if (v->type != VALUE_INTEGER || n->n_entities == STRUCTURE_PARTS_MAX)
		return;
	if ((n->n_entities & (n->n_entities - 1)) == 0)
		n->entity = mem_grow(n->entity,
		    n->n_entities == 0 ? 1 : 2 * n->n_entities,
		    sizeof(*n->entity));
	n->entity[n->n_entities++] =
	    (struct entity){ .index = index, .class = v->integer };
}

static void
take_within(struct part_names *n, int64_t index, const struct value *v)
{
	struct entity *e = find_entity(n, index);

	if (e != NULL && v->type == VALUE_INTEGER)
		e->within = v->integer;
}

/* The name, and where that is empty the description. */
static void
take_label(struct part_names *n, int64_t index, const struct value *v)
{
	struct entity *e = find_entity(n, index);

	if (e == NULL || (e->label != NULL && e->label[0] != '\0'))
		return;
	free(e->label);
	e->label = text_of(v);
}

static bool
kind_of_class(int64_t class, enum structure_kind *out)
{
	switch (class) {
	case CLASS_CHASSIS:
		*out = STRUCTURE_CHASSIS;
		return true;
	case CLASS_PSU:
		*out = STRUCTURE_PSU;
		return true;
	case CLASS_FAN:
		*out = STRUCTURE_FAN;
		return true;
	case CLASS_MODULE:
		*out = STRUCTURE_MODULE;
		return true;
	case CLASS_SENSOR:
		*out = STRUCTURE_SENSOR;
		return true;
	default:
		return false;
	}
}

/* What the lines of an alert are about: not each sensor or slot. */
static bool
is_listed(const struct entity *e, enum structure_kind *kind)
{
	return kind_of_class(e->class, kind) && *kind != STRUCTURE_SENSOR;
}

/* The nearest listed part that it is in; NULL: none. */
static const struct entity *
around(const struct part_names *n, const struct entity *e)
{
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		enum structure_kind kind;

		e = find_entity(n, e->within);
		if (e == NULL || is_listed(e, &kind))
			return e;
	}
	return NULL;
}

static void
add_entities(const struct part_names *n, struct structure *out)
{
	char key[24], within[24];

	for (size_t i = 0; i < n->n_entities; i++) {
		const struct entity *e = &n->entity[i], *larger;
		struct structure_part p = { .source = PART_SOURCE_ENTITIES,
			.key = key,
			.label = e->label,
			.within = within };

		if (!is_listed(e, &p.kind))
			continue;
		larger = around(n, e);
		snprintf(key, sizeof(key), "%lld", (long long)e->index);
		snprintf(within, sizeof(within), "%lld",
		    larger == NULL ? 0 : (long long)larger->index);
		(void)structure_add(out, &p);
	}
}

static bool
has_neighbour(const struct structure *s, const char *key)
{
	for (size_t i = s->n; i-- > 0;) {
		const struct structure_part *p = &s->part[i];

		if (p->kind != STRUCTURE_NEIGHBOUR)
			return false;
		if (strcmp(p->key, key) == 0)
			return true;
	}
	return false;
}

/* One for each link: two protocols tell of the same one. */
static void
add_neighbours(const struct part_names *n, struct structure *out)
{
	struct buf key = { 0 };

	for (size_t i = 0; i < n->neighbours.count; i++) {
		const struct neighbour *one = &n->neighbours.list[i];
		const struct port *at = port_of(n, one);
		struct structure_part p = { .kind = STRUCTURE_NEIGHBOUR,
			.source = PART_SOURCE_NEIGHBOURS };

		p.label = name_of(one);
		p.peer =
		    at == NULL ? one->local : part_names_port(n, at->index);
		buf_clear(&key);
		buf_printf(&key, "%s %s", p.label, p.peer);
		p.key = buf_str(&key);
		if (is_network(one) && p.label[0] != '\0' &&
		    !has_neighbour(out, p.key))
			(void)structure_add(out, &p);
	}
	buf_free(&key);
}

/*
 * The whole
 */

void
part_names_read(const struct snapshot *s, struct part_names **out)
{
	const struct {
		struct oid column;
		row_fn *take;
	} columns[] = {
		{ OID_OF(MIB_2, 2, 2, 1, 2), take_description }, /* ifDescr */
		{ OID_OF(MIB_2, 2, 2, 1, 3), take_type },        /* ifType */
		{ OID_OF(MIB_2, 31, 1, 1, 1, 1), take_name },    /* ifName */
		{ OID_OF(MIB_2, 25, 2, 3, 1, 3), take_volume },
		{ OID_OF(MIB_2, 47, 1, 1, 1, 1, 5), take_class },
		{ OID_OF(MIB_2, 47, 1, 1, 1, 1, 4), take_within },
		{ OID_OF(MIB_2, 47, 1, 1, 1, 1, 7), take_label }, /* Name */
		{ OID_OF(MIB_2, 47, 1, 1, 1, 1, 2), take_label }, /* Descr */
	};
	struct part_names *n = mem_new(1, sizeof(*n));

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		each_row(n, s, columns[i].column, columns[i].take);
	neighbours_read(s, &n->neighbours);
	find_peers(n);
	*out = n;
}

void
part_names_free(struct part_names *n)
{
	if (n == NULL)
		return;
	for (size_t i = 0; i < n->n_ports; i++) {
		free(n->port[i].name);
		free(n->port[i].description);
	}
	for (size_t i = 0; i < n->n_entities; i++)
		free(n->entity[i].label);
	for (size_t i = 0; i < n->n_volumes; i++)
		free(n->volume[i].name);
	free(n->volume);
	free(n->port);
	free(n->entity);
	neighbours_free(&n->neighbours);
	free(n);
}

const char *
part_names_port(const struct part_names *n, int64_t if_index)
{
	const struct port *p = find_port(n, if_index);

	if (p == NULL)
		return "";
	return p->name != NULL && p->name[0] != '\0' ? p->name : p->description;
}

const char *
part_names_peer(const struct part_names *n, int64_t if_index)
{
	const struct port *p = find_port(n, if_index);

	return p == NULL ? "" : p->peer;
}

const char *
part_names_entity(const struct part_names *n, int64_t index)
{
	const struct entity *e = find_entity(n, index);

	return e == NULL || e->label == NULL ? "" : e->label;
}

const char *
part_names_volume(const struct part_names *n, int64_t index)
{
	const struct volume key = { .index = index };
	const struct volume *v = n->n_volumes == 0
	    ? NULL
	    : bsearch(
		  &key, n->volume, n->n_volumes, sizeof(key), compare_volumes);

	return v == NULL ? "" : v->name;
}

enum structure_kind
part_names_kind(
    const struct part_names *n, int64_t index, enum structure_kind told)
{
	const struct entity *e = find_entity(n, index);
	enum structure_kind kind;

	return e != NULL && kind_of_class(e->class, &kind) ? kind : told;
}

void
part_names_add(const struct part_names *n, struct structure *out)
{
	add_entities(n, out);
	add_neighbours(n, out);
}
