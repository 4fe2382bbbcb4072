/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/journal_folder.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/journal/streams.h"
#include "lib/store/place.h"
#include "register/context.h"

int
journal_folder_each(const char *folder,
    int (*look)(const char *dir, const char *name, void *arg), void *arg)
{
	struct streams streams = { 0 };
	struct context context = { 0 };
	int rc, worst = ERR_OK;
	char below[64], *dir;

	if (folder != NULL)
		return look(folder, folder, arg);
	if (context_place(&context) < 0)
		return ERR_IO;
	dir = place_home(&context.place, "journal");
	worst = streams_list(dir, &streams);
	free(dir);
	for (size_t i = 0; i < streams.count; i++) {
		snprintf(below, sizeof(below), "journal/%s", streams.names[i]);
		dir = place_home(&context.place, below);
		rc = look(dir, streams.names[i], arg);
		free(dir);
		if (rc < 0)
			worst = rc;
	}
	streams_free(&streams);
	context_close(&context);
	return worst;
}
