/* SPDX-License-Identifier: Apache-2.0 */

/* patchwacht-seal: signs finished reports; the only one that reads that key. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/flags.h"
#include "lib/base/log.h"
#include "reporter/seal/room.h"
#include "reporter/seal/settings.h"
#include "reporter/seal/signer.h"

enum { EXIT_USAGE = 2, FILE_MAX = 256 << 20 };

static const char usage[] =
    "usage: patchwacht-seal [--config FILE] FILE.pdf...\n"
    "       patchwacht-seal [--config FILE] --detached FILE...\n\n"
    "Signs each file in place, with the key of the configuration's section\n"
    "seal. A file must have been made with room for that:\n"
    "patchwacht report ... --seal. As root it becomes the user of the key to\n"
    "sign. Prints FILE, the SHA-256 of it before and after. --detached: of\n"
    "any file, the signature goes into FILE.p7s.\n"
    "Exit: 0 sealed, 1 not, and the file is as it was, 2 usage.\n";

static int
tell_room(const char *path, int rc)
{
	if (rc == ERR_EXISTS)
		log_warnx("%s: sealed already", path);
	else if (rc == ERR_PARSE)
		log_warnx("%s: room for more than one seal", path);
	else if (rc < 0)
		log_warnx("%s: has no room for a seal; make it with "
			  "patchwacht report --seal",
		    path);
	return rc;
}

static void
print_hashes(
    const char *path, const uint8_t before[DIGEST_LEN], const struct buf *file)
{
	uint8_t after[DIGEST_LEN];
	char hex[2][DIGEST_HEX_MAX];

	digest_of(file->data, file->len, after);
	printf("%s\n  unsealed %s\n  sealed   %s\n", path,
	    digest_hex(before, DIGEST_LEN, hex[0]),
	    digest_hex(after, DIGEST_LEN, hex[1]));
	log_info(
	    "%s: sealed; SHA-256 before %s, after %s", path, hex[0], hex[1]);
}

/* The file belongs to whom it belonged to: the new one takes its place. */
static int
write_back(const char *path, const struct stat *st, const struct buf *file)
{
	int rc = file_write(path, file->data, file->len, st->st_mode & 0777);

	if (rc == ERR_OK && geteuid() == 0 &&
	    lchown(path, st->st_uid, st->st_gid) == -1) {
		log_warn("%s: owner", path);
		rc = ERR_IO;
	}
	return rc;
}

static int
seal_file(const struct seal_settings *s, const char *path)
{
	struct buf file = { 0 }, signature = { 0 };
	uint8_t before[DIGEST_LEN], digest[DIGEST_LEN];
	struct seal_room room;
	struct stat st = { 0 };
	int rc = file_read(path, FILE_MAX, &file);

	if (rc == ERR_OK && stat(path, &st) == -1)
		rc = ERR_IO;
	if (rc == ERR_OK)
		rc =
		    tell_room(path, seal_room_find(file.data, file.len, &room));
	if (rc == ERR_OK) {
		digest_of(file.data, file.len, before);
		seal_room_prepare(file.data, file.len, &room, clock_now());
		seal_room_digest(file.data, file.len, &room, digest);
		rc = signer_run(s, digest, &signature);
	}
	if (rc == ERR_OK)
		rc = seal_room_fill(
		    file.data, &room, signature.data, signature.len);
	if (rc == ERR_OK)
		rc = write_back(path, &st, &file);
	if (rc == ERR_OK)
		print_hashes(path, before, &file);
	buf_free(&file);
	buf_free(&signature);
	return rc;
}

/* Of a file that has no room, beside it. */
static int
sign_file(const struct seal_settings *s, const char *path)
{
	struct buf file = { 0 }, signature = { 0 }, beside = { 0 };
	uint8_t digest[DIGEST_LEN];
	int rc = file_read(path, FILE_MAX, &file);

	buf_printf(&beside, "%s.p7s", path);
	digest_of(file.data, file.len, digest);
	if (rc == ERR_OK)
		rc = signer_run(s, digest, &signature);
	if (rc == ERR_OK)
		rc = file_write(
		    buf_str(&beside), signature.data, signature.len, 0600);
	if (rc == ERR_OK)
		printf("%s\n", buf_str(&beside));
	buf_free(&file);
	buf_free(&signature);
	buf_free(&beside);
	return rc;
}

static int
sign_all(const char *config, bool detached, const struct words *files)
{
	struct seal_settings s = { 0 };
	int rc = seal_settings_load(config, true, &s), first = rc;

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < files->n; i++) {
		rc = detached ? sign_file(&s, files->word[i])
			      : seal_file(&s, files->word[i]);
		first = first == ERR_OK ? rc : first;
	}
	seal_settings_free(&s);
	return first;
}

int
main(int argc, char **argv)
{
	static const char *config;
	static bool detached, version;
	static const struct flag flags[] = {
		{ "config", FLAG_TEXT, &config, "FILE", "the configuration" },
		{ "detached", FLAG_YES, &detached, NULL, "into FILE.p7s" },
		{ "version", FLAG_YES, &version, NULL, "which one this is" },
		{ 0 },
	};
	static const struct flags_line line = { flags, NULL, "patchwacht-seal",
		log_warnx };
	struct words files = { 0 };
	int rc, status = EXIT_USAGE;

	umask(077);
	log_start_command("patchwacht-seal");
	rc = flags_read(&line, argc, argv, &files);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && version)) {
		fputs(version ? PACKAGE_STRING "\n" : usage, stdout);
		status = EXIT_SUCCESS;
	} else if (rc == ERR_OK && files.n == 0) {
		fputs(usage, stderr);
	} else if (rc == ERR_OK) {
		status = sign_all(config, detached, &files) < 0;
	}
	words_free(&files);
	return status;
}
