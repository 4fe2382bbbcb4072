/* SPDX-License-Identifier: Apache-2.0 */

/* The lists that a template shows: what else is made of it shows no others. */

#include <string.h>

#include "reporter/template/template.h"
#include "reporter/template/tree.h"

struct walk {
	const struct template *t;
	void (*take)(void *arg, const char *list);
	void *arg;
};

/* "site.patches", where each "site" is one of sites: "sites[].patches". */
static const char *
whole_name(const struct walk *w, const char *path)
{
	size_t len = strcspn(path, ".");

	for (const struct item *i = w->t->items; i != NULL; i = i->next) {
		if (i->kind != ITEM_HEADING || i->each == NULL ||
		    strlen(i->each) != len || strncmp(i->each, path, len) != 0)
			continue;
		return pool_printf(w->t->pool, "%s[]%s", i->each_list.text,
		    path[len] == '.' ? path + len : "");
	}
	return path;
}

static void
visit_component(const struct walk *w, const struct component *c)
{
	const struct setting *source = component_setting(c, "source");
	const struct setting *rows = component_setting(c, "rows");
	const char *list;

	if (source == NULL)
		return;
	list = whole_name(w, source->field[0].path.text);
	w->take(w->arg, list);
	if (rows != NULL)
		w->take(w->arg,
		    pool_printf(
			w->t->pool, "%s[].%s", list, rows->field[0].path.text));
}

void
template_sources(const struct template *t,
    void (*take)(void *arg, const char *list), void *arg)
{
	const struct walk w = { t, take, arg };

	for (const struct item *i = t->items; i != NULL; i = i->next) {
		if (i->kind == ITEM_COMPONENT)
			visit_component(&w, i->component);
		if (i->kind == ITEM_HEADING && i->each != NULL)
			take(arg, whole_name(&w, i->each_list.text));
	}
}
