/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/notes.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"

struct note {
	STAILQ_ENTRY(note) next;
	char *path;
	struct buf data;
};

void
notes_init(struct notes *n)
{
	STAILQ_INIT(n);
}

static struct note *
find(const struct notes *n, const char *path)
{
	struct note *note;

	STAILQ_FOREACH(note, n, next)
	{
		if (strcmp(note->path, path) == 0)
			return note;
	}
	return NULL;
}

void
notes_put(struct notes *n, const char *path, const void *data, size_t len)
{
	struct note *note = find(n, path);

	if (note == NULL) {
		note = mem_new(1, sizeof(*note));
		note->path = mem_dup_str(path);
		STAILQ_INSERT_TAIL(n, note, next);
	}
	buf_clear(&note->data);
	buf_add(&note->data, data, len);
}

void
notes_move(struct notes *from, struct notes *to)
{
	STAILQ_CONCAT(to, from);
}

static void
drop_first(struct notes *n)
{
	struct note *note = STAILQ_FIRST(n);

	STAILQ_REMOVE_HEAD(n, next);
	buf_free(&note->data);
	free(note->path);
	free(note);
}

void
notes_write(struct notes *n)
{
	const struct note *note;

	while ((note = STAILQ_FIRST(n)) != NULL) {
		(void)file_write(
		    note->path, note->data.data, note->data.len, 0600);
		drop_first(n);
	}
}

void
notes_free(struct notes *n)
{
	while (!STAILQ_EMPTY(n))
		drop_first(n);
}
