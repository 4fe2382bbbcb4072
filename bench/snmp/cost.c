/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Runs a command and says what it cost, with all that it started and waited
 * for:
 *
 *	cost COMMAND [ARGUMENT...]
 *
 * prints, when the command has ended, CPU seconds (user and system), wall
 * seconds, and KiB of the largest process. What the command prints goes to
 * where it was sent by "cost ... 3>FILE", or nowhere.
 */

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"

enum { OUTPUT = 3 };

static void
run(char **command)
{
	int out =
	    fcntl(OUTPUT, F_GETFD) == -1 ? open("/dev/null", O_WRONLY) : OUTPUT;

	if (dup2(out, STDOUT_FILENO) == -1)
		fatal("cost: output");
	close(out);
	execvp(command[0], command);
	fatal("cost: %s", command[0]);
}

static double
seconds(struct timeval tv)
{
	return (double)tv.tv_sec + (double)tv.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	int64_t start = clock_monotonic();
	struct rusage used;
	int status;
	pid_t pid;

	log_start("cost");
	if (argc < 2) {
		fputs("usage: cost COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	pid = fork();
	if (pid == -1)
		fatal("cost: fork");
	if (pid == 0)
		run(argv + 1);
	if (waitpid(pid, &status, 0) == -1 ||
	    getrusage(RUSAGE_CHILDREN, &used) == -1)
		fatal("cost: wait");
	printf("%.3f %.3f %ld\n",
	    seconds(used.ru_utime) + seconds(used.ru_stime),
	    (double)(clock_monotonic() - start) / CLOCK_SECOND, used.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
