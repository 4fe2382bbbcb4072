/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/framework/catalogue.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { FILE_MAX = 1 << 20 };

static int
check_name(const struct catalogue *c, const struct framework *f)
{
	if (catalogue_find(c, f->name) == NULL)
		return ERR_OK;
	log_warnx("framework \"%s\": two files have it", f->name);
	return ERR_PARSE;
}

/* Takes the list, and all in it. */
static int
add_list(struct catalogue *c, struct framework *list, size_t n)
{
	int rc = ERR_OK;

	for (size_t i = 0; i < n; i++) {
		if (check_name(c, &list[i]) < 0)
			rc = ERR_PARSE;
	}
	c->list = mem_grow(c->list, c->count + n + 1, sizeof(*list));
	memcpy(c->list + c->count, list, n * sizeof(*list));
	c->count += n;
	free(list);
	return rc;
}

static int
add_file(struct catalogue *c, const char *path, struct digest *digest)
{
	struct framework *list = NULL;
	struct buf text = { 0 };
	size_t n = 0;
	int rc = file_read(path, FILE_MAX, &text);

	if (rc == ERR_OK) {
		digest_add(digest, text.data, text.len);
		rc = framework_parse(path, buf_str(&text), text.len, &list, &n);
	}
	if (rc == ERR_OK)
		rc = add_list(c, list, n);
	buf_free(&text);
	return rc;
}

int
catalogue_load(const char *folder, struct catalogue *out)
{
	struct catalogue c = { 0 };
	struct digest *digest = digest_new();
	struct buf pattern = { 0 };
	glob_t found = { 0 };
	int rc = ERR_OK;

	buf_printf(&pattern, "%s/*.framework", folder);
	if (glob(buf_str(&pattern), 0, NULL, &found) != 0) {
		log_warnx("%s: no catalogue of controls", folder);
		rc = ERR_NOTFOUND;
	}
	for (size_t i = 0; rc != ERR_NOTFOUND && i < found.gl_pathc; i++) {
		if (add_file(&c, found.gl_pathv[i], digest) < 0)
			rc = ERR_PARSE;
	}
	digest_finish(digest, c.sha256);
	globfree(&found);
	buf_free(&pattern);
	if (rc < 0)
		catalogue_free(&c);
	else
		*out = c;
	return rc;
}

void
catalogue_free(struct catalogue *c)
{
	framework_free(c->list, c->count);
	*c = (struct catalogue){ 0 };
}

const struct framework *
catalogue_find(const struct catalogue *c, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->list[i].name, name) == 0)
			return &c->list[i];
	return NULL;
}
