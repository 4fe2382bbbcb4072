/* SPDX-License-Identifier: Apache-2.0 */
#include "register/external.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "register/command.h"

static void
pass_on_options(void)
{
	char tenant[32];

	if (command.home != NULL)
		setenv("PATCHWACHT_HOME", command.home, 1);
	if (command.config != NULL)
		setenv("PATCHWACHT_CONFIG", command.config, 1);
	snprintf(tenant, sizeof(tenant), "%ld", command.tenant);
	setenv("PATCHWACHT_TENANT", tenant, 1);
}

/* The folder of this program, or false. */
static bool
own_folder(struct buf *out)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (len <= 0)
		return false;
	path[len] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return false;
	buf_add(out, path, (size_t)(slash - path));
	return true;
}

/* Adds the path to start, or just the name when only PATH can know. */
static void
find_program(const char *verb, struct buf *out)
{
	if (own_folder(out)) {
		buf_printf(out, "/patchwacht-%s", verb);
		if (access(buf_str(out), X_OK) == 0)
			return;
	}
	buf_clear(out);
	buf_printf(out, "%s/patchwacht-%s", LIBEXECDIR, verb);
	if (access(buf_str(out), X_OK) == 0)
		return;
	buf_clear(out);
	buf_printf(out, "patchwacht-%s", verb);
}

int
external_exec(const char *verb, int argc, char **argv)
{
	/* The name, the words, --json, --csv, --quiet, NULL. */
	char **words = mem_new((size_t)argc + 4, sizeof(*words));
	struct buf path = { 0 };
	int n = argc;

	find_program(verb, &path);
	for (int i = 0; i < argc; i++)
		words[i] = argv[i];
	words[0] = mem_dup_str(buf_str(&path));
	if (command.json)
		words[n++] = mem_dup_str("--json");
	if (command.csv)
		words[n++] = mem_dup_str("--csv");
	if (command.quiet)
		words[n++] = mem_dup_str("--quiet");
	pass_on_options();
	execvp(words[0], words);
	if (errno != ENOENT)
		complain("%s: %s", words[0], strerror(errno));
	for (int i = argc; i < n; i++)
		free(words[i]);
	n = errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
	free(words[0]);
	free(words);
	buf_free(&path);
	return n;
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			return EXIT_FAILURE;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

int
external_run(const char *verb, char *const argv[])
{
	struct buf path = { 0 };
	pid_t pid;

	find_program(verb, &path);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		pass_on_options();
		execvp(buf_str(&path), argv);
		_exit(127);
	}
	buf_free(&path);
	if (pid == -1) {
		log_warn("patchwacht-%s", verb);
		return ERR_IO;
	}
	return wait_for(pid);
}
