/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/tallies.h"

#include <stdlib.h>
#include <string.h>

#include "collector/config.h"
#include "lib/base/mem.h"

static bool
is_of(const struct tally *one, const struct config_space *space,
    enum loss_reason reason, const char *what)
{
	return one->tenant_id == space->tenant_id &&
	    one->realm_id == space->realm_id && one->reason == reason &&
	    strcmp(one->what, what) == 0;
}

static struct tally *
find(struct tallies *t, const struct config_space *space,
    enum loss_reason reason, const char *what)
{
	for (size_t i = 0; i < t->count; i++)
		if (is_of(&t->all[i], space, reason, what))
			return &t->all[i];
	if (t->count == t->room) {
		t->room = t->room == 0 ? 8 : 2 * t->room;
		t->all = mem_grow(t->all, t->room, sizeof(*t->all));
	}
	t->all[t->count] = (struct tally){ .tenant_id = space->tenant_id,
		.realm_id = space->realm_id,
		.reason = reason,
		.what = mem_dup_str(what) };
	return &t->all[t->count++];
}

void
tallies_add(struct tallies *t, const struct config_space *space,
    enum loss_reason reason, const char *what, int64_t at)
{
	struct tally *one = find(t, space, reason, what);

	if (one->count++ == 0)
		one->first = at;
	one->last = at;
}

void
tallies_write(struct tallies *t, tallies_write_fn write, void *data)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->all[i].count > 0 && write(data, &t->all[i]))
			t->all[i].count = 0;
}

void
tallies_free(struct tallies *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->all[i].what);
	free(t->all);
	*t = (struct tallies){ 0 };
}
