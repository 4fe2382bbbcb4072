/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/program/keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/test.h"

/* Told by what runs: numbers of processes that it left behind. */
enum { LEFT_MAX = 8 };
static struct {
	pid_t left[LEFT_MAX];
	volatile int n;
} * shared;

static void
wait_for_ever(void)
{
	for (;;)
		(void)pause();
}

/* One that goes off with a session of its own, and leaves another such one. */
static void
leave(int depth)
{
	if (fork() != 0)
		return;
	(void)setsid();
	if (depth > 0)
		leave(depth - 1);
	shared->left[shared->n++] = getpid();
	wait_for_ever();
}

static void
wait_until_left(int n)
{
	while (shared->n < n)
		(void)usleep(1000);
}

static void
exit_3(const void *arg)
{
	(void)arg;
	_exit(3);
}

static void
die(const void *arg)
{
	(void)arg;
	(void)signal(SIGSEGV, SIG_DFL);
	(void)raise(SIGSEGV);
	_exit(0);
}

static void
leave_and_exit(const void *arg)
{
	(void)arg;
	leave(2);
	wait_until_left(3);
	_exit(0);
}

static void
leave_and_stay(const void *arg)
{
	(void)arg;
	leave(0);
	wait_for_ever();
}

static pid_t
begin(keeper_fn *become)
{
	pid_t role = getpid(), pid;

	shared->n = 0;
	pid = fork();
	if (pid == 0)
		keeper_run(role, become, NULL);
	assert_true(pid > 0);
	return pid;
}

static int
end_of(pid_t pid)
{
	int status = 0;

	assert_int_equal(pid, waitpid(pid, &status, 0));
	return status;
}

static void
check_gone(int n)
{
	assert_int_equal(n, shared->n);
	for (int i = 0; i < n; i++)
		assert_true(kill(shared->left[i], 0) == -1 && errno == ESRCH);
}

static void
it_ends_as_the_program_did(void **state)
{
	int status = end_of(begin(exit_3));

	(void)state;
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
	status = end_of(begin(die));
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

static void
what_left_its_session_is_gone_when_the_program_is(void **state)
{
	int status = end_of(begin(leave_and_exit));

	(void)state;
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	check_gone(3);
}

static void
told_to_end_it_ends_all(void **state)
{
	pid_t pid = begin(leave_and_stay);
	int status;

	(void)state;
	wait_until_left(1);
	assert_int_equal(0, kill(pid, SIGTERM));
	status = end_of(pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	check_gone(1);
}

static void
begin_and_go(void)
{
	(void)begin(leave_and_stay);
	wait_until_left(1);
	_exit(0);
}

/* Its end is nobody's to wait for: what it leaves is looked for. */
static void
without_a_role_it_ends_all(void **state)
{
	pid_t role = fork();
	int tries = 0;

	(void)state;
	if (role == 0)
		begin_and_go();
	(void)end_of(role);
	while (kill(shared->left[0], 0) == 0 && tries++ < 10000)
		(void)usleep(1000);
	check_gone(1);
}

static int
share(void **state)
{
	(void)state;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared == MAP_FAILED ? -1 : 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_ends_as_the_program_did),
		cmocka_unit_test(
		    what_left_its_session_is_gone_when_the_program_is),
		cmocka_unit_test(told_to_end_it_ends_all),
		cmocka_unit_test(without_a_role_it_ends_all),
	};

	return cmocka_run_group_tests(tests, share, NULL);
}
