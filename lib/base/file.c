/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { READ_STEP = 64 << 10 };

static int
err_of_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return ERR_NOTFOUND;
	case EACCES:
	case EPERM:
		return ERR_DENIED;
	case ENOSPC:
	case EDQUOT:
		return ERR_AGAIN;
	default:
		return ERR_IO;
	}
}

static int
read_rest(int fd, const char *path, size_t max, struct buf *out)
{
	size_t before = out->len;
	ssize_t n;

	for (;;) {
		uint8_t *room = buf_extend(out, READ_STEP);

		n = read(fd, room, READ_STEP);
		out->len -= READ_STEP - (n > 0 ? (size_t)n : 0);
		if (n == 0)
			return ERR_OK;
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			log_warn("%s: read", path);
			return ERR_IO;
		}
		if (out->len - before > max) {
			log_warnx(
			    "%s: longer than %zu bytes, refused", path, max);
			return ERR_RANGE;
		}
	}
}

int
file_read(const char *path, size_t max, struct buf *out)
{
	size_t before = out->len;
	int fd, rc;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		rc = err_of_errno();
		log_warn("%s: open", path);
		return rc;
	}
	rc = read_rest(fd, path, max, out);
	if (rc < 0)
		out->len = before;
	close(fd);
	return rc;
}

int
file_write_all(int fd, const void *data, size_t len)
{
	const uint8_t *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return ERR_IO;
		p += n;
		len -= (size_t)n;
	}
	return ERR_OK;
}

/* The folder that path lies in; the caller's to free(). */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_dup_str(".");
	if (slash == path)
		return mem_dup_str("/");
	return mem_dup_text(path, (size_t)(slash - path));
}

int
file_sync_folder(const char *path)
{
	char *folder = folder_of(path);
	int fd, rc = ERR_OK;

	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || fsync(fd) == -1) {
		log_warn("%s: sync", folder);
		rc = ERR_IO;
	}
	if (fd != -1)
		close(fd);
	free(folder);
	return rc;
}

/* Fills the temporary file and puts it in its place. */
static int
write_and_rename(int fd, const char *temporary, const char *path,
    file_filler *fill, void *of, mode_t mode)
{
	int rc;

	if (fill(fd, of) < 0 || fchmod(fd, mode) == -1 || fsync(fd) == -1 ||
	    rename(temporary, path) == -1) {
		rc = err_of_errno();
		log_warn("%s: write", path);
		(void)unlink(temporary);
		return rc;
	}
	return file_sync_folder(path);
}

int
file_write_by(const char *path, file_filler *fill, void *of, mode_t mode)
{
	struct buf temporary = { 0 };
	char *name;
	struct stat st;
	int fd, rc;

	/* A device is no place for a file: the rename would put one over it. */
	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	    !S_ISLNK(st.st_mode)) {
		log_warnx("%s: no plain file", path);
		return ERR_RANGE;
	}
	buf_printf(&temporary, "%s.XXXXXX", path);
	name = buf_take_str(&temporary);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd == -1) {
		rc = err_of_errno();
		log_warn("%s: create", path);
	} else {
		rc = write_and_rename(fd, name, path, fill, of, mode);
		close(fd);
	}
	free(name);
	return rc;
}

struct run {
	const void *data;
	size_t len;
};

static int
fill_run(int fd, void *of)
{
	const struct run *run = of;

	return file_write_all(fd, run->data, run->len);
}

int
file_write(const char *path, const void *data, size_t len, mode_t mode)
{
	struct run run = { data, len };

	return file_write_by(path, fill_run, &run, mode);
}

/*
 * Whatever the umask is; and a folder that is of its parent's group still hands
 * that on. By the folder, not by its name, where somebody may have put a link.
 */
static int
set_mode(const char *path, mode_t mode)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	int rc = -1, why;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0)
		rc = fchmod(fd, mode | (st.st_mode & S_ISGID));
	why = errno;
	close(fd);
	errno = why;
	return rc;
}

static int
make_one(const char *path, mode_t mode)
{
	struct stat st;
	int rc;

	if (mkdir(path, mode) == 0 && set_mode(path, mode) == 0)
		return ERR_OK;
	if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return ERR_OK;
	rc = err_of_errno();
	log_warn("%s: make folder", path);
	return rc;
}

int
file_make_dir(const char *path, mode_t mode)
{
	char *name = mem_dup_str(path);
	struct stat st;
	int rc = ERR_OK;

	for (char *p = name + 1; rc == ERR_OK && *name != '\0'; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		bool last = *p == '\0';

		*p = '\0';
		/* Asked first: a parent may exist where we may not write. */
		if (last || stat(name, &st) == -1)
			rc = make_one(name, mode);
		if (last)
			break;
		*p = '/';
	}
	free(name);
	return rc;
}

int
file_lock(const char *path, bool wait, int *fd)
{
	int rc, opened;

	opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (opened == -1) {
		rc = err_of_errno();
		log_warn("%s: open", path);
		return rc;
	}
	while (flock(opened, LOCK_EX | (wait ? 0 : LOCK_NB)) == -1) {
		if (errno == EINTR)
			continue;
		rc = errno == EWOULDBLOCK ? ERR_AGAIN : ERR_IO;
		if (rc == ERR_IO)
			log_warn("%s: lock", path);
		close(opened);
		return rc;
	}
	*fd = opened;
	return ERR_OK;
}

int
file_check_private(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == -1) {
		int rc = err_of_errno();

		log_warn("%s", path);
		return rc;
	}
	if (!S_ISREG(st.st_mode))
		log_warnx("%s: not a plain file, refused", path);
	else if (st.st_uid != geteuid() && st.st_uid != 0)
		log_warnx("%s: belongs to uid %u, refused", path,
		    (unsigned)st.st_uid);
	else if ((st.st_mode & (S_IRWXO | S_IWGRP)) != 0)
		log_warnx("%s: mode %04o lets others in, refused", path,
		    (unsigned)st.st_mode & 07777);
	else
		return ERR_OK;
	return ERR_DENIED;
}
