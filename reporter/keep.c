/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/keep.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
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
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/bundle/manifest.h"
#include "lib/store/db.h"

/* By this a sweep knows what is ours from what somebody else put there. */
#define KEEP_UNFINISHED ".unfinished"

int
keep_digest(const char *path, uint8_t out[DIGEST_LEN])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc = fd == -1 ? ERR_IO : digest_of_fd(fd, out);

	if (rc < 0)
		log_warn("%s: read", path);
	if (fd != -1)
		close(fd);
	return rc;
}

bool
keep_is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

bool
keep_has(const char *path, const uint8_t hash[DIGEST_LEN])
{
	uint8_t is[DIGEST_LEN];

	return keep_is_there(path) && keep_digest(path, is) == ERR_OK &&
	    memcmp(is, hash, DIGEST_LEN) == 0;
}

char *
keep_real_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL
	    ? mem_dup_str(".")
	    : mem_dup_text(path, (size_t)(slash - path) + (slash == path));
	char *real = realpath(folder, NULL);
	struct buf out = { 0 };

	free(folder);
	if (real == NULL)
		return mem_dup_str(path);
	buf_printf(&out, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/",
	    slash == NULL ? path : slash + 1);
	free(real);
	return buf_take_str(&out);
}

/* By its bytes, too: an issued report that was moved is still the one. */
int
keep_find(struct db *db, const char *path, struct buf *which)
{
	char *real = keep_real_path(path);
	struct db_rows *rows = NULL;
	uint8_t hash[DIGEST_LEN];
	int rc = keep_digest(path, hash);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT number,language,version FROM report"
		    " WHERE removed IS NULL AND (path=$1"
		    " OR regexp_replace(path,'[.]pdf$','')||'.evidence.json'=$1"
		    " OR pdf_sha256=$2 OR evidence_sha256=$2)"
		    " ORDER BY path<>$1,report_id DESC LIMIT 1",
		    DB_TEXT(real), DB_BYTES(hash, DIGEST_LEN));
	if (rc == ERR_OK && db_count(rows) > 0)
		buf_printf(which, "%s (%s) version %s", db_text(rows, 0, 0),
		    db_text(rows, 0, 1), db_text(rows, 0, 2));
	db_rows_free(rows);
	free(real);
	return rc;
}

/* As the writer of our PDF has the name of what is attached. */
static bool
holds_manifest(int fd)
{
	static const char name[] = "(" MANIFEST_NAME ")";
	enum { LEN = sizeof(name) - 1, PART = 64 << 10 };
	char *part = mem_new(LEN + PART, 1);
	bool begins = true, is = false;
	size_t len = 0;
	ssize_t n;

	while (!is && (n = read(fd, part + len, PART)) != 0) {
		/* Who cannot read it does not know what it is. */
		if (n == -1) {
			is = true;
			break;
		}
		len += (size_t)n;
		if (begins && (len < 5 || memcmp(part, "%PDF-", 5) != 0))
			break;
		begins = false;
		is = memmem(part, len, name, LEN) != NULL;
		/* It may stand half in this part and half in the next one. */
		n = (ssize_t)(len < LEN ? len : LEN - 1);
		memmove(part, part + len - (size_t)n, (size_t)n);
		len = (size_t)n;
	}
	free(part);
	return is;
}

static bool
names_file(const struct manifest *m, const char *name)
{
	if (strcmp(name, MANIFEST_NAME) == 0 ||
	    strcmp(name, MANIFEST_SUMS) == 0 ||
	    strcmp(name, MANIFEST_SIGNED) == 0)
		return true;
	for (size_t i = 0; i < m->nfiles; i++)
		if (strcmp(name, m->files[i].name) == 0)
			return true;
	return false;
}

static bool
is_named_beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	struct buf beside = { 0 }, text = { 0 };
	struct manifest m = { 0 };
	bool is = false;

	buf_printf(&beside, "%.*s" MANIFEST_NAME, (int)folder, path);
	if (keep_is_there(buf_str(&beside)) &&
	    file_read(buf_str(&beside), MANIFEST_MAX, &text) == ERR_OK &&
	    manifest_parse(buf_str(&beside), buf_str(&text), text.len, &m) ==
		ERR_OK)
		is = names_file(&m, path + folder);
	manifest_free(&m);
	buf_free(&text);
	buf_free(&beside);
	return is;
}

bool
keep_is_bundle(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool is = fd == -1 ? errno != ENOENT : holds_manifest(fd);

	if (fd != -1)
		close(fd);
	return is || is_named_beside(path);
}

/* Of this process alone: two may make one file at the same time. */
void
keep_start(struct keep_file *f, const char *path)
{
	snprintf(f->path, sizeof(f->path), "%s", path);
	snprintf(f->beside, sizeof(f->beside), "%s.%ld" KEEP_UNFINISHED,
	    f->path, (long)getpid());
	f->is_new = !keep_is_there(path);
	f->placed = f->is_folder = false;
}

static int
check_empty(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	bool empty = true;

	if (dir == NULL && errno == ENOENT)
		return ERR_OK;
	if (dir == NULL) {
		log_warn("%s: open", folder);
		return ERR_IO;
	}
	while ((e = readdir(dir)) != NULL)
		empty &=
		    strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	closedir(dir);
	if (!empty)
		log_warnx("%s: is not empty; a bundle has a folder of its own",
		    folder);
	return empty ? ERR_OK : ERR_EXISTS;
}

int
keep_start_folder(struct keep_file *f, const char *path)
{
	int rc = check_empty(path);

	if (rc < 0)
		return rc;
	keep_start(f, path);
	f->is_folder = true;
	/* Its number comes again: a run that was killed left its files. */
	rc = check_empty(f->beside);
	if (rc < 0) {
		*f = (struct keep_file){ 0 }; /* not ours to remove */
		return rc;
	}
	return file_make_dir(f->beside, 0700);
}

/* Of files alone. */
static void
remove_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		(void)unlinkat(dirfd(dir), e->d_name, 0);
	if (dir != NULL)
		closedir(dir);
	(void)rmdir(path);
}

/* What mkostemp made of six X: ".Ab3dEf". */
static size_t
without_random(const char *name, size_t len)
{
	enum { RANDOM = 6 };
	size_t i = 0;

	while (
	    i < RANDOM && i < len && isalnum((unsigned char)name[len - i - 1]))
		i++;
	return i == RANDOM && len > i && name[len - i - 1] == '.' ? len - i - 1
								  : len;
}

static size_t
without(const char *name, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len > n && memcmp(name + len - n, end, n) == 0 ? len - n : len;
}

/*
 * "x.pdf.1234.unfinished" of keep_start, with ".unsealed" of a seal behind it
 * and ".Ab3dEf" of file_write(): whose is it? 0: not one of ours.
 */
static pid_t
left_by(const char *name)
{
	size_t len = without_random(name, strlen(name)), digits = 0, end;

	len = without(name, len, ".unsealed");
	end = without(name, len, KEEP_UNFINISHED);
	while (digits < end && name[end - digits - 1] >= '0' &&
	    name[end - digits - 1] <= '9')
		digits++;
	if (end == len || digits == 0 || digits > 7 || digits + 1 >= end ||
	    name[end - digits - 1] != '.')
		return 0;
	return (pid_t)strtol(name + end - digits, NULL, 10);
}

/*
 * Its process is gone, or is another of that number, as no run takes a day. One
 * in another container is not seen from here: no file waits for an hour.
 */
static bool
is_left(const struct stat *st, pid_t pid)
{
	enum { HOUR = 3600 };
	int64_t age = clock_now() / CLOCK_SECOND - st->st_mtime;

	return age > 24 * HOUR ||
	    (age > HOUR && kill(pid, 0) == -1 && errno == ESRCH);
}

static void
sweep_one(const char *path, const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		remove_folder(path);
	else
		(void)unlink(path);
	if (keep_is_there(path))
		log_warnx("%s: is of a run that was killed; not removed", path);
	else
		log_info("%s: was of a run that was killed, removed", path);
}

static void
sweep(const char *folder, bool deeper)
{
	DIR *dir = opendir(folder);
	struct buf path = { 0 };
	struct dirent *e;
	struct stat st;
	pid_t pid;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		pid = left_by(e->d_name);
		buf_clear(&path);
		buf_printf(&path, "%s/%s", folder, e->d_name);
		if (e->d_name[0] == '.' || lstat(buf_str(&path), &st) == -1)
			continue;
		if (pid != 0 && is_left(&st, pid))
			sweep_one(buf_str(&path), &st);
		else if (pid == 0 && deeper && S_ISDIR(st.st_mode))
			sweep(buf_str(&path), false);
	}
	if (dir != NULL)
		closedir(dir);
	buf_free(&path);
}

void
keep_sweep(const char *folder)
{
	sweep(folder, true);
}

static void
remove_one(const struct keep_file *f, const char *path)
{
	if (f->is_folder)
		remove_folder(path);
	else
		(void)unlink(path);
}

/* A link never takes the place of a file, nor a folder that of one with files
 * in it; where a file system has no links, a rename must do. */
static int
place_new(const struct keep_file *f)
{
	if (f->is_folder)
		return rename(f->beside, f->path);
	if (link(f->beside, f->path) == 0)
		return unlink(f->beside);
	if (errno == EEXIST)
		return -1;
	return rename(f->beside, f->path);
}

int
keep_place(struct keep_file *f)
{
	if (f->path[0] == '\0')
		return ERR_OK;
	if ((f->is_new ? place_new(f) : rename(f->beside, f->path)) == -1) {
		bool other = errno == EEXIST || errno == ENOTEMPTY;

		if (other)
			log_warnx("%s: another run made that file meanwhile; "
				  "make the report once more",
			    f->path);
		else
			log_warn("%s: write", f->path);
		return other ? ERR_EXISTS : ERR_IO;
	}
	f->placed = true;
	return file_sync_folder(f->path);
}

void
keep_end(struct keep_file *f, bool undo)
{
	if (f->path[0] == '\0')
		return;
	if (!f->placed)
		remove_one(f, f->beside);
	/* A folder that was there had nothing in it. */
	else if (undo && (f->is_new || f->is_folder))
		remove_one(f, f->path);
	f->path[0] = '\0';
}
