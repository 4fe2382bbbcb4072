/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/edits.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/facts.h"

static bool
is_act(const struct json *change, const char *action)
{
	return strcmp(facts_text(change, "action"), action) == 0;
}

static int
by_reference(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	int order = strcmp(x->reference, y->reference);

	return order != 0 ? order
			  : (x->place > y->place) - (x->place < y->place);
}

void
edits_read(const struct facts *f, struct edits *out)
{
	const struct json *list = json_get(f->evidence, "changes");

	*out = (struct edits){ 0 };
	out->list = mem_new(json_len(list) + 1, sizeof(*out->list));
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *change = json_at(list, i);
		const char *object = facts_text(change, "object");

		if ((is_act(change, "patch.add") ||
			is_act(change, "patch.edit")) &&
		    strncmp(object, "patch/", 6) == 0)
			out->list[out->n++] =
			    (struct edit){ object + 6, i, change };
	}
	qsort(out->list, out->n, sizeof(*out->list), by_reference);
}

void
edits_free(struct edits *e)
{
	free(e->list);
	*e = (struct edits){ 0 };
}

bool
edits_is_edit(const struct edit *e)
{
	return is_act(e->change, "patch.edit");
}

const struct edit *
edits_of(const struct edits *e, const char *reference, size_t *n)
{
	size_t low = 0, high = e->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(e->list[mid].reference, reference) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (*n = 0; low + *n < e->n &&
	     strcmp(e->list[low + *n].reference, reference) == 0;)
		(*n)++;
	return e->list + low;
}
