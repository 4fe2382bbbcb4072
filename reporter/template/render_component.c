/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/render.h"

#include <math.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/format.h"
#include "lib/base/json.h"
#include "reporter/chart/chart.h"

const char *
render_setting(
    const struct renderer *r, const struct component *c, const char *key)
{
	const struct setting *s = component_setting(c, key);

	return s != NULL ? value_words(&r->v, s->field[0].text) : NULL;
}

const struct json *
render_source(const struct renderer *r, const struct component *c)
{
	const struct setting *s = component_setting(c, "source");
	const struct json *list;
	bool is_count;

	if (s == NULL)
		return NULL;
	list = value_find(&r->v, s->field[0].path.text, &is_count);
	return json_is_list(list) ? list : NULL;
}

void
render_empty(struct renderer *r, const struct component *c)
{
	const char *text = render_setting(r, c, "empty");
	const char *title = render_setting(r, c, "title");
	struct run *run;

	if (text == NULL)
		return;
	run = render_plain(r, text);
	if (title != NULL) {
		struct run *lead =
		    render_plain(r, pool_printf(r->v.pool, "%s: ", title));

		lead->style = RUN_BOLD;
		lead->next = run;
		run = lead;
	}
	render_block(r, BLOCK_PARAGRAPH)->runs = run;
}

static const char *
choice(const struct component *c, const char *key)
{
	const struct setting *s = component_setting(c, key);

	return s != NULL ? s->field[0].choice : "";
}

static double
number(const struct component *c, const char *key, double missing)
{
	const struct setting *s = component_setting(c, key);

	return s != NULL && s->field[0].is_number ? s->field[0].number
						  : missing;
}

/* A note is one box: its paragraphs follow each other on new lines. */
static void
render_note(struct renderer *r, const struct component *c)
{
	const char *kind = choice(c, "kind");
	struct block *b = render_block(r, BLOCK_NOTE);
	struct run **last = &b->runs;

	b->light = strcmp(kind, "warning") == 0 ? LIGHT_ORANGE
	    : strcmp(kind, "good") == 0         ? LIGHT_GREEN
						: LIGHT_NONE;
	for (const struct item *i = c->body; i != NULL; i = i->next) {
		if (*last != b->runs || i != c->body) {
			*last = render_plain(r, "\n");
			last = &(*last)->next;
		}
		*last = value_runs(&r->v, i->text);
		while (*last != NULL)
			last = &(*last)->next;
	}
	if (b->runs == NULL)
		b->runs = render_plain(r, "");
}

/* "12 hoger" is left to the arrow: the size of a change, in points or units. */
static const char *
change_text(const struct renderer *r, double change, const struct format *f)
{
	const char *language = r->v.options->language;
	struct buf b = { 0 };
	const char *text;

	format_number(&b, language, fabs(change),
	    f->kind == FORMAT_PERCENT && f->decimals < 0 ? 1 : f->decimals);
	if (f->kind == FORMAT_PERCENT)
		buf_add_str(&b,
		    strncmp(language, "nl", 2) == 0 ? "\xc2\xa0punt"
						    : "\xc2\xa0points");
	text = pool_dup(r->v.pool, buf_str(&b));
	buf_free(&b);
	return text;
}

static void
apply_option(struct renderer *r, const struct field *f, const char *path,
    const struct format *format, struct tile *t)
{
	double n;

	switch (f->option) {
	case OPTION_LIGHT:
		t->light = value_light(&r->v, f->path.text);
		break;
	case OPTION_NOTE:
		t->note = value_words(&r->v, f->text);
		break;
	case OPTION_CHANGE:
		if (!value_number(&r->v, f->path.text, &n))
			break;
		t->direction = n > 1e-9 ? 1 : n < -1e-9 ? -1 : 0;
		t->change = change_text(r, n, format);
		break;
	case OPTION_NORM:
		if (f->condition == NULL || !value_number(&r->v, path, &n)) {
			t->light = LIGHT_GREY;
			break;
		}
		t->light =
		    value_meets(f->condition, n) ? LIGHT_GREEN : LIGHT_ORANGE;
		break;
	case OPTION_OF:
		/* Nothing of nothing is no good news. */
		if (t->light == LIGHT_GREEN &&
		    (!value_number(&r->v, f->path.text, &n) || n <= 0))
			t->light = LIGHT_GREY;
		break;
	case OPTION_NONE:
		break;
	}
}

static void
render_tiles(struct renderer *r, const struct component *c)
{
	struct block *b = render_block(r, BLOCK_TILES);
	struct tile **last = &b->tiles;

	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		static const struct format plain = { .decimals = -1 };
		const struct format *format =
		    s->nfields > 2 ? &s->field[2].format : &plain;
		const char *path = s->field[0].path.text;
		struct tile *t;

		if (strcmp(s->key, "tile") != 0)
			continue;
		t = POOL_NEW(r->v.pool, struct tile);
		t->value = value_text(&r->v, path, format);
		t->label = value_words(&r->v, s->field[1].text);
		for (size_t i = 3; i < s->nfields; i++)
			apply_option(r, &s->field[i], path, format, t);
		*last = t;
		last = &t->next;
	}
}

static void
render_list(struct renderer *r, const struct component *c)
{
	const struct json *list = render_source(r, c);
	const struct setting *item = component_setting(c, "item");
	bool numbered = strcmp(choice(c, "style"), "numbered") == 0;
	struct scope inner = { .up = r->v.scope };

	if (json_len(list) == 0) {
		render_empty(r, c);
		return;
	}
	for (size_t i = 0; i < json_len(list); i++) {
		struct block *b = render_block(r, BLOCK_ITEM);

		inner.value = json_at(list, i);
		r->v.scope = &inner;
		b->level = 1;
		b->runs = value_runs(&r->v, item->field[0].text);
		if (numbered)
			b->number = pool_printf(r->v.pool, "%zu.", i + 1);
		r->v.scope = inner.up;
	}
}

static void
render_contents(struct renderer *r, const struct component *c)
{
	struct block *b = render_block(r, BLOCK_CONTENTS);

	b->level = (int)number(c, "depth", 2);
	if (component_setting(c, "title") != NULL)
		b->runs = render_plain(r, render_setting(r, c, "title"));
}

void
render_component(struct renderer *r, const struct component *c)
{
	static const struct {
		const char *name;
		void (*render)(struct renderer *r, const struct component *c);
	} kinds[] = {
		{ "note", render_note },
		{ "tiles", render_tiles },
		{ "chart", render_chart },
		{ "table", render_table },
		{ "matrix", render_matrix },
		{ "lights", render_lights },
		{ "list", render_list },
		{ "contents", render_contents },
		{ "history", render_fixed },
		{ "approval", render_fixed },
	};

	if (!value_holds(&r->v, component_when(c)))
		return;
	if (strcmp(c->name, "text") == 0)
		render_items(r, c->body);
	if (strcmp(c->name, "pagebreak") == 0)
		render_block(r, BLOCK_PAGE);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(c->name, kinds[i].name) == 0)
			kinds[i].render(r, c);
	}
}
