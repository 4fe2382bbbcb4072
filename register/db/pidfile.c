/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/pidfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

enum { LINE_PID = 1, LINE_STATUS = 8 };

static void
read_lines(FILE *f, struct pidfile *out)
{
	char line[512];

	for (int n = 1; fgets(line, sizeof(line), f) != NULL; n++) {
		if (n == LINE_PID)
			out->pid = (pid_t)strtol(line, NULL, 10);
		else if (n == LINE_STATUS)
			out->ready = strncmp(line, "ready", 5) == 0;
	}
}

struct pidfile
pidfile_read(const char *data)
{
	struct pidfile out = { .state = PIDFILE_NONE };
	struct buf path = { 0 };
	FILE *f;

	buf_printf(&path, "%s/postmaster.pid", data);
	f = fopen(buf_str(&path), "re");
	if (f != NULL) {
		read_lines(f, &out);
		fclose(f);
		/* A negative number is a server in single-user mode. */
		if (out.pid < 0)
			out.pid = -out.pid;
		out.state = out.pid > 0 ? PIDFILE_READ : PIDFILE_UNREADABLE;
	} else if (errno != ENOENT) {
		log_warn("%s", buf_str(&path));
		out.state = PIDFILE_UNREADABLE;
	}
	buf_free(&path);
	return out;
}

int
pidfile_remove(const char *data)
{
	struct buf path = { 0 };
	int rc = ERR_OK;

	buf_printf(&path, "%s/postmaster.pid", data);
	if (unlink(buf_str(&path)) == -1 && errno != ENOENT) {
		log_warn("%s", buf_str(&path));
		rc = ERR_IO;
	}
	buf_free(&path);
	return rc;
}
