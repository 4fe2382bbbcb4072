/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/program/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/control.h"
#include "collector/program/keeper.h"
#include "collector/program/outcome.h"
#include "collector/sandbox.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	FILE_MAX = 16 << 20, /* bytes that it may write into one file */
	FILES_MAX = 256,
	PROCESSES_MAX = 64,
	LEFT_MAX = 1 << 20, /* read when it has ended */
	CANNOT_RUN = 127,
	KEEPER_WITHIN_S = 10,
};

struct run {
	pid_t pid; /* of its keeper, which ends as the program does */
	int answer;
	int output;
	struct event *reading, *timer;
	struct buf said;
	struct outcome outcome;
	bool told; /* its keeper, to end it */
};

/* The child, from fork to execve. */

static void
limit(int what, rlim_t n)
{
	struct rlimit l = { n, n };

	if (setrlimit(what, &l) == -1) {
		log_warn("a limit cannot be set");
		_exit(CANNOT_RUN);
	}
}

static void
set_limits(const struct run_how *how)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, (rlim_t)(how->timeout / CLOCK_SECOND) + 1);
	limit(RLIMIT_FSIZE, FILE_MAX);
	limit(RLIMIT_NOFILE, FILES_MAX);
	if (how->own_user)
		limit(RLIMIT_NPROC, PROCESSES_MAX);
	limit(RLIMIT_AS, how->memory);
}

/* What is ignored stays so over execve, and what is blocked. */
static void
restore_signals(void)
{
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		(void)signal(s, SIG_DFL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

struct ends {
	const struct run_how *how;
	int input, output;
};

/* What goes wrong from the second dup2 on is read as its output. */
static void
become(const void *arg)
{
	const struct ends *e = arg;
	const struct run_how *how = e->how;
	char *const empty[] = { NULL };

	restore_signals();
	(void)setsid();
	/* A keeper that is killed leaves nobody to watch it. */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (dup2(e->input, STDIN_FILENO) == -1 ||
	    dup2(e->output, STDOUT_FILENO) == -1 ||
	    dup2(e->output, STDERR_FILENO) == -1 || chdir("/") == -1 ||
	    close_range(STDERR_FILENO + 1, ~0U, 0) == -1)
		_exit(CANNOT_RUN);
	(void)umask(077);
	if (how->close_network &&
	    sandbox_enter(SANDBOX_UNIX | SANDBOX_EXEC) < 0)
		_exit(CANNOT_RUN);
	set_limits(how);
	(void)execve(how->argv[0], how->argv, empty);
	log_warn("%s", how->argv[0]);
	_exit(CANNOT_RUN);
}

/* The parent. */

static int
make_input(const struct run_how *how)
{
	const int seals =
	    F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
	int fd = memfd_create("saying", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd == -1)
		return -1;
	for (size_t done = 0; done < how->len;) {
		ssize_t n = write(fd, how->input + done, how->len - done);

		if (n <= 0) {
			close(fd);
			return -1;
		}
		done += (size_t)n;
	}
	(void)lseek(fd, 0, SEEK_SET);
	(void)fcntl(fd, F_ADD_SEALS, seals);
	return fd;
}

/* Whether there may be more. */
static bool
read_some(struct run *r)
{
	char bytes[OUTCOME_OUTPUT_MAX];
	ssize_t n = read(r->output, bytes, sizeof(bytes));
	size_t room = OUTCOME_OUTPUT_MAX - r->said.len;

	if (n > 0)
		buf_add(&r->said, bytes, (size_t)n < room ? (size_t)n : room);
	return n > 0;
}

static void
on_output(int fd, short what, void *arg)
{
	struct run *r = arg;

	(void)fd;
	(void)what;
	if (!read_some(r) && errno != EAGAIN && errno != EINTR)
		(void)event_del(r->reading);
}

/* Its keeper kills all that it is and has left behind; one that does not come
 * to that is killed itself, and the program with it. */
static void
end_run(struct run *r)
{
	const struct timeval tv = { .tv_sec = KEEPER_WITHIN_S };

	(void)kill(r->pid, r->told ? SIGKILL : SIGTERM);
	r->told = true;
	(void)evtimer_add(r->timer, &tv);
}

static void
on_timer(int fd, short what, void *arg)
{
	struct run *r = arg;

	(void)fd;
	(void)what;
	r->outcome.timed_out |= !r->outcome.stopped;
	end_run(r);
}

void
run_kill(struct run *r)
{
	r->outcome.stopped |= !r->outcome.timed_out;
	end_run(r);
}

static void
watch(struct run *r, struct event_base *base, int64_t timeout)
{
	struct timeval tv = { .tv_sec = timeout / CLOCK_SECOND,
		.tv_usec = timeout % CLOCK_SECOND };

	r->reading =
	    event_new(base, r->output, EV_READ | EV_PERSIST, on_output, r);
	r->timer = evtimer_new(base, on_timer, r);
	if (r->reading == NULL || r->timer == NULL ||
	    event_add(r->reading, NULL) == -1 ||
	    evtimer_add(r->timer, &tv) == -1)
		fatalx("libevent cannot watch a program");
}

static int
give_up(int answer)
{
	static const char why[] = "the system has no room to run it";

	log_warn("a program cannot be started");
	(void)control_send(answer, CONTROL_LATER, why, sizeof(why) - 1, -1);
	close(answer);
	return ERR_IO;
}

static pid_t
fork_keeper(const struct ends *ends)
{
	pid_t role = getpid(), pid;
	sigset_t all, before;

	/* What comes in between is the role's, also where the child has not
	 * left its handlers yet. */
	sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (pid == 0)
		keeper_run(role, become, ends);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return pid;
}

int
run_start(struct event_base *base, const struct run_how *how, int answer,
    struct run **out)
{
	int input = make_input(how), output[2] = { -1, -1 };
	struct run *r;
	pid_t pid = -1;

	if (input != -1 && pipe2(output, O_CLOEXEC) == 0)
		pid = fork_keeper(&(struct ends){ how, input, output[1] });
	if (input != -1)
		close(input);
	if (output[1] != -1)
		close(output[1]);
	if (pid == -1) {
		if (output[0] != -1)
			close(output[0]);
		return give_up(answer);
	}
	r = mem_new(1, sizeof(*r));
	r->pid = pid;
	r->answer = answer;
	r->output = output[0];
	r->outcome.seconds = (int)(how->timeout / CLOCK_SECOND);
	(void)fcntl(r->output, F_SETFL, O_NONBLOCK);
	watch(r, base, how->timeout);
	*out = r;
	return ERR_OK;
}

static void
answer(struct run *r)
{
	struct buf reason = { 0 };

	for (size_t n = 0; n < LEFT_MAX && read_some(r);)
		n += OUTCOME_OUTPUT_MAX;
	r->outcome.output = (const char *)r->said.data;
	r->outcome.len = r->said.len;
	outcome_reason(&r->outcome, &reason);
	/* Who asked may be gone. */
	(void)control_send(r->answer, outcome_answer(&r->outcome), reason.data,
	    reason.len, -1);
	buf_free(&reason);
}

bool
run_reap(struct run *r)
{
	if (waitpid(r->pid, &r->outcome.status, WNOHANG) != r->pid)
		return false;
	answer(r);
	event_free(r->reading);
	event_free(r->timer);
	close(r->output);
	close(r->answer);
	buf_free(&r->said);
	free(r);
	return true;
}
