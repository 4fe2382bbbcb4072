/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/redact.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/journal/archive.h"
#include "lib/journal/record.h"
#include "lib/journal/scan.h"
#include "lib/journal/segment.h"

enum { BLOCK = 64 << 10 };

/* One segment at hand. */
struct work {
	char path[PATH_MAX + 8]; /* of the file that is there */
	bool is_packed;
	struct stat st;
	int file;   /* that file, locked */
	int source; /* its records */
	int copy;   /* in memory, and there without payloads */
	struct segment_header header;
	bool is_sealed;
	size_t found;
};

static int
by_seq(const void *key, const void *item)
{
	uint64_t a = *(const uint64_t *)key;
	uint64_t b = ((const struct redaction_entry *)item)->seq;

	return a < b ? -1 : a > b;
}

/* Who compresses it has it locked, and it may be another file afterwards. */
static int
open_file(struct work *w, const char *dir, uint64_t segment)
{
	struct stat now;
	int rc;

	for (;;) {
		rc = segment_find_file(dir, segment, w->path, sizeof(w->path));
		if (rc < 0)
			return rc;
		w->file = open(w->path, O_RDONLY | O_CLOEXEC);
		if (w->file == -1 && errno == ENOENT)
			continue;
		if (w->file == -1 || flock(w->file, LOCK_EX) == -1 ||
		    fstat(w->file, &w->st) == -1) {
			log_warn("journal %s", w->path);
			return ERR_IO;
		}
		if (stat(w->path, &now) == 0 && now.st_ino == w->st.st_ino)
			break;
		close(w->file);
		w->file = -1;
	}
	w->is_packed =
	    strcmp(w->path + strlen(w->path) - strlen(SEGMENT_PACKED),
		SEGMENT_PACKED) == 0;
	return segment_open(dir, segment, &w->header, &w->source);
}

static int
copy_all(struct work *w)
{
	static uint8_t block[BLOCK];
	off_t at = 0;
	ssize_t n;

	w->copy = memfd_create("segment", MFD_CLOEXEC);
	if (w->copy == -1)
		fatal("journal %s: memory", w->path);
	while ((n = pread(w->source, block, sizeof(block), at)) > 0) {
		if (file_write_all(w->copy, block, (size_t)n) < 0)
			fatal("journal %s: memory", w->path);
		at += n;
	}
	if (n == -1 || lseek(w->copy, 0, SEEK_SET) == -1) {
		log_warn("journal %s", w->path);
		return ERR_IO;
	}
	return ERR_OK;
}

/* The hash in place of what it is of. */
static int
blank(struct work *w, const struct record *rec, uint64_t offset,
    const uint8_t hash[DIGEST_LEN])
{
	struct record empty = { .type = RECORD_REDACTED,
		.seq = rec->seq,
		.at = rec->at,
		.len = rec->len };
	struct buf payload = { 0 }, raw = { 0 };
	int rc = ERR_OK;

	buf_add(&payload, hash, DIGEST_LEN);
	memset(buf_extend(&payload, rec->len - DIGEST_LEN), 0,
	    rec->len - DIGEST_LEN);
	empty.payload = payload.data;
	record_encode(&empty, &raw);
	record_sign(raw.data, raw.len, segment_seed(&w->header));
	if (pwrite(w->copy, raw.data, raw.len, (off_t)offset) !=
	    (ssize_t)raw.len) {
		log_warn("journal %s: memory", w->path);
		rc = ERR_IO;
	}
	buf_free(&payload);
	buf_free(&raw);
	return rc;
}

static int
blank_one(struct work *w, const struct record *rec, uint64_t offset,
    const struct redaction_entry *list, size_t n, size_t *blank_before)
{
	const struct redaction_entry *e =
	    bsearch(&rec->seq, list, n, sizeof(*list), by_seq);
	uint8_t hash[DIGEST_LEN];

	if (e == NULL)
		return ERR_OK;
	record_hash(rec, hash);
	/* What was declared is another record, of that number. */
	if (memcmp(hash, e->hash, DIGEST_LEN) != 0)
		return ERR_OK;
	if (rec->type == RECORD_REDACTED) {
		(*blank_before)++;
		return ERR_OK;
	}
	/* No observation that names anybody is as short. */
	if (rec->len < DIGEST_LEN)
		return ERR_OK;
	w->found++;
	return blank(w, rec, offset, hash);
}

static int
blank_all(struct work *w, const struct redaction_entry *list, size_t n,
    size_t *blank_before)
{
	struct scan s = { .fd = w->source,
		.seed = segment_seed(&w->header),
		.offset = SEGMENT_HEADER_LEN,
		.limit = UINT64_MAX };
	struct record rec;
	uint64_t at;
	int rc;

	do {
		at = s.offset;
		rc = scan_next(&s, &rec);
		if (rc == ERR_CORRUPT || rc == ERR_AGAIN)
			rc = scan_resync(&s);
		else if (rc == ERR_OK && rec.type == RECORD_SEAL)
			w->is_sealed = true;
		else if (rc == ERR_OK && record_is_numbered(&rec))
			rc = blank_one(w, &rec, at, list, n, blank_before);
	} while (rc == ERR_OK);
	buf_free(&s.window);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int
write_copy(const struct work *w, const char *path)
{
	const struct timespec times[2] = { w->st.st_mtim, w->st.st_mtim };
	static uint8_t block[BLOCK];
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    w->st.st_mode & 0777);
	off_t at = 0;
	ssize_t n = 0;
	int rc = to == -1 ? ERR_IO : ERR_OK;

	while (rc == ERR_OK &&
	    (n = pread(w->copy, block, sizeof(block), at)) > 0) {
		rc = file_write_all(to, block, (size_t)n);
		at += n;
	}
	if (rc < 0 || n == -1 || futimens(to, times) == -1 || fsync(to) == -1) {
		log_warn("journal %s", path);
		rc = ERR_IO;
	}
	if (to != -1)
		close(to);
	return rc;
}

static int
sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd == -1 || fsync(fd) == -1 ? ERR_IO : ERR_OK;

	if (rc < 0)
		log_warn("journal %s", dir);
	if (fd != -1)
		close(fd);
	return rc;
}

/* A damaged one has a second name, which is to be without the payloads, too. */
static int
replace_second(const struct work *w, const char *whole)
{
	char second[PATH_MAX + 32];

	snprintf(second, sizeof(second), "%s.damaged", w->path);
	if (access(second, F_OK) == -1)
		return ERR_OK;
	if (unlink(second) == -1 || link(whole, second) == -1) {
		log_warn("journal %s", second);
		return ERR_IO;
	}
	return ERR_OK;
}

static int
put_in_place(const struct work *w, const char *dir)
{
	char whole[PATH_MAX + 32];
	int rc;

	snprintf(whole, sizeof(whole), "%s.redacted", w->path);
	rc = w->is_packed ? archive_write(w->copy, whole, &w->st)
			  : write_copy(w, whole);
	if (rc == ERR_OK)
		rc = replace_second(w, whole);
	if (rc == ERR_OK && rename(whole, w->path) == -1) {
		log_warn("journal %s", w->path);
		rc = ERR_IO;
	}
	if (rc < 0)
		(void)unlink(whole);
	return rc == ERR_OK ? sync_dir(dir) : rc;
}

static int
redact_segment(const char *dir, uint64_t segment,
    const struct redaction_entry *list, size_t n, size_t *done, size_t *open)
{
	struct work w = { .file = -1, .source = -1, .copy = -1 };
	size_t before = 0;
	int rc;

	rc = open_file(&w, dir, segment);
	/* Removed by retention meanwhile, or of another number: not ours. */
	if (rc == ERR_NOTFOUND || rc == ERR_CORRUPT) {
		if (w.file != -1)
			close(w.file);
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = copy_all(&w);
	if (rc == ERR_OK)
		rc = blank_all(&w, list, n, &before);
	if (rc == ERR_OK && w.found > 0 && w.is_sealed)
		rc = put_in_place(&w, dir);
	if (rc == ERR_OK) {
		*done += before + (w.is_sealed ? w.found : 0);
		*open += w.is_sealed ? 0 : w.found;
	}
	if (w.source != -1)
		close(w.source);
	if (w.copy != -1)
		close(w.copy);
	if (w.file != -1)
		close(w.file);
	return rc;
}

int
redact_records(const char *dir, const struct redaction_entry *list, size_t n,
    size_t *done, size_t *open)
{
	uint64_t *segments = NULL;
	size_t count = 0;
	int rc = segment_list(dir, &segments, &count);

	*done = *open = 0;
	for (size_t i = 0; rc == ERR_OK && i < count && n > 0; i++)
		rc = redact_segment(dir, segments[i], list, n, done, open);
	free(segments);
	return rc;
}
