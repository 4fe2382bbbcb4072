/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/wanted.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/profile/object.h"

static void
add_oid(struct wanted *w, const struct profile_oid *o)
{
	if (o->oid.len == 0)
		return;
	w->oid = mem_grow(w->oid, w->n + 1, sizeof(*w->oid));
	w->oid[w->n++] = *o;
}

static void
add_rules(struct wanted *w, const struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		add_oid(w, &rules->rule[i].at);
}

static void
add_conditions(struct wanted *w, const struct conditions *c)
{
	for (size_t i = 0; i < c->n; i++)
		add_oid(w, &c->condition[i].at);
}

static void
add_component(struct wanted *w, const struct component_rule *c)
{
	struct profile_oid table = { 0 };

	add_oid(w, &c->names);
	add_oid(w, &c->value.at);
	if (c->source == COMPONENT_ENTITY)
		table = (struct profile_oid){ object_entity, true };
	else if (c->source == COMPONENT_PACKAGES)
		table = (struct profile_oid){ object_installed_name, true };
	add_oid(w, &table);
}

void
wanted_add_conditions(struct wanted *w, const struct profile *p)
{
	add_conditions(w, &p->match);
	add_conditions(w, &p->exclude);
}

void
wanted_add(struct wanted *w, const struct profile *p)
{
	wanted_add_conditions(w, p);
	add_rules(w, &p->version);
	add_rules(w, &p->patchlevel);
	add_rules(w, &p->second);
	add_rules(w, &p->hardware);
	add_rules(w, &p->serial);
	for (size_t i = 0; i < p->n_components; i++)
		add_component(w, &p->component[i]);
}

static int
by_oid(const void *a, const void *b)
{
	const struct profile_oid *x = a, *y = b;
	int d = oid_cmp(x->oid, y->oid);

	return d != 0 ? d : (int)y->column - (int)x->column;
}

void
wanted_sort(struct wanted *w)
{
	const struct profile_oid *last;
	size_t kept = 0;

	if (w->n > 0)
		qsort(w->oid, w->n, sizeof(*w->oid), by_oid);
	for (size_t i = 0; i < w->n; i++) {
		last = kept > 0 ? &w->oid[kept - 1] : NULL;
		if (last != NULL &&
		    (oid_eq(last->oid, w->oid[i].oid) ||
			(last->column &&
			    oid_is_within(w->oid[i].oid, last->oid))))
			continue;
		w->oid[kept++] = w->oid[i];
	}
	w->n = kept;
}

void
wanted_free(struct wanted *w)
{
	free(w->oid);
	*w = (struct wanted){ 0 };
}
