/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/structure/match.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/model/structure/structure.h"

static int
compare(const struct structure_part *a, const struct structure_part *b,
    const char *text_a, const char *text_b)
{
	int rc = strcmp(a->source, b->source);

	return rc != 0 ? rc : strcmp(text_a, text_b);
}

static int
compare_labels(const void *a, const void *b)
{
	const struct structure_part *const *x = a, *const *y = b;

	return compare(*x, *y, (*x)->label, (*y)->label);
}

static int
compare_keys(const void *a, const void *b)
{
	const struct structure_part *const *x = a, *const *y = b;

	return compare(*x, *y, (*x)->key, (*y)->key);
}

typedef int compare_fn(const void *, const void *);

static const struct structure_part **
sorted(const struct structure *s, compare_fn *by)
{
	const struct structure_part **list = mem_new(s->n + 1, sizeof(*list));

	for (size_t i = 0; i < s->n; i++)
		list[i] = &s->part[i];
	qsort(list, s->n, sizeof(*list), by);
	return list;
}

void
match_begin(struct match *m, const struct structure *s)
{
	m->n = s->n;
	m->by_label = sorted(s, compare_labels);
	m->by_key = sorted(s, compare_keys);
}

void
match_free(struct match *m)
{
	free(m->by_label);
	free(m->by_key);
	*m = (struct match){ 0 };
}

/* The place of one like p, if it is the only one; else m->n. */
static size_t
only(const struct match *m, const struct structure_part **list, compare_fn *by,
    const struct structure_part *p)
{
	const struct structure_part **found =
	    bsearch(&p, list, m->n, sizeof(*list), by);
	size_t i;

	if (found == NULL)
		return m->n;
	i = (size_t)(found - list);
	if ((i > 0 && by(&list[i - 1], &p) == 0) ||
	    (i + 1 < m->n && by(&list[i + 1], &p) == 0))
		return m->n;
	return i;
}

bool
match_is_named(const struct match *m, const struct structure_part *p)
{
	return p->label[0] != '\0' &&
	    only(m, m->by_label, compare_labels, p) < m->n;
}

const struct structure_part *
match_find(const struct match *m, const struct structure_part *p, bool is_named)
{
	size_t i;

	if (is_named) {
		i = only(m, m->by_label, compare_labels, p);
		if (i < m->n)
			return m->by_label[i];
	}
	i = only(m, m->by_key, compare_keys, p);
	/* The number of one that has another name now is somebody else's. */
	if (i == m->n)
		return NULL;
	if (is_named && m->by_key[i]->label[0] != '\0' &&
	    strcmp(m->by_key[i]->label, p->label) != 0)
		return NULL;
	return m->by_key[i];
}
