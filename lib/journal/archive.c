/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/archive.h"

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
#include <sys/statvfs.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/pack.h"
#include "lib/journal/segment.h"

/* A segment ends where the next group would pass its limit. */
enum { UNPACKED_MAX = JOURNAL_SEGMENT_MAX + JOURNAL_PENDING_MAX };
enum { BLOCK = 64 << 10 };

int
archive_open(const char *path, int *fd)
{
	int packed = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (packed == -1) {
		log_warn("journal %s", path);
		return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
	}
	*fd = memfd_create("segment", MFD_CLOEXEC);
	if (*fd == -1)
		fatal("journal %s: memory", path);
	rc = unpack_file(packed, *fd, UNPACKED_MAX);
	if (rc < 0) {
		if (rc != ERR_IO)
			log_warnx("journal %s: is damaged", path);
		close(*fd);
		rc = rc == ERR_RANGE ? ERR_CORRUPT : rc;
	}
	close(packed);
	return rc;
}

static int
compare(int a, int b)
{
	static uint8_t x[BLOCK], y[BLOCK];
	off_t at = 0;
	ssize_t n, m;

	do {
		n = pread(a, x, sizeof(x), at);
		m = pread(b, y, sizeof(y), at);
		if (n == -1 || m == -1)
			return ERR_IO;
		if (n != m || memcmp(x, y, (size_t)n) != 0)
			return ERR_CORRUPT;
		at += n;
	} while (n > 0);
	return ERR_OK;
}

/* Under a name that nobody reads, until it is whole and on disk. */
int
archive_write(int from, const char *path, const struct stat *st)
{
	const struct timespec times[2] = { st->st_mtim, st->st_mtim };
	int to, back = -1, rc;

	to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (to == -1) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	rc = pack_file(from, to);
	if (rc == ERR_OK && (futimens(to, times) == -1 || fsync(to) == -1)) {
		log_warn("journal %s: sync", path);
		rc = ERR_IO;
	}
	close(to);
	if (rc == ERR_OK)
		rc = archive_open(path, &back);
	if (rc == ERR_OK)
		rc = compare(from, back);
	if (back != -1)
		close(back);
	return rc;
}

/* The last of the disk is for what comes. */
static bool
has_room(int fd, const struct stat *st)
{
	struct statvfs fs;

	return fstatvfs(fd, &fs) == -1 ||
	    (uint64_t)fs.f_bavail * fs.f_frsize > 4 * (uint64_t)st->st_size;
}

/* Who takes payloads out of it puts another in its place: not both at once. */
static int
lock_segment(int fd, const char *path, struct stat *st)
{
	struct stat now;

	if (flock(fd, LOCK_EX) == -1 || fstat(fd, st) == -1)
		return ERR_IO;
	return stat(path, &now) == 0 && now.st_ino == st->st_ino ? ERR_OK
								 : ERR_AGAIN;
}

/* The new name is on disk before the old one goes: a crash leaves one of them,
 * or both. */
static int
take_place(const char *whole, const char *packed, const char *path)
{
	if (rename(whole, packed) == -1) {
		log_warn("journal %s: archive", path);
		return ERR_IO;
	}
	if (file_sync_folder(packed) < 0)
		return ERR_IO;
	if (unlink(path) == -1 && errno != ENOENT) {
		log_warn("journal %s: archive", path);
		return ERR_IO;
	}
	return ERR_OK;
}

int
archive_segment(const char *dir, uint64_t segment)
{
	char path[PATH_MAX], packed[PATH_MAX + 8], whole[PATH_MAX + 16];
	struct stat st;
	int fd, rc;

	segment_path(dir, segment, path, sizeof(path));
	snprintf(packed, sizeof(packed), "%s" SEGMENT_PACKED, path);
	snprintf(whole, sizeof(whole), "%s.new", packed);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
	rc = lock_segment(fd, path, &st);
	if (rc == ERR_OK && !has_room(fd, &st))
		rc = ERR_AGAIN;
	if (rc == ERR_OK)
		rc = archive_write(fd, whole, &st);
	if (rc == ERR_OK)
		rc = take_place(whole, packed, path);
	close(fd);
	if (rc < 0)
		(void)unlink(whole);
	return rc;
}

uint64_t
archive_find(const char *dir, const struct journal_position *loaded)
{
	uint64_t *list = NULL, found = 0;
	char path[PATH_MAX];
	size_t n = 0;
	struct stat st;

	if (segment_list(dir, &list, &n) < 0)
		return 0;
	for (size_t i = 0; i + 1 < n && found == 0; i++) {
		segment_path(dir, list[i], path, sizeof(path));
		/* A damaged one, with its second name, stays as it is. */
		if (list[i] < loaded->segment && stat(path, &st) == 0 &&
		    st.st_nlink == 1 && !segment_is_damaged(dir, list[i]))
			found = list[i];
	}
	free(list);
	return found;
}
