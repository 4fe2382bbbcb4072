/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/room.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/segment.h"

enum { LOW_PERCENT = 80 };

struct room {
	char dir[PATH_MAX];
	struct journal_limits limits;
	enum journal_level level;
	int64_t look_due;
	bool has_next, has_reserve;
};

static char *
path_of(const struct room *r, const char *name, char out[PATH_MAX])
{
	if (snprintf(out, PATH_MAX, "%s/%s", r->dir, name) >= PATH_MAX)
		log_warnx("journal %s: the path is too long", r->dir);
	return out;
}

/* Blocks behind the end: the length of the file stays what was written. A file
 * system that cannot do it tells of a full disk when it is written. */
static int
take_blocks(int fd, uint64_t size)
{
	if (size == 0 ||
	    fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)size) == 0 ||
	    errno == EOPNOTSUPP || errno == ENOSYS)
		return ERR_OK;
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_AGAIN
								    : ERR_IO;
}

static int
make_file(const char *path, uint64_t size, int *fd)
{
	int rc;

	*fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (*fd == -1)
		return errno == ENOSPC || errno == EDQUOT ? ERR_AGAIN : ERR_IO;
	rc = take_blocks(*fd, size);
	if (rc < 0) {
		close(*fd);
		(void)unlink(path);
	}
	return rc;
}

static bool
make_spare(struct room *r, const char *name, uint64_t size)
{
	char path[PATH_MAX];
	int fd;

	if (make_file(path_of(r, name, path), size, &fd) < 0)
		return false;
	close(fd);
	return true;
}

/* The reserve first: it is for the worst. */
static void
make_spares(struct room *r)
{
	if (r->limits.reserve > 0 && !r->has_reserve)
		r->has_reserve = make_spare(r, "reserve", r->limits.reserve);
	if (r->limits.is_ahead && !r->has_next &&
	    (r->has_reserve || r->limits.reserve == 0))
		r->has_next = make_spare(r, "next", r->limits.segment_max);
}

/* By the lengths of the segments: others may use the disk as well. */
static uint64_t
count_used(const struct room *r)
{
	uint64_t *list = NULL, sum = 0;
	char path[PATH_MAX];
	size_t n = 0;
	struct stat st;

	if (segment_list(r->dir, &list, &n) < 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (segment_find_file(r->dir, list[i], path, sizeof(path)) ==
			ERR_OK &&
		    stat(path, &st) == 0)
			sum += (uint64_t)st.st_size;
	free(list);
	return sum;
}

static uint64_t
count_free(const struct room *r)
{
	struct statvfs st;

	return statvfs(r->dir, &st) == 0
	    ? (uint64_t)st.f_bavail * (uint64_t)st.f_frsize
	    : UINT64_MAX;
}

static enum journal_level
find_level(const struct room *r)
{
	const struct journal_limits *l = &r->limits;
	uint64_t used = l->quota > 0 ? count_used(r) : 0;

	if ((l->quota > 0 && used >= l->quota) ||
	    (l->reserve > 0 && !r->has_reserve))
		return JOURNAL_FULL;
	if ((l->quota > 0 && used >= l->quota / 100 * LOW_PERCENT) ||
	    (l->is_ahead && !r->has_next) ||
	    (l->low > 0 && count_free(r) < l->low))
		return JOURNAL_LOW;
	return JOURNAL_ROOM;
}

enum journal_level
room_look(struct room *r)
{
	int64_t now = clock_monotonic();

	if (now < r->look_due)
		return r->level;
	r->look_due = now + CLOCK_SECOND;
	make_spares(r);
	r->level = find_level(r);
	return r->level;
}

enum journal_level
room_level(const struct room *r)
{
	return r->level;
}

static int
rename_spare(struct room *r, const char *name, const char *path, int *fd)
{
	char from[PATH_MAX];

	*fd = open(path_of(r, name, from), O_RDWR | O_CLOEXEC);
	if (*fd == -1)
		return ERR_NOTFOUND;
	if (rename(from, path) == 0)
		return ERR_OK;
	close(*fd);
	return ERR_IO;
}

/* A segment of that number is not there: numbers are never used twice. */
int
room_take(struct room *r, const char *path, int *fd)
{
	int rc = ERR_NOTFOUND;

	r->look_due = 0;
	if (access(path, F_OK) == 0)
		return ERR_IO;
	if (!r->limits.is_ahead)
		return make_file(path, 0, fd);
	if (r->has_next)
		rc = rename_spare(r, "next", path, fd);
	r->has_next = false;
	if (rc == ERR_NOTFOUND)
		rc = make_file(path, r->limits.segment_max, fd);
	if (rc == ERR_AGAIN && r->has_reserve) {
		rc = rename_spare(r, "reserve", path, fd);
		r->has_reserve = false;
		r->level = JOURNAL_FULL;
		if (rc == ERR_NOTFOUND)
			rc = ERR_AGAIN;
	}
	return rc;
}

void
room_take_rest(const struct room *r, int fd)
{
	if (r->limits.is_ahead)
		(void)take_blocks(fd, r->limits.segment_max);
}

uint64_t
room_segment_max(const struct room *r)
{
	return r->limits.segment_max;
}

/* What a process before left is made anew: it may be of another size. */
struct room *
room_open(const char *dir, const struct journal_limits *limits)
{
	struct room *r = mem_new(1, sizeof(*r));
	char path[PATH_MAX];

	snprintf(r->dir, sizeof(r->dir), "%s", dir);
	if (limits != NULL)
		r->limits = *limits;
	if (r->limits.segment_max == 0)
		r->limits.segment_max = JOURNAL_SEGMENT_MAX;
	(void)unlink(path_of(r, "next", path));
	(void)unlink(path_of(r, "reserve", path));
	return r;
}

void
room_close(struct room *r)
{
	free(r);
}
