/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What a command costs, those that it starts included:
 *
 *	measure COMMAND...	prints "CPU-SECONDS MIB SECONDS"
 *
 * MIB is of the largest process. The command's own output goes to standard
 * error. Exit: the command's.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	double start = now();
	struct rusage used;
	int status = 0;
	pid_t pid;

	if (argc < 2)
		return 2;
	pid = fork();
	if (pid == 0) {
		(void)dup2(STDERR_FILENO, STDOUT_FILENO);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			return 1;
	}
	if (pid == -1 || getrusage(RUSAGE_CHILDREN, &used) == -1)
		return 1;
	printf("%.3f %.1f %.3f\n",
	    seconds(used.ru_utime) + seconds(used.ru_stime),
	    (double)used.ru_maxrss / 1024, now() - start);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
