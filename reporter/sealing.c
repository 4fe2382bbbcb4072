/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/sealing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "reporter/seal/holder.h"
#include "reporter/seal/settings.h"

int
sealing_plan(bool asked, struct sealing *out)
{
	struct seal_settings s = { 0 };
	int rc = seal_settings_load(NULL, asked, &s);

	if (rc == ERR_NOTFOUND && !asked)
		return ERR_OK;
	if (rc == ERR_OK && (asked || s.reports)) {
		rc = seal_holder(s.certificate, &out->holder);
		out->stamped = s.tsa != NULL;
	}
	seal_settings_free(&s);
	return rc;
}

void
sealing_free(struct sealing *s)
{
	free(s->holder);
	*s = (struct sealing){ 0 };
}

void
sealing_values(const struct sealing *s, struct json *values)
{
	struct json *o = json_new_object();

	json_put_text(o, "holder", s->holder);
	json_put_bool(o, "stamped", s->stamped);
	json_put(values, "seal", o);
}

/* Beside this program, as it was installed or built; else by PATH. */
static void
find_program(char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	path[len > 0 ? len : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		snprintf(slash, size - (size_t)(slash - path), "%s",
		    "/patchwacht-seal");
	if (slash == NULL || access(path, X_OK) == -1)
		snprintf(path, size, "%s", "patchwacht-seal");
}

/* What it says of the hashes is noted with the report instead. */
static void
become(const char *program, const char *file, bool detached)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null != -1)
		(void)dup2(null, STDOUT_FILENO);
	if (detached)
		execlp(program, "patchwacht-seal", "--detached", "--", file,
		    (char *)NULL);
	else
		execlp(program, "patchwacht-seal", "--", file, (char *)NULL);
	log_warn("%s", program);
	_exit(127);
}

int
sealing_run(const char *file, bool detached)
{
	char program[4096];
	int status = 0;
	pid_t pid;

	find_program(program, sizeof(program));
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(program, file, detached);
	while (pid > 0 && waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			return ERR_IO;
	}
	if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return ERR_OK;
	log_warnx("%s: not sealed", file);
	return ERR_DENIED;
}
