/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/removal_bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/bundle/manifest.h"

static bool
holds(const struct manifest *m, const uint8_t *sha256)
{
	for (size_t i = 0; i < m->nfiles; i++)
		if (memcmp(m->files[i].sha256, sha256, DIGEST_LEN) == 0)
			return true;
	return false;
}

static int
unlink_in(int folder, const char *name)
{
	return unlinkat(folder, name, 0) == 0 || errno == ENOENT ? ERR_OK
								 : ERR_IO;
}

/* The manifest last: as long as it is there the next run goes on. */
static int
empty(const char *path, const struct manifest *m)
{
	int rc = ERR_OK,
	    folder =
		open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (folder == -1)
		return ERR_IO;
	for (size_t i = 0; rc == ERR_OK && i < m->nfiles; i++)
		if (manifest_name_is_plain(m->files[i].name))
			rc = unlink_in(folder, m->files[i].name);
	if (rc == ERR_OK)
		rc = unlink_in(folder, MANIFEST_SUMS);
	if (rc == ERR_OK)
		rc = unlink_in(folder, MANIFEST_SIGNED);
	return close(folder) == 0 ? rc : ERR_IO;
}

/* The PDF before the manifest, by which it is known. */
static int
finish(const char *pdf, const char *folder, const char *manifest)
{
	if (unlink(pdf) == -1 && errno != ENOENT)
		return ERR_IO;
	if (unlink(manifest) == -1 && errno != ENOENT)
		return ERR_IO;
	if (rmdir(folder) == -1)
		log_warn("%s: stays, as somebody added to it", folder);
	return ERR_OK;
}

static int
remove_all(const char *pdf, const char *folder, const char *manifest,
    const uint8_t *sha256)
{
	struct buf text = { 0 };
	struct manifest m = { 0 };
	int rc = file_read(manifest, MANIFEST_MAX, &text);

	if (rc == ERR_OK)
		rc = manifest_parse(manifest, buf_str(&text), text.len, &m);
	if (rc == ERR_OK && holds(&m, sha256)) {
		rc = empty(folder, &m);
		if (rc == ERR_OK)
			rc = finish(pdf, folder, manifest);
		if (rc < 0)
			log_warn("bundle %s: not removed", pdf);
	}
	manifest_free(&m);
	buf_free(&text);
	return rc;
}

int
removal_bundle(const char *path, const uint8_t *report_sha256)
{
	struct buf folder = { 0 }, manifest = { 0 };
	size_t len = strlen(path);
	int rc = ERR_OK;

	if (len > 4 && strcmp(path + len - 4, ".pdf") == 0)
		len -= 4;
	buf_add(&folder, path, len);
	buf_printf(&manifest, "%s/" MANIFEST_NAME, buf_str(&folder));
	if (access(buf_str(&manifest), F_OK) == 0)
		rc = remove_all(
		    path, buf_str(&folder), buf_str(&manifest), report_sha256);
	else if (access(path, F_OK) == 0)
		log_warnx("bundle %s: its folder is gone, which says of what "
			  "it is; remove it yourself",
		    path);
	buf_free(&folder);
	buf_free(&manifest);
	return rc;
}
