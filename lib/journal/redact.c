/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/redact.h"

#include <dirent.h>
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

/* Behind the name of what is to take its place. */
static const char new_end[] = ".redacted";

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
	size_t found, before, tiny, damaged;
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
    const struct redaction_entry *list, size_t n)
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
		w->before++;
		return ERR_OK;
	}
	if (rec->len < DIGEST_LEN) {
		w->tiny++;
		return ERR_OK;
	}
	w->found++;
	return blank(w, rec, offset, hash);
}

static int
blank_all(struct work *w, const struct redaction_entry *list, size_t n)
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
		if (rc == ERR_CORRUPT || rc == ERR_AGAIN) {
			w->damaged++;
			rc = scan_resync(&s);
		} else if (rc == ERR_OK && rec.type == RECORD_SEAL) {
			w->is_sealed = true;
		} else if (rc == ERR_OK && record_is_numbered(&rec)) {
			rc = blank_one(w, &rec, at, list, n);
		}
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

/* Half an archive, or a whole one, that a crash left beside the segment. */
static int
remove_archives(const struct work *w)
{
	static const char *const ends[] = { SEGMENT_PACKED,
		SEGMENT_PACKED ".new" };
	char path[PATH_MAX + 32];

	for (size_t i = 0; !w->is_packed && i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", w->path, ends[i]);
		if (unlink(path) == -1 && errno != ENOENT) {
			log_warn("journal %s", path);
			return ERR_IO;
		}
	}
	return ERR_OK;
}

static int
put_in_place(const struct work *w)
{
	char whole[PATH_MAX + 32];
	int rc;

	snprintf(whole, sizeof(whole), "%s%s", w->path, new_end);
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
	return rc == ERR_OK ? file_sync_folder(w->path) : rc;
}

static void
add_count(const struct work *w, struct redact_count *out)
{
	out->blank += w->before + (w->is_sealed ? w->found : 0);
	out->open += w->is_sealed ? 0 : w->found;
	out->tiny += w->tiny;
	/* What stands behind the end of one that is written is no damage. */
	out->damaged += w->is_sealed ? w->damaged : 0;
}

static int
redact_segment(const char *dir, uint64_t segment,
    const struct redaction_entry *list, size_t n, struct redact_count *out)
{
	struct work w = { .file = -1, .source = -1, .copy = -1 };
	int rc;

	rc = open_file(&w, dir, segment);
	/* Removed by retention meanwhile; or nothing of it can be read. */
	if (rc == ERR_NOTFOUND || rc == ERR_CORRUPT) {
		out->unread += rc == ERR_CORRUPT;
		if (w.file != -1)
			close(w.file);
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = copy_all(&w);
	if (rc == ERR_OK)
		rc = blank_all(&w, list, n);
	if (rc == ERR_OK && w.found > 0 && w.is_sealed)
		rc = put_in_place(&w);
	if (rc == ERR_OK && w.found + w.before > 0 && w.is_sealed)
		rc = remove_archives(&w);
	if (rc == ERR_OK)
		add_count(&w, out);
	if (w.source != -1)
		close(w.source);
	if (w.copy != -1)
		close(w.copy);
	if (w.file != -1)
		close(w.file);
	return rc;
}

/* 0000000000000001.seg.redacted, or of an archive. */
static bool
is_left_over(const char *name)
{
	size_t len = strlen(name), end = sizeof(new_end) - 1;

	return len > end && strcmp(name + len - end, new_end) == 0 &&
	    strstr(name, ".seg") != NULL;
}

/* Of a crash: nobody else makes such copies while we hold the lock. */
static int
remove_left_over(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	int rc = ERR_OK;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		if (!is_left_over(entry->d_name))
			continue;
		log_warnx("journal %s: %s, which was left half-way, is removed",
		    dir, entry->d_name);
		if (unlinkat(dirfd(d), entry->d_name, 0) == -1) {
			log_warn("journal %s: %s", dir, entry->d_name);
			rc = ERR_IO;
		}
	}
	if (d != NULL)
		closedir(d);
	return rc;
}

int
redact_records(const char *dir, const struct redaction_entry *list, size_t n,
    struct redact_count *out)
{
	uint64_t *segments = NULL;
	size_t count = 0;
	int rc;

	*out = (struct redact_count){ 0 };
	rc = remove_left_over(dir);
	if (rc == ERR_OK)
		rc = segment_list(dir, &segments, &count);
	for (size_t i = 0; rc == ERR_OK && i < count && n > 0; i++)
		rc = redact_segment(dir, segments[i], list, n, out);
	free(segments);
	return rc;
}
