/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/render.h"

#include <stdio.h>
#include <string.h>

/* Footnotes: [^name] in a text, and a component that says what it means. */

enum { NAME_MAX_LEN = 32, NOTE_MAX = 600 };

/* The length of "[^name]" at text; 0 when it is none. */
static size_t
mark_len(const char *text, size_t len)
{
	size_t n = 2;

	while (n < len && n - 2 < NAME_MAX_LEN &&
	    ((text[n] >= 'a' && text[n] <= 'z') ||
		(text[n] >= '0' && text[n] <= '9') || text[n] == '-'))
		n++;
	return n > 2 && n < len && text[n] == ']' ? n + 1 : 0;
}

static void
add_mark(struct template *t, const char *name, struct place at)
{
	struct note_mark *m = POOL_NEW(t->pool, struct note_mark);

	m->name = name;
	m->at = at;
	m->next = t->marks;
	t->marks = m;
	if (t->in_note)
		template_fault(t, at, "a footnote has no mark of another");
	else if (!t->headed)
		template_fault(t, at,
		    "the mark of a footnote stands below the first heading");
}

void
parse_marks(struct template *t, const char *text, size_t len, struct place at,
    struct part part, struct part ***last)
{
	const char *end = text + len, *from = text, *open = text;
	struct part mark = part;
	struct place here = at;
	size_t n;

	while (!(part.style & RUN_CODE) &&
	    (open = memmem(open, (size_t)(end - open), "[^", 2)) != NULL) {
		n = mark_len(open, (size_t)(end - open));
		if (n == 0) {
			open += 2;
			continue;
		}
		part.literal = pool_text(t->pool, from, (size_t)(open - from));
		if (open > from)
			add_part(t, part, last);
		mark.note = pool_text(t->pool, open + 2, n - 3);
		here.column = at.column + (unsigned)(open - text);
		add_mark(t, mark.note, here);
		add_part(t, mark, last);
		from = open = open + n;
	}
	part.literal = pool_text(t->pool, from, (size_t)(end - from));
	if (end > from)
		add_part(t, part, last);
}

void
refuse_marks(struct template *t, const struct part *p, struct place at)
{
	for (; p != NULL; p = p->next) {
		if (p->note != NULL)
			template_fault(t, at,
			    "[^%s]: a footnote's mark stands in a text or over "
			    "a column",
			    p->note);
	}
}

/* The name that a footnote gives itself; NULL for another component. */
static const char *
name_of(const struct component *c)
{
	const struct setting *s;

	if (c == NULL || strcmp(c->name, "footnote") != 0)
		return NULL;
	s = component_setting(c, "name");
	if (s == NULL || s->field[0].text == NULL ||
	    s->field[0].text->literal == NULL)
		return "";
	return s->field[0].text->literal;
}

static const struct component *
find(const struct template *t, const char *name)
{
	for (const struct item *i = t->items; i != NULL; i = i->next) {
		if (name_of(i->component) != NULL &&
		    strcmp(name_of(i->component), name) == 0)
			return i->component;
	}
	return NULL;
}

static const struct item *
footnote_text(const struct template *t, const char *name)
{
	const struct component *c = find(t, name);

	return c != NULL ? c->body : NULL;
}

static bool
is_marked(const struct template *t, const char *name)
{
	for (const struct note_mark *m = t->marks; m != NULL; m = m->next) {
		if (strcmp(m->name, name) == 0)
			return true;
	}
	return false;
}

/* It stays at the foot of one page, so it is one paragraph and not long. */
static void
check_text(struct template *t, const struct component *c)
{
	size_t len = 0;

	if (c->body == NULL || c->body->kind != ITEM_PARAGRAPH ||
	    c->body->next != NULL) {
		template_fault(t, c->at, "a footnote is one paragraph");
		return;
	}
	for (const struct part *p = c->body->text; p != NULL; p = p->next)
		len += p->literal != NULL ? strlen(p->literal) : 0;
	if (len > NOTE_MAX)
		template_fault(t, c->at,
		    "a footnote of %zu bytes; at most %d fit on a page", len,
		    NOTE_MAX);
}

static void
check_name(struct template *t, const struct component *c, const char *name)
{
	char mark[NAME_MAX_LEN + 4];

	snprintf(mark, sizeof(mark), "[^%s]", name);
	if (mark_len(mark, strlen(mark)) != strlen(name) + 3)
		template_fault(t, c->at,
		    "name: at most %d of a to z, 0 to 9 and -", NAME_MAX_LEN);
	else if (find(t, name) != c)
		template_fault(t, c->at, "footnote %s stands here twice", name);
	else if (!is_marked(t, name))
		template_fault(t, c->at, "no text has [^%s]", name);
}

void
check_footnotes(struct template *t)
{
	for (const struct item *i = t->items; i != NULL; i = i->next) {
		const char *name = name_of(i->component);

		if (name == NULL)
			continue;
		check_text(t, i->component);
		check_name(t, i->component, name);
	}
	for (const struct note_mark *m = t->marks; m != NULL; m = m->next) {
		if (find(t, m->name) == NULL)
			template_fault(t, m->at,
			    "[^%s] without a footnote of that name", m->name);
	}
}

/* Its number is that of its first mark; what it says is of the whole report. */
const struct footnote *
value_note(const struct values *v, const char *name)
{
	struct footnote **last = &v->doc->notes, *note;
	const struct item *text;
	struct values outer = *v;
	unsigned number = 1;

	for (; *last != NULL; last = &(*last)->next, number++) {
		if (strcmp((*last)->name, name) == 0)
			return *last;
	}
	note = POOL_NEW(v->pool, struct footnote);
	note->number = number;
	note->name = pool_dup(v->pool, name);
	note->mark = pool_printf(v->pool, "%u", number);
	*last = note;
	while (outer.scope->up != NULL)
		outer.scope = outer.scope->up;
	outer.narrow = false;
	text = footnote_text(v->template, name);
	note->runs = value_runs(&outer, text != NULL ? text->text : NULL);
	return note;
}
