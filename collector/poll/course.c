/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/course.h"

#include <stdlib.h>
#include <string.h>

#include "collector/poll/agenda.h"
#include "collector/poll/contact.h"
#include "collector/poll/device.h"
#include "collector/poll/metrics.h"
#include "collector/poll/plan.h"
#include "collector/poll/planner.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/varbind.h"

enum step { STEP_CONTACT, STEP_IDENTITY, STEP_SINGLES, STEP_TABLES };

struct course {
	struct planner *planner;
	struct device *device;
	const struct metrics *metrics;
	enum reading_plan plan;
	enum step step;
	struct buf sys_object_id;
	const struct plan *identity;
	size_t next;           /* list of identity, or group */
	struct oid *singles;   /* of all groups, got together */
	struct walk_list list; /* of those */
	size_t said;           /* octets, before them */
	bool addresses;        /* of its neighbours: they were asked for */
};

struct course *
course_new(struct planner *p, struct device *d, enum reading_plan plan)
{
	struct course *c = mem_new(1, sizeof(*c));

	c->planner = p;
	c->device = d;
	c->plan = plan;
	c->metrics = planner_metrics(p);
	return c;
}

void
course_free(struct course *c)
{
	if (c == NULL)
		return;
	buf_free(&c->sys_object_id);
	free(c->singles);
	free(c);
}

enum reading_plan
course_plan(const struct course *c)
{
	return c->plan;
}

/*
 * The contact
 */

static bool
has_booted(struct device *d, const struct uptime *now)
{
	const struct uptime *before = d->uptime.at == 0 ? NULL : &d->uptime;
	enum uptime_change change = uptime_compare(before, now);

	d->uptime = *now;
	return change == UPTIME_REBOOTED || change == UPTIME_AGENT_RESTARTED;
}

/* Each group is looked for anew, and each table to its end. */
static void
forget(struct course *c)
{
	struct device *d = c->device;

	for (size_t i = 0; d->habits != NULL && i < metrics_count(c->metrics);
	     i++)
		d->habits[i].known = false;
}

static void
take_contact(struct course *c, const struct gathered *said)
{
	struct device *d = c->device;
	int64_t now = clock_monotonic();
	struct contact contact;
	bool other;

	contact_read((struct ber){ said->varbinds.data, said->varbinds.len },
	    now, &contact);
	buf_add(&c->sys_object_id, contact.sys_object_id.data,
	    contact.sys_object_id.len);
	other = !planner_knows(d, contact.identity);
	other |= has_booted(d, &contact.uptime);
	if (c->plan == READING_STABILITY && other && agenda_hurry(d, now))
		c->plan = READING_IDENTITY;
	if (c->plan != READING_STABILITY)
		c->identity = planner_plan(c->planner, d);
	if (c->plan == READING_SNAPSHOT)
		forget(c);
	c->step = STEP_IDENTITY;
}

/*
 * Metrics
 */

static struct walk_habit *
habit_of(const struct course *c, size_t group)
{
	struct device *d = c->device;

	if (d->habits == NULL)
		d->habits =
		    mem_new(metrics_count(c->metrics), sizeof(*d->habits));
	return &d->habits[group];
}

/* Does that group tell what the first column of g is there to tell? */
static bool
is_told_by(const struct metric_group *other, const struct walk_habit *habit,
    const struct metric_group *g)
{
	if (!habit->known || habit->rows == 0)
		return false;
	for (size_t i = 0; i < other->n_columns; i++) {
		if (other->column[i].field == g->column[0].field)
			return (habit->none & 1U << i) == 0;
	}
	return false;
}

static bool
is_replaced(const struct course *c, const struct metric_group *g)
{
	for (size_t i = 0; g->instead != NULL && i < g->number; i++) {
		const struct metric_group *other = metrics_group(c->metrics, i);

		if (strcmp(other->name, g->instead) == 0)
			return is_told_by(other, habit_of(c, i), g);
	}
	return false;
}

/* Most groups are known to be absent: that is seen without looking at them. */
static bool
is_asked(const struct course *c, size_t group)
{
	const struct metric_group *g = metrics_group(c->metrics, group);
	const struct oid id = { c->sys_object_id.data, c->sys_object_id.len };
	struct walk_habit *h = habit_of(c, group);

	if (h->known && h->rows == 0)
		return false;
	/* What is for others is as what says nothing. */
	if (!metric_is_for(g, id)) {
		*h = (struct walk_habit){ .known = true };
		return false;
	}
	return (g->plan == READING_STABILITY || c->plan == READING_SNAPSHOT) &&
	    !is_replaced(c, g);
}

/* Single objects of all groups go together in as few questions as they fit. */
static const struct walk_list *
singles(struct course *c, const struct gathered *said)
{
	size_t n = 0;

	c->said = said->varbinds.len;
	for (size_t i = 0; i < metrics_count(c->metrics); i++) {
		const struct metric_group *g = metrics_group(c->metrics, i);

		if (!is_asked(c, i) || g->columns)
			continue;
		c->singles =
		    mem_grow(c->singles, n + g->n_columns, sizeof(*c->singles));
		for (size_t k = 0; k < g->n_columns; k++)
			c->singles[n++] = g->column[k].oid;
	}
	c->list = (struct walk_list){ .names = c->singles, .count = n };
	return n == 0 ? NULL : &c->list;
}

/* A group of single objects is there when one of them is. */
static void
learn_singles(struct course *c, const struct gathered *said)
{
	struct ber list = { said->varbinds.data + c->said,
		said->varbinds.len - c->said };
	const struct metric_column *column = NULL;
	struct varbind vb;
	struct oid index;

	if (c->list.count == 0)
		return;
	for (size_t i = 0; i < metrics_count(c->metrics); i++) {
		if (is_asked(c, i) && !metrics_group(c->metrics, i)->columns)
			*habit_of(c, i) = (struct walk_habit){ .known = true };
	}
	while (varbind_take(&list, &vb) == ERR_OK) {
		column = metric_find(
		    metrics_set(c->metrics), column, vb.oid, &index);
		if (column != NULL && !column->group->columns)
			habit_of(c, column->group->number)->rows = 1;
	}
}

static const struct walk_list *
next_table(struct course *c, struct walk_habit **habit)
{
	while (c->next < metrics_count(c->metrics)) {
		size_t i = c->next++;

		if (!is_asked(c, i) || !metrics_group(c->metrics, i)->columns)
			continue;
		*habit = habit_of(c, i);
		return metrics_list(c->metrics, i);
	}
	return NULL;
}

static const struct walk_list *
next_of_identity(struct course *c)
{
	const struct walk_list *list = NULL;

	if (c->identity != NULL)
		list = plan_list(c->identity, c->next++);
	if (list == NULL && c->plan == READING_SNAPSHOT && !c->addresses) {
		c->addresses = true;
		list = plan_addresses();
	}
	return list;
}

const struct walk_list *
course_next(
    struct course *c, const struct gathered *said, struct walk_habit **habit)
{
	const struct walk_list *list = NULL;

	if (c->step == STEP_CONTACT)
		take_contact(c, said);
	if (c->step == STEP_IDENTITY) {
		list = next_of_identity(c);
		if (list != NULL || c->plan == READING_IDENTITY)
			return list;
		c->step = STEP_SINGLES;
		c->next = 0;
		list = singles(c, said);
		if (list != NULL)
			return list;
	}
	if (c->step == STEP_SINGLES) {
		learn_singles(c, said);
		c->step = STEP_TABLES;
	}
	return next_table(c, habit);
}

void
course_learn(struct course *c, const struct gathered *said)
{
	if (c->identity == NULL)
		return;
	planner_learn(c->planner, c->device, said);
	if (c->plan == READING_IDENTITY)
		forget(c);
}
