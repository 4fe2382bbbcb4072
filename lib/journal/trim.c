/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/journal.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/journal/segment.h"

/* Told to each loaded segment, oldest first; false: it stays. */
typedef bool wanted_fn(const struct stat *st, void *arg);

static bool
is_old(const struct stat *st, void *arg)
{
	const int64_t *keep_since = arg;

	return (int64_t)st->st_mtim.tv_sec * CLOCK_SECOND < *keep_since;
}

/* arg: how many bytes are to go. */
static bool
is_too_much(const struct stat *st, void *arg)
{
	int64_t *left = arg;

	if (*left <= 0)
		return false;
	*left -= st->st_size;
	return true;
}

static int
remove_file(const char *path)
{
	if (unlink(path) == 0)
		return ERR_OK;
	log_warn("journal %s: remove", path);
	return errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_IO;
}

/* A damaged segment has a second name and stays. */
static int
trim(const char *dir, const struct journal_position *loaded, wanted_fn *wanted,
    void *arg, size_t *count)
{
	uint64_t *list = NULL;
	char path[PATH_MAX];
	struct stat st;
	size_t n = 0;
	int rc;

	*count = 0;
	rc = segment_list(dir, &list, &n);
	for (size_t i = 0; rc == ERR_OK && i + 1 < n; i++) {
		if (list[i] >= loaded->segment)
			break;
		if (segment_find_file(dir, list[i], path, sizeof(path)) < 0 ||
		    stat(path, &st) == -1 || st.st_nlink > 1 ||
		    segment_is_damaged(dir, list[i]) || !wanted(&st, arg))
			continue;
		rc = remove_file(path);
		*count += rc == ERR_OK;
	}
	free(list);
	return rc;
}

int
journal_trim(const char *dir, const struct journal_position *loaded,
    int64_t keep_since, size_t *count)
{
	return trim(dir, loaded, is_old, &keep_since, count);
}

static int
sum_sizes(const char *dir, int64_t *sum)
{
	uint64_t *list = NULL;
	char path[PATH_MAX];
	struct stat st;
	size_t n = 0;
	int rc = segment_list(dir, &list, &n);

	*sum = 0;
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		if (segment_find_file(dir, list[i], path, sizeof(path)) ==
			ERR_OK &&
		    stat(path, &st) == 0)
			*sum += st.st_size;
	free(list);
	return rc;
}

int
journal_trim_to(const char *dir, const struct journal_position *loaded,
    uint64_t most, size_t *count)
{
	int64_t left;
	int rc = sum_sizes(dir, &left);

	*count = 0;
	left -= (int64_t)most;
	return rc < 0 ? rc : trim(dir, loaded, is_too_much, &left, count);
}
