/* SPDX-License-Identifier: Apache-2.0 */
#include "register/mapping/mapping_find.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "register/command.h"
#include "register/context.h"
#include "register/mapping/mapping.h"
#include "register/missing.h"

static char *
find_path(const struct context *c, const char *name)
{
	struct buf below = { 0 };
	char *path;

	if (strchr(name, '/') != NULL || access(name, R_OK) == 0)
		return mem_dup_str(name);
	buf_printf(&below, "templates/mappings/%s.map", name);
	path = place_data(&c->place, buf_str(&below));
	buf_free(&below);
	return path;
}

static void
tell_missing(const struct context *c, const char *name)
{
	char *all = place_data(&c->place, "templates/mappings/*.map");

	missing_file("--mapping", name, all);
	free(all);
}

int
mapping_find(const struct context *c, const char *name, const char *kind,
    struct mapping **out)
{
	struct mapping *m = NULL;
	char *path;
	int rc;

	*out = NULL;
	if (name == NULL)
		return ERR_OK;
	path = find_path(c, name);
	if (strchr(name, '/') == NULL && access(path, F_OK) < 0) {
		tell_missing(c, name);
		free(path);
		return ERR_PARSE;
	}
	rc = mapping_load(path, &m);
	if (rc == ERR_OK && kind != NULL && strcmp(mapping_for(m), kind) != 0) {
		complain("%s is a mapping for \"%s\", not for \"%s\"", path,
		    mapping_for(m), kind);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK && !mapping_is_verified(m))
		complain("%s: its columns were not verified; look at what "
			 "--dry-run makes of the file",
		    path);
	if (rc == ERR_OK)
		*out = m;
	else
		mapping_free(m);
	free(path);
	return rc;
}
