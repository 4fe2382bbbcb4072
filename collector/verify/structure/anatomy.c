/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/structure/anatomy.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/profile/metric.h"
#include "lib/profile/part_names.h"
#include "lib/store/db.h"
#include "lib/store/follow.h"
#include "lib/wire/snapshot.h"

/* IF-MIB and EtherLike-MIB. */
enum { STATUS_UP = 1, STATUS_DOWN = 2, DUPLEX_HALF = 2 };
enum { OPER_TESTING = 3, OPER_NOT_PRESENT = 6, OPER_LOWER_LAYER_DOWN = 7 };

/* 0 where it is not told. */
static int64_t
number(const struct db_rows *rows, size_t i, int col)
{
	return db_is_null(rows, i, col) ? 0 : db_int(rows, i, col);
}

/*
 * Names
 */

static int
read_names(const struct anatomy *a, int64_t at, struct part_names **out)
{
	struct db_rows *rows = NULL;
	struct stored_reading r;
	struct snapshot *s = NULL;
	struct buf list = { 0 };
	bool complete;
	int rc =
	    follow_find_reading(a->db, a->tenant_id, a->device_id, at, &rows);

	if (rc == ERR_OK && rows == NULL)
		return ERR_NOTFOUND;
	if (rc < 0)
		return rc;
	follow_reading(rows, 0, &r);
	buf_add(&list, r.varbinds, r.varbinds_len);
	rc = follow_parts(a->db, &r, &list, &complete);
	if (rc == ERR_OK)
		rc = snapshot_from_list(list.data, list.len, &s);
	if (rc == ERR_OK)
		part_names_read(s, out);
	snapshot_free(s);
	buf_free(&list);
	db_rows_free(rows);
	return rc == ERR_PARSE ? ERR_NOTFOUND : rc;
}

/*
 * Ports
 */

static enum structure_health
health_of_port(int64_t admin, int64_t oper)
{
	if (admin == STATUS_DOWN)
		return STRUCTURE_ABSENT;
	if (oper == STATUS_UP)
		return STRUCTURE_GOOD;
	if (oper == STATUS_DOWN || oper == OPER_TESTING ||
	    oper == OPER_NOT_PRESENT || oper == OPER_LOWER_LAYER_DOWN)
		return STRUCTURE_BAD;
	return STRUCTURE_UNTOLD;
}

static int
add_ports(const struct anatomy *a, int64_t at, const struct part_names *names,
    struct structure *out)
{
	struct db_rows *rows = NULL;
	int rc = structure_ports(a->db, a->tenant_id, a->device_id, at, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int64_t index = db_int(rows, i, 0);
		struct structure_part p = { .kind = STRUCTURE_PORT,
			.source = "interfaces",
			.key = db_text(rows, i, 0),
			.label = part_names_port(names, index),
			.peer = part_names_peer(names, index),
			.state = number(rows, i, 3) };

		if (!part_names_is_port(number(rows, i, 1)))
			continue;
		p.health = health_of_port(number(rows, i, 2), p.state);
		if (p.health == STRUCTURE_GOOD) {
			p.speed = number(rows, i, 4);
			p.half = number(rows, i, 5) == DUPLEX_HALF;
		}
		(void)structure_add(out, &p);
	}
	db_rows_free(rows);
	return rc;
}

/*
 * Other parts
 */

/* How many there are, told by one object for all. */
static bool
is_count(
    const struct metric_group *g, enum structure_kind kind, const char *unit)
{
	if (g->columns || unit == NULL)
		return false;
	return (kind == STRUCTURE_TUNNEL && strcmp(unit, "tunnels") == 0) ||
	    (kind == STRUCTURE_ACCESS_POINT &&
		strcmp(unit, "access points") == 0);
}

static enum structure_health
health_of(const struct db_rows *rows, size_t i)
{
	if (db_is_null(rows, i, 3))
		return STRUCTURE_UNTOLD;
	if (db_is_null(rows, i, 4))
		return STRUCTURE_ABSENT;
	return db_bool(rows, i, 4) ? STRUCTURE_GOOD : STRUCTURE_BAD;
}

/* How warm or how busy it is, is no structure: false. */
static bool
take_component(const struct db_rows *rows, size_t i,
    const struct metric_group *g, const struct part_names *names,
    struct structure_part *p)
{
	const char *unit = db_is_null(rows, i, 6) ? NULL : db_text(rows, i, 6);

	if (!structure_kind_parse(db_text(rows, i, 0), &p->kind))
		return false;
	p->health = health_of(rows, i);
	p->state = number(rows, i, 3);
	if (is_count(g, p->kind, unit)) {
		p->is_counted = true;
		p->amount = (int64_t)db_real(rows, i, 5);
	} else if (p->kind == STRUCTURE_STORAGE || p->kind == STRUCTURE_POE) {
		p->amount = number(rows, i, 7);
	} else if (p->health == STRUCTURE_UNTOLD) {
		return false;
	}
	p->said = metric_state_name(g, p->state);
	if (g->index == METRIC_INDEX_ENTITY) {
		int64_t index = strtoll(p->key, NULL, 10);

		p->label = part_names_entity(names, index);
		p->kind = part_names_kind(names, index, p->kind);
	} else if (g->index == METRIC_INDEX_STORAGE) {
		p->label = part_names_volume(names, strtoll(p->key, NULL, 10));
	}
	return true;
}

/* only: of that plan. */
static int
add_components(const struct anatomy *a, int64_t at, bool only_snapshot,
    const struct part_names *names, struct structure *out)
{
	struct db_rows *rows = NULL;
	int rc =
	    structure_components(a->db, a->tenant_id, a->device_id, at, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		struct structure_part p = { .source = db_text(rows, i, 1),
			.key = db_text(rows, i, 2) };
		const struct metric_group *g =
		    metric_set_find(a->metrics, p.source);

		if (g == NULL || (only_snapshot && g->plan != READING_SNAPSHOT))
			continue;
		if (take_component(rows, i, g, names, &p))
			(void)structure_add(out, &p);
	}
	db_rows_free(rows);
	return rc;
}

int
anatomy_read(const struct anatomy *a, const struct structure_moment *m,
    bool with_names, struct structure *out)
{
	struct part_names *names = NULL;
	int rc = read_names(a, m->named, &names);

	*out = (struct structure){ .at = m->measured,
		.is_whole = m->whole == m->measured };
	if (rc < 0)
		return rc;
	if (with_names)
		part_names_add(names, out);
	rc = add_ports(a, m->measured, names, out);
	if (rc == ERR_OK)
		rc = add_components(a, m->measured, false, names, out);
	if (rc == ERR_OK && m->whole != 0 && !out->is_whole)
		rc = add_components(a, m->whole, true, names, out);
	part_names_free(names);
	return rc;
}
