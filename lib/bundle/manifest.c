/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/bundle/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

bool
manifest_name_is_plain(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= 100 && *name != '.' && *name != '-' &&
	    strspn(name,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._-") == len;
}

static int
take_file(const char *name, const struct json *o, struct manifest *m)
{
	struct manifest_file *f = &m->files[m->nfiles];
	const char *hex = json_get_text(o, "sha256");

	f->name = json_get_text(o, "name");
	f->bytes = json_get_int(o, "bytes", -1);
	if (f->name == NULL || !manifest_name_is_plain(f->name)) {
		log_warnx(
		    "%s: file %zu has no plain name", name, m->nfiles + 1);
		return ERR_PARSE;
	}
	if (hex == NULL || digest_from_hex(hex, f->sha256, DIGEST_LEN) < 0 ||
	    f->bytes < 0) {
		log_warnx("%s: %s has no SHA-256, or no length", name, f->name);
		return ERR_PARSE;
	}
	for (size_t i = 0; i < m->nfiles; i++) {
		if (strcmp(m->files[i].name, f->name) == 0) {
			log_warnx("%s: %s is there twice", name, f->name);
			return ERR_PARSE;
		}
	}
	m->nfiles++;
	return ERR_OK;
}

static int
take_files(const char *name, struct manifest *m)
{
	const struct json *files = json_get(m->json, "files");
	int rc = ERR_OK;

	if (json_len(files) == 0 || json_len(files) > MANIFEST_FILES_MAX) {
		log_warnx("%s: lists no files, or too many", name);
		return ERR_PARSE;
	}
	m->files = mem_new(json_len(files), sizeof(*m->files));
	for (size_t i = 0; rc == ERR_OK && i < json_len(files); i++)
		rc = take_file(name, json_at(files, i), m);
	return rc;
}

int
manifest_parse(
    const char *name, const char *text, size_t len, struct manifest *out)
{
	struct manifest m = { 0 };
	const char *format;
	int rc;

	if (len > MANIFEST_MAX) {
		log_warnx("%s: longer than any manifest", name);
		return ERR_PARSE;
	}
	rc = json_parse(name, text, len, &m.json);
	if (rc < 0)
		return ERR_PARSE;
	format = json_get_text(m.json, "format");
	if (format == NULL || strcmp(format, MANIFEST_FORMAT) != 0) {
		log_warnx("%s: not of the format %s", name, MANIFEST_FORMAT);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = take_files(name, &m);
	if (rc < 0)
		manifest_free(&m);
	else
		*out = m;
	return rc;
}

void
manifest_free(struct manifest *m)
{
	json_free(m->json);
	free(m->files);
	*m = (struct manifest){ 0 };
}
