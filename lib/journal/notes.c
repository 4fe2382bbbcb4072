/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/notes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"

struct note {
	STAILQ_ENTRY(note) next;
	char *path;
	struct buf data;
	int64_t due; /* after a write that failed */
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

static void
drop(struct notes *n, struct note *note)
{
	STAILQ_REMOVE(n, note, note, next);
	buf_free(&note->data);
	free(note->path);
	free(note);
}

/* What is older must not be written over what is newer. */
void
notes_move(struct notes *from, struct notes *to)
{
	const struct note *note;
	struct note *older;

	STAILQ_FOREACH(note, from, next)
	{
		older = find(to, note->path);
		if (older != NULL)
			drop(to, older);
	}
	STAILQ_CONCAT(to, from);
}

static bool
write_note(struct note *note, int64_t now)
{
	if (now < note->due)
		return false;
	note->due = now + NOTES_RETRY;
	return file_write(note->path, note->data.data, note->data.len, 0600) ==
	    ERR_OK;
}

void
notes_write(struct notes *n, int64_t now)
{
	struct note *note, *next;

	for (note = STAILQ_FIRST(n); note != NULL; note = next) {
		next = STAILQ_NEXT(note, next);
		if (write_note(note, now))
			drop(n, note);
	}
}

void
notes_free(struct notes *n)
{
	while (!STAILQ_EMPTY(n))
		drop(n, STAILQ_FIRST(n));
}
