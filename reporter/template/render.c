/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/render.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/front.h"
#include "lib/base/json.h"

struct block *
render_block(struct renderer *r, enum block_kind kind)
{
	struct block *b = POOL_NEW(r->v.pool, struct block);

	b->kind = kind;
	*r->last = b;
	r->last = &b->next;
	return b;
}

struct run *
render_plain(const struct renderer *r, const char *text)
{
	struct run *run = POOL_NEW(r->v.pool, struct run);

	run->text = text;
	return run;
}

/* "3", "3.1", "3.1.2"; an annex begins with its letter. */
static const char *
next_number(struct renderer *r, const struct item *i)
{
	struct pool *pool = r->v.pool;
	const char *top;

	if (i->level == 1) {
		r->in_annex = i->annex;
		if (i->annex)
			r->annexes++;
		else
			r->number[1]++;
	} else {
		r->number[i->level]++;
	}
	for (int level = i->level + 1; level <= 3; level++)
		r->number[level] = 0;
	top = r->in_annex ? pool_printf(pool, "%c", 'A' + (r->annexes - 1) % 26)
			  : pool_printf(pool, "%d", r->number[1]);
	if (i->level == 1)
		return top;
	if (i->level == 2)
		return pool_printf(pool, "%s.%d", top, r->number[2]);
	return pool_printf(pool, "%s.%d.%d", top, r->number[2], r->number[3]);
}

static void
render_heading(struct renderer *r, const struct item *i)
{
	struct block *b;

	/* What stands before the first heading was the cover's. */
	if (r->doc->body == NULL && r->last != &r->doc->body &&
	    r->number[0] == 0) {
		r->last = &r->doc->body;
		r->number[0] = 1;
	}
	b = render_block(r, BLOCK_HEADING);
	b->level = i->level;
	b->number = i->unnumbered ? NULL : next_number(r, i);
	b->runs = value_runs(&r->v, i->text);
}

static void
render_point(struct renderer *r, const struct item *i)
{
	struct block *b = render_block(r, BLOCK_ITEM);

	b->level = i->level;
	b->runs = value_runs(&r->v, i->text);
	if (i->ordered)
		b->number = pool_printf(r->v.pool, "%d.", i->number);
}

static const struct item *
section_end(const struct item *i)
{
	int level = i->level;

	for (i = i->next; i != NULL; i = i->next) {
		if (i->kind == ITEM_HEADING && i->level <= level)
			break;
	}
	return i;
}

static void render_until(
    struct renderer *r, const struct item *i, const struct item *end);

/* A heading and all below it, as often as its list has items. */
static void
render_section(struct renderer *r, const struct item *i, const struct item *end)
{
	struct scope each = { .name = i->each, .up = r->v.scope };
	const struct json *list;
	bool is_count;

	if (i->each == NULL) {
		if (value_holds(&r->v, i->when)) {
			render_heading(r, i);
			render_until(r, i->next, end);
		}
		return;
	}
	list = value_find(&r->v, i->each_list.text, &is_count);
	for (size_t k = 0; json_is_list(list) && k < json_len(list); k++) {
		each.value = json_at(list, k);
		r->v.scope = &each;
		if (value_holds(&r->v, i->when)) {
			render_heading(r, i);
			render_until(r, i->next, end);
		}
		r->v.scope = each.up;
	}
}

static void
render_until(struct renderer *r, const struct item *i, const struct item *end)
{
	const struct item *next;

	for (; i != end; i = next) {
		next = i->next;
		switch (i->kind) {
		case ITEM_HEADING:
			next = section_end(i);
			render_section(r, i, next);
			break;
		case ITEM_PARAGRAPH:
			render_block(r, BLOCK_PARAGRAPH)->runs =
			    value_runs(&r->v, i->text);
			break;
		case ITEM_POINT:
			render_point(r, i);
			break;
		case ITEM_COMPONENT:
			render_component(r, i->component);
			break;
		}
	}
}

void
render_items(struct renderer *r, const struct item *i)
{
	render_until(r, i, NULL);
}

static void
add_fact(struct renderer *r, const struct front *f)
{
	struct fact **last = &r->doc->facts;

	while (*last != NULL)
		last = &(*last)->next;
	*last = POOL_NEW(r->v.pool, struct fact);
	(*last)->label = value_words(&r->v, f->label);
	(*last)->value = value_words(&r->v, f->text);
}

/* On a line of its own it begins with a capital, behind the title it does not.
 */
static void
capitalise_subtitle(struct document *d, struct pool *pool)
{
	char *first;

	d->running = d->subtitle;
	if (d->subtitle == NULL || *d->subtitle < 'a' || *d->subtitle > 'z')
		return;
	first = pool_dup(pool, d->subtitle);
	*first = (char)(*first - 'a' + 'A');
	d->subtitle = first;
}

static void
render_front(struct renderer *r, const struct template *t)
{
	struct document *d = r->doc;
	const struct {
		const char *key, **to;
	} texts[] = {
		{ "title", &d->title },
		{ "subtitle", &d->subtitle },
		{ "period", &d->period },
		{ "organisation", &d->organisation },
		{ "classification", &d->classification },
		{ "number", &d->number },
		{ "version", &d->version },
		{ "reference", &d->reference },
		{ "status", &d->status },
		{ "notice", &d->notice },
		{ "author", &d->author },
		{ "subject", &d->subject },
		{ "keywords", &d->keywords },
	};

	for (const struct front *f = t->front; f != NULL; f = f->next) {
		if (strcmp(f->key, "about") == 0)
			add_fact(r, f);
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
			const char *text;

			if (strcmp(f->key, texts[i].key) != 0)
				continue;
			text = value_words(&r->v, f->text);
			*texts[i].to = *text != '\0' ? text : NULL;
		}
	}
	d->no_cover = template_setting(t, "cover") != NULL &&
	    front_lists(template_setting(t, "cover"), "none");
	if (d->title == NULL)
		d->title = "";
	capitalise_subtitle(d, r->v.pool);
}

int
template_render(const struct template *t, const struct json *data,
    const struct template_options *o, struct document **out)
{
	struct document *d = document_new(o->language);
	const struct scope top = { .value = data };
	struct renderer r = {
		.doc = d,
		.last = &d->cover,
		.v = {
		    .pool = d->pool,
		    .options = o,
		    .scope = &top,
		    .template = t,
		    .doc = d,
		    .unknown = strncmp(o->language, "nl", 2) == 0 ? "onbekend"
								  : "unknown",
		},
	};

	render_front(&r, t);
	render_items(&r, t->items);
	*out = d;
	return ERR_OK;
}

/* Twice where something was replaced: what is said of it may stand before it.
 */
int
template_render_counted(const struct template *t, struct json *data,
    const struct template_options *o, struct document **out)
{
	struct template_options with = *o;
	size_t replaced = 0;
	int rc;

	json_put_int(data, "replaced", 0);
	with.replaced = &replaced;
	rc = template_render(t, data, &with, out);
	if (rc < 0 || replaced == 0)
		return rc;
	document_free(*out);
	*out = NULL;
	json_put_int(data, "replaced", (int64_t)replaced);
	with.replaced = NULL;
	return template_render(t, data, &with, out);
}
