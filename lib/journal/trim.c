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

/* A second name was given to a damaged segment: it stays. */
static bool
may_go(const char *path, int64_t keep_since)
{
	struct stat st;

	if (stat(path, &st) == -1 || st.st_nlink > 1)
		return false;
	return (int64_t)st.st_mtim.tv_sec * CLOCK_SECOND < keep_since;
}

int
journal_trim(const char *dir, const struct journal_position *loaded,
    int64_t keep_since, size_t *count)
{
	uint64_t *list = NULL;
	char path[PATH_MAX];
	size_t n = 0;
	int rc;

	*count = 0;
	rc = segment_list(dir, &list, &n);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i + 1 < n && list[i] < loaded->segment; i++) {
		if (segment_find_file(dir, list[i], path, sizeof(path)) < 0 ||
		    !may_go(path, keep_since))
			continue;
		if (unlink(path) == -1) {
			log_warn("journal %s: remove", path);
			rc = errno == EACCES || errno == EPERM ? ERR_DENIED
							       : ERR_IO;
			break;
		}
		(*count)++;
	}
	free(list);
	return rc;
}
