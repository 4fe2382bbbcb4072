/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/by_text.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct by_text {
	void *entries; /* of tsearch(3) */
};

struct numbered {
	const char *text;
	int64_t number;
};

static int
compare(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	return strcmp(x->text, y->text);
}

static void
free_numbered(void *entry)
{
	struct numbered *e = entry;

	free((char *)(uintptr_t)e->text);
	free(e);
}

static struct numbered *
add(struct by_text *t, const char *text)
{
	struct numbered *e = mem_new(1, sizeof(*e));

	e->text = mem_dup_str(text);
	if (tsearch(e, &t->entries, compare) == NULL)
		fatalx("rows of an import: out of memory");
	return e;
}

int64_t *
by_text_at(struct by_text **t, const char *text)
{
	const struct numbered wanted = { text, 0 };
	struct numbered *const *at;

	if (*t == NULL)
		*t = mem_new(1, sizeof(**t));
	at = tfind(&wanted, &(*t)->entries, compare);
	return at != NULL ? &(*at)->number : &add(*t, text)->number;
}

void
by_text_free(struct by_text *t)
{
	if (t == NULL)
		return;
	tdestroy(t->entries, free_numbered);
	free(t);
}
