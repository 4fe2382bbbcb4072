/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/crew.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { CREW_MAX = 4 };

/* One piece of work that ended; shorter than PIPE_BUF, so never torn. */
struct word {
	uint64_t i;
	int64_t rc;
};

struct run {
	const struct crew *crew;
	size_t processes;
	size_t *whose; /* of each piece: a process */
	bool *told;
	pid_t pid[CREW_MAX];
	int fd[2];
};

size_t
crew_size(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (size_t)n;
}

static void
share(struct run *r)
{
	const struct crew *c = r->crew;
	size_t group = 0;

	for (size_t i = 0; i < c->n; i++) {
		group += i > 0 && !c->joins(c->of, i);
		r->whose[i] = group % r->processes;
	}
}

static void
note(const struct run *r, size_t i, int rc)
{
	r->told[i] = true;
	r->crew->done(r->crew->of, i, rc);
}

static void
tell(const struct run *r, size_t i, int rc)
{
	const struct word w = { i, rc };

	if (r->processes == 1)
		note(r, i, rc);
	/* Whoever waited is gone: so is the reason to go on. */
	else if (write(r->fd[1], &w, sizeof(w)) != sizeof(w))
		_exit(EXIT_FAILURE);
}

static int
work(const struct run *r, size_t which)
{
	const struct crew *c = r->crew;
	int rc = c->start(c->of);

	for (size_t i = 0; rc == ERR_OK && i < c->n; i++) {
		if (r->whose[i] != which)
			continue;
		rc = c->make(c->of, i);
		(void)fflush(stdout); /* whole lines, of whichever process */
		tell(r, i, rc);
		if (rc != ERR_AGAIN)
			rc = ERR_OK;
	}
	c->end(c->of);
	return rc;
}

/* What a process ended with, where it may: -rc is small. */
static _Noreturn void
be_one(const struct run *r, size_t which, pid_t parent)
{
	int rc;

	/* A run that is killed is killed whole. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(EXIT_FAILURE);
	close(r->fd[0]);
	rc = work(r, which);
	(void)fflush(NULL);
	_exit(-rc);
}

static void
hear(const struct run *r)
{
	struct word w;
	ssize_t n;

	while ((n = read(r->fd[0], &w, sizeof(w))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n != sizeof(w) || w.i >= r->crew->n)
			break;
		note(r, (size_t)w.i, (int)w.rc);
	}
}

/* What nobody told of was not made; what waits was not tried. */
static void
tell_rest(const struct run *r, size_t which, int rc)
{
	for (size_t i = 0; rc != ERR_AGAIN && i < r->crew->n; i++)
		if (r->whose[i] == which && !r->told[i])
			note(r, i, ERR_IO);
}

static int
end_of(const struct run *r, size_t which)
{
	int status = 0, rc = ERR_IO;

	if (r->pid[which] > 0) {
		while (
		    waitpid(r->pid[which], &status, 0) == -1 && errno == EINTR)
			;
		if (WIFEXITED(status))
			rc = -WEXITSTATUS(status);
		else
			log_warnx("a process that made reports was ended by "
				  "signal %d",
			    WTERMSIG(status));
	}
	tell_rest(r, which, rc);
	return rc;
}

static int
wait_all(const struct run *r)
{
	int rc = ERR_OK;

	for (size_t k = 0; k < r->processes; k++) {
		int one = end_of(r, k);

		if (rc == ERR_OK || one == ERR_AGAIN)
			rc = one;
	}
	return rc;
}

static int
run_one(const struct run *r)
{
	int rc = work(r, 0);

	tell_rest(r, 0, rc);
	return rc;
}

static int
run_many(struct run *r)
{
	const pid_t parent = getpid();

	if (pipe(r->fd) == -1) {
		log_warn("pipe");
		return wait_all(r); /* of none */
	}
	/* What stands in a buffer would be written by each of them. */
	(void)fflush(NULL);
	for (size_t k = 0; k < r->processes; k++) {
		r->pid[k] = fork();
		if (r->pid[k] == 0)
			be_one(r, k, parent);
		if (r->pid[k] == -1)
			log_warn("fork");
	}
	close(r->fd[1]);
	hear(r);
	close(r->fd[0]);
	return wait_all(r);
}

int
crew_run(const struct crew *c, size_t processes)
{
	struct run r = { .crew = c, .processes = processes };
	int rc;

	r.whose = mem_new(c->n + 1, sizeof(*r.whose));
	r.told = mem_new(c->n + 1, sizeof(*r.told));
	if (r.processes > CREW_MAX)
		r.processes = CREW_MAX;
	if (r.processes > c->n)
		r.processes = c->n > 0 ? c->n : 1;
	share(&r);
	rc = r.processes > 1 ? run_many(&r) : run_one(&r);
	free(r.whose);
	free(r.told);
	return rc;
}
