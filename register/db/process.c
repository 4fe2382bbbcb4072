/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "register/db/account.h"

enum { EXIT_NOT_RUN = 127 };

/* execv takes what it never writes as char *const []. */
static void
execute(const char *const argv[])
{
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(EXIT_NOT_RUN);
}

static void
redirect(const char *log, int out)
{
	int null = open("/dev/null", O_RDONLY);

	if (null == -1 || dup2(null, STDIN_FILENO) == -1)
		_exit(EXIT_NOT_RUN);
	if (log != NULL)
		out =
		    open(log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
	if (out == -1 || dup2(out, STDOUT_FILENO) == -1)
		_exit(EXIT_NOT_RUN);
	if (log != NULL && dup2(out, STDERR_FILENO) == -1)
		_exit(EXIT_NOT_RUN);
	closefrom(STDERR_FILENO + 1);
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return EXIT_NOT_RUN;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
process_run(const struct account *as, const char *log, const char *const argv[])
{
	pid_t pid = fork();

	if (pid == -1)
		fatal("fork");
	if (pid == 0) {
		if (as != NULL)
			account_become(as);
		redirect(log, STDERR_FILENO);
		execute(argv);
	}
	return wait_for(pid);
}

int
process_read(const char *const argv[], struct buf *out)
{
	char block[512];
	int fds[2];
	ssize_t n;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) == -1)
		fatal("pipe");
	pid = fork();
	if (pid == -1)
		fatal("fork");
	if (pid == 0) {
		redirect(NULL, fds[1]);
		execute(argv);
	}
	close(fds[1]);
	while ((n = read(fds[0], block, sizeof(block))) > 0)
		buf_add(out, block, (size_t)n);
	close(fds[0]);
	return wait_for(pid) == 0 ? 0 : -1;
}

static void
set_grandparent(pid_t pid)
{
	char text[16];

	if (pid == 0)
		return;
	snprintf(text, sizeof(text), "%ld", (long)pid);
	if (setenv("PG_GRANDPARENT_PID", text, 1) == -1)
		_exit(EXIT_NOT_RUN);
}

pid_t
process_detach(const struct account *as, const char *log, pid_t grandparent,
    const char *const argv[])
{
	int fds[2];
	pid_t child, pid = -1;

	if (pipe2(fds, O_CLOEXEC) == -1)
		fatal("pipe");
	child = fork();
	if (child == -1)
		fatal("fork");
	if (child == 0) {
		/* A terminal's Ctrl-C is not meant for the server. */
		if (setsid() == -1 || (pid = fork()) == -1)
			_exit(EXIT_NOT_RUN);
		if (pid > 0)
			_exit(write(fds[1], &pid, sizeof(pid)) != sizeof(pid));
		account_become(as);
		set_grandparent(grandparent);
		redirect(log, -1);
		execute(argv);
	}
	close(fds[1]);
	if (read(fds[0], &pid, sizeof(pid)) != sizeof(pid))
		pid = -1;
	close(fds[0]);
	(void)wait_for(child);
	return pid;
}

void
process_become(
    const struct account *as, pid_t grandparent, const char *const argv[])
{
	const char *notify = getenv("NOTIFY_SOCKET");
	char *kept = mem_dup_str(notify);

	account_become(as);
	set_grandparent(grandparent);
	if (kept != NULL && setenv("NOTIFY_SOCKET", kept, 1) == -1)
		_exit(EXIT_NOT_RUN);
	free(kept);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	log_warn("%s", argv[0]);
}

static bool
read_link(pid_t pid, const char *name, char out[PATH_MAX])
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
	n = readlink(path, out, PATH_MAX - 1);
	out[n > 0 ? n : 0] = '\0';
	return n > 0;
}

bool
process_is_postgres(const struct account *as, pid_t pid, const char *data)
{
	char exe[PATH_MAX], cwd[PATH_MAX], real[PATH_MAX];
	bool is;

	/* A container's root may not look at the processes of others. */
	account_assume(as);
	/* " (deleted)" may follow: an update replaced the file under it. */
	is = pid > 1 && realpath(data, real) != NULL &&
	    read_link(pid, "exe", exe) && strstr(exe, "/postgres") != NULL &&
	    read_link(pid, "cwd", cwd) && strcmp(cwd, real) == 0;
	account_resume(as);
	return is;
}

bool
process_is_outdated(const struct account *as, pid_t pid)
{
	char exe[PATH_MAX];
	bool is;

	account_assume(as);
	is = read_link(pid, "exe", exe) && strstr(exe, " (deleted)") != NULL;
	account_resume(as);
	return is;
}

bool
process_exists(pid_t pid)
{
	return kill(pid, 0) == 0 || errno == EPERM;
}

bool
process_is_alive(pid_t pid)
{
	char path[64], text[256];
	const char *state = NULL;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	f = fopen(path, "re");
	if (f == NULL)
		return false;
	/* "PID (NAME) STATE ...", where a name may hold parentheses. */
	if (fgets(text, sizeof(text), f) != NULL)
		state = strrchr(text, ')');
	fclose(f);
	return state != NULL && strncmp(state, ") Z", 3) != 0 &&
	    strncmp(state, ") X", 3) != 0;
}

int
process_signal_all(
    const struct account *as, const char *data, pid_t but, int sig)
{
	DIR *proc = opendir("/proc");
	const struct dirent *e;
	int n = 0;

	if (proc == NULL)
		return 0;
	while ((e = readdir(proc)) != NULL) {
		pid_t pid = (pid_t)strtol(e->d_name, NULL, 10);

		if (pid == but || !process_is_postgres(as, pid, data))
			continue;
		n++;
		if (sig != 0)
			(void)kill(pid, sig);
	}
	closedir(proc);
	return n;
}
