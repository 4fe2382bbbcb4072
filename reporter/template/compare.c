/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/template.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reporter/template/tree.h"

/*
 * Whether two languages of one report say the same: what a template has is
 * listed by what it reads, without its words, and the lists are compared. The
 * order may differ; what is left over on either side is a fault.
 */

enum { MARKS_MAX = 2000 };

struct mark {
	const char *what; /* "table of late: device, patch" */
	struct place at;
	bool met;
};

struct marks {
	struct mark *mark;
	size_t n;
};

static void
add_mark(struct template *t, struct marks *m, const char *what, struct place at)
{
	if (m->n == MARKS_MAX)
		return;
	m->mark[m->n++] = (struct mark){ pool_dup(t->pool, what), at, false };
}

/* A field of one language, title_nl, is the other's title_en. */
static void
add_path(struct buf *b, const char *path)
{
	size_t len = strlen(path);

	if (len > 3 &&
	    (strcmp(path + len - 3, "_nl") == 0 ||
		strcmp(path + len - 3, "_en") == 0))
		len -= 3;
	buf_printf(b, "%s%.*s",
	    b->len > 0 && b->data[b->len - 1] != ' ' ? ", " : "", (int)len,
	    path);
}

static void
add_condition(struct buf *b, const struct condition *c)
{
	if (c == NULL)
		return;
	buf_printf(b, " when %s%s", c->negate ? "not " : "", c->path.text);
	if (c->operator!= OP_HOLDS)
		buf_printf(b, " %d %s", (int)c->operator, c->text);
}

/* Values inside texts are not compared: word order differs. */
static void
mark_component(struct template *t, const struct component *c, struct marks *m)
{
	const struct setting *source = component_setting(c, "source");
	struct buf b = { 0 };

	buf_add_str(&b, c->name);
	if (source != NULL)
		buf_printf(&b, " of %s: ", source->field[0].path.text);
	for (const struct setting *s = c->settings; s != NULL; s = s->next) {
		if (s == source)
			continue;
		for (size_t i = 0; i < s->nfields; i++)
			if (s->field[i].path.text != NULL)
				add_path(&b, s->field[i].path.text);
	}
	add_condition(&b, component_when(c));
	add_mark(t, m, buf_str(&b), c->at);
	buf_free(&b);
}

static void
mark_heading(struct template *t, const struct item *i, struct marks *m)
{
	struct buf b = { 0 };

	buf_printf(&b, "heading of level %d%s%s", i->level,
	    i->annex ? ", annex" : "", i->unnumbered ? ", unnumbered" : "");
	if (i->each != NULL)
		buf_printf(&b, ", each of %s", i->each_list.text);
	add_condition(&b, i->when);
	add_mark(t, m, buf_str(&b), i->at);
	buf_free(&b);
}

/* Settings of the front matter that are the same in every language. */
static const char *const same_keys[] = { "report", "periods", "scope", "prefix",
	"cover" };

static void
mark_front(struct template *t, struct marks *m)
{
	for (const struct front *f = t->front; f != NULL; f = f->next) {
		for (size_t i = 0; i < sizeof(same_keys) / sizeof(*same_keys);
		     i++)
			if (strcmp(f->key, same_keys[i]) == 0)
				add_mark(t, m,
				    pool_printf(
					t->pool, "%s: %s", f->key, f->value),
				    f->at);
	}
}

static void
mark_all(struct template *t, struct marks *m)
{
	m->mark = pool_alloc(t->pool, MARKS_MAX * sizeof(*m->mark));
	mark_front(t, m);
	for (const struct item *i = t->items; i != NULL; i = i->next) {
		if (i->kind == ITEM_HEADING)
			mark_heading(t, i, m);
		if (i->kind == ITEM_COMPONENT)
			mark_component(t, i->component, m);
	}
}

static bool
meet(struct marks *other, const char *what)
{
	for (size_t i = 0; i < other->n; i++) {
		if (other->mark[i].met ||
		    strcmp(other->mark[i].what, what) != 0)
			continue;
		other->mark[i].met = true;
		return true;
	}
	return false;
}

int
template_compare(struct template *a, struct template *b)
{
	struct marks of_a = { 0 }, of_b = { 0 };
	int rc = ERR_OK;

	mark_all(a, &of_a);
	mark_all(b, &of_b);
	for (size_t i = 0; i < of_a.n; i++) {
		if (meet(&of_b, of_a.mark[i].what))
			continue;
		template_fault(a, of_a.mark[i].at, "%s: not in %s",
		    of_a.mark[i].what, b->name);
		rc = ERR_PARSE;
	}
	for (size_t i = 0; i < of_b.n; i++) {
		if (of_b.mark[i].met)
			continue;
		template_fault(b, of_b.mark[i].at, "%s: not in %s",
		    of_b.mark[i].what, a->name);
		rc = ERR_PARSE;
	}
	return rc;
}
