/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/streams.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

int
streams_list(const char *dir, struct streams *s)
{
	struct dirent *e;
	DIR *d = opendir(dir);

	*s = (struct streams){ 0 };
	if (d == NULL && errno == ENOENT)
		return ERR_OK;
	if (d == NULL) {
		log_warn("%s", dir);
		return ERR_IO;
	}
	while ((e = readdir(d)) != NULL) {
		if (!stream_is_of(e->d_name, NULL))
			continue;
		s->names = mem_grow(s->names, s->count + 1, sizeof(*s->names));
		snprintf(s->names[s->count++], STREAM_NAME_MAX, "%.*s",
		    STREAM_NAME_MAX - 1, e->d_name);
	}
	closedir(d);
	if (s->count > 1)
		qsort(s->names, s->count, sizeof(*s->names), compare);
	return ERR_OK;
}

void
streams_free(struct streams *s)
{
	free(s->names);
	*s = (struct streams){ 0 };
}
