/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/data.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

/* The folder that holds the running program; "" when that is not known. */
static void
program_folder(char *out, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", out, size - 1);
	char *slash;

	out[n > 0 ? n : 0] = '\0';
	slash = strrchr(out, '/');
	if (slash != NULL)
		*slash = '\0';
}

/* The sources have data and configure.ac side by side. */
static char *
source_folder(void)
{
	static const char *const up[] = { "", "/..", "/../..", "/../../..",
		"/../../../.." };
	char folder[PATH_MAX];
	struct buf path = { 0 };

	program_folder(folder, sizeof(folder));
	for (size_t i = 0; i < sizeof(up) / sizeof(up[0]); i++) {
		buf_clear(&path);
		buf_printf(&path, "%s%s/configure.ac", folder, up[i]);
		if (access(buf_str(&path), F_OK) == -1)
			continue;
		buf_clear(&path);
		buf_printf(&path, "%s%s/mibs", folder, up[i]);
		if (access(buf_str(&path), F_OK) == -1)
			continue;
		buf_clear(&path);
		buf_printf(&path, "%s%s", folder, up[i]);
		return buf_take_str(&path);
	}
	buf_free(&path);
	return NULL;
}

char *
data_path(const char *configured, const char *below)
{
	const char *env = getenv("PATCHWACHT_DATADIR");
	char *source = NULL;
	struct buf path = { 0 };

	if (env != NULL && env[0] != '\0')
		configured = env;
	if (configured == NULL)
		configured = source = source_folder();
	buf_printf(
	    &path, "%s/%s", configured != NULL ? configured : DATADIR, below);
	free(source);
	return buf_take_str(&path);
}
