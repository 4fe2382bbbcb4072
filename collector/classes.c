/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/classes.h"

#include <stdlib.h>
#include <string.h>

#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/set.h"

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, each once; borrowed from the set, but for the array. */
static const char **
classes_of(const struct profile_set *set, size_t *count)
{
	size_t all = profile_set_count(set), n = 0;
	const char **list = mem_new(all + 1, sizeof(*list));

	for (size_t i = 0; i < all; i++) {
		if (profile_set_at(set, i)->class != NULL)
			list[n++] = profile_set_at(set, i)->class;
	}
	qsort(list, n, sizeof(*list), compare);
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		if (*count == 0 || strcmp(list[*count - 1], list[i]) != 0)
			list[(*count)++] = list[i];
	}
	return list;
}

static void
tell(const struct config_class *c, const char *const *known, size_t n)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&text, "%s%s", i > 0 ? ", " : "", known[i]);
	log_warnx("%s:%u: class: no profile calls a device \"%s\"; they have "
		  "%s",
	    conf_file(c->where), conf_line(c->where), c->name, buf_str(&text));
	buf_free(&text);
}

void
classes_check(const struct config *c, const struct profile_set *set)
{
	const char **known;
	size_t n;

	if (set == NULL || c->poll.class_count == 0)
		return;
	known = classes_of(set, &n);
	for (size_t i = 0; i < c->poll.class_count; i++) {
		const struct config_class *one = &c->poll.classes[i];

		if (bsearch(&one->name, known, n, sizeof(*known), compare) ==
		    NULL)
			tell(one, known, n);
	}
	free(known);
}
