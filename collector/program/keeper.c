/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/program/keeper.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"

enum {
	ROUNDS_MAX = 500,        /* of killing what is left, each of */
	ROUND_NS = 10 * 1000000, /* at most; it is less when one ends */
	STAT_MAX = 512,
	SIGNALLED = 128,
};

struct keeper {
	pid_t program;
	int status; /* of waitpid, once it has ended */
	bool ended;
};

/* 0 when it is gone. */
static pid_t
parent_of(pid_t pid)
{
	char path[sizeof("/proc//stat") + 16], text[STAT_MAX];
	const char *end;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (f == NULL)
		return 0;
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	/* proc(5): "pid (any name) state ppid". */
	end = strrchr(text, ')');
	return end == NULL || strlen(end) < 5
	    ? 0
	    : (pid_t)strtol(end + 4, NULL, 10);
}

/* Its children become ours as it ends, and are found in the next round. */
static void
kill_children(void)
{
	DIR *proc = opendir("/proc");
	const struct dirent *e;

	if (proc == NULL) {
		log_warn("/proc: what a program leaves behind stays");
		return;
	}
	while ((e = readdir(proc)) != NULL) {
		pid_t pid = (pid_t)strtol(e->d_name, NULL, 10);

		if (pid > 0 && parent_of(pid) == getpid())
			(void)kill(pid, SIGKILL);
	}
	closedir(proc);
}

/* False: there are none left. */
static bool
reap(struct keeper *k)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != k->program)
			continue;
		k->status = status;
		k->ended = true;
	}
	return pid == 0 || errno != ECHILD;
}

static void
end_all(struct keeper *k, const sigset_t *child)
{
	const struct timespec round = { .tv_nsec = ROUND_NS };

	for (int i = 0; i < ROUNDS_MAX && reap(k); i++) {
		kill_children();
		(void)sigtimedwait(child, NULL, &round);
	}
	if (reap(k))
		log_warnx("program: what it left behind cannot be killed");
}

static void __attribute__((noreturn)) end_as(int status)
{
	const struct rlimit none = { 0, 0 };
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	sigset_t one;

	if (number == 0)
		_exit(WEXITSTATUS(status));
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)signal(number, SIG_DFL);
	sigemptyset(&one);
	sigaddset(&one, number);
	(void)sigprocmask(SIG_UNBLOCK, &one, NULL);
	(void)raise(number);
	_exit(SIGNALLED + number);
}

void
keeper_run(pid_t role, keeper_fn *become, const void *arg)
{
	struct keeper k = { 0 };
	sigset_t wanted, child;
	int number = 0;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	wanted = child;
	sigaddset(&wanted, SIGTERM);
	for (int s = 1; s < NSIG; s++)
		(void)signal(s, SIG_DFL); /* the role's are not ours */
	(void)sigprocmask(SIG_SETMASK, &wanted, NULL);
	(void)setsid();
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
	if (getppid() != role)
		_exit(SIGNALLED - 1);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == -1)
		log_warn("program: what it leaves behind may stay");
	k.program = fork();
	if (k.program == 0)
		become(arg);
	/* The role's sockets, and the program's ends. */
	(void)close_range(STDERR_FILENO + 1, ~0U, 0);
	while (k.program != -1 && !k.ended && number != SIGTERM) {
		number = sigwaitinfo(&wanted, NULL);
		(void)reap(&k);
	}
	end_all(&k, &child);
	if (k.program == -1)
		_exit(SIGNALLED - 1);
	end_as(k.status);
}
