/* SPDX-License-Identifier: Apache-2.0 */

/* Work that is shared among processes: each piece once, and none forgotten. */

#include "reporter/crew.h"

#include "lib/base/err.h"
#include "tests/unit/test.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECES = 12, TOGETHER = 3 };

/* What the processes write here, all of them see. */
struct shared {
	pid_t made_by[PIECES];
	int times[PIECES];
};

struct story {
	struct shared *shared;
	size_t fatal, again;  /* pieces that end badly; PIECES: none */
	int started, refused; /* what start returns */
	int told[PIECES], rc[PIECES];
};

static bool
joins(void *of, size_t i)
{
	(void)of;
	return i % TOGETHER != 0;
}

static int
start(void *of)
{
	struct story *s = of;

	return s->started++ == 0 ? s->refused : ERR_CORRUPT;
}

static void
end(void *of)
{
	(void)of;
}

static int
make(void *of, size_t i)
{
	struct story *s = of;

	if (i == s->fatal)
		raise(SIGKILL);
	s->shared->made_by[i] = getpid();
	s->shared->times[i]++;
	return i == s->again ? ERR_AGAIN : i == 1 ? ERR_RANGE : ERR_OK;
}

static void
done(void *of, size_t i, int rc)
{
	struct story *s = of;

	s->told[i]++;
	s->rc[i] = rc;
}

static int
run(struct story *s, size_t processes)
{
	const struct crew crew = { PIECES, joins, start, make, end, done, s };

	s->shared = mmap(NULL, sizeof(*s->shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(MAP_FAILED, s->shared);
	return crew_run(&crew, processes);
}

static void
each_piece_is_made_once_by_as_many_processes(void **state)
{
	(void)state;
	for (size_t processes = 1; processes <= 4; processes++) {
		struct story s = { .fatal = PIECES, .again = PIECES };

		assert_int_equal(ERR_OK, run(&s, processes));
		for (size_t i = 0; i < PIECES; i++) {
			assert_int_equal(1, s.shared->times[i]);
			assert_int_equal(1, s.told[i]);
			assert_int_equal(i == 1 ? ERR_RANGE : ERR_OK, s.rc[i]);
			if (i % TOGETHER != 0)
				assert_int_equal(s.shared->made_by[i - 1],
				    s.shared->made_by[i]);
			if (processes > 1)
				assert_int_not_equal(
				    getpid(), s.shared->made_by[i]);
		}
		if (processes > 1)
			assert_int_not_equal(
			    s.shared->made_by[0], s.shared->made_by[TOGETHER]);
		(void)munmap(s.shared, sizeof(*s.shared));
	}
}

static void
what_a_killed_process_did_not_make_is_told(void **state)
{
	struct story s = { .fatal = TOGETHER, .again = PIECES };
	size_t lost = 0;

	(void)state;
	assert_int_equal(ERR_IO, run(&s, 2));
	for (size_t i = 0; i < PIECES; i++) {
		assert_int_equal(1, s.told[i]);
		lost += s.rc[i] == ERR_IO;
		assert_int_equal(s.rc[i] == ERR_IO ? 0 : 1, s.shared->times[i]);
	}
	assert_int_equal(PIECES / 2, lost);
	(void)munmap(s.shared, sizeof(*s.shared));
}

/* What waits for a database that is away is not tried, and has not failed. */
static void
a_process_that_must_wait_tries_no_more(void **state)
{
	for (size_t processes = 1; processes <= 2; processes++) {
		struct story s = { .fatal = PIECES, .again = 0 };

		(void)state;
		assert_int_equal(ERR_AGAIN, run(&s, processes));
		assert_int_equal(1, s.told[0]);
		assert_int_equal(0, s.told[1]);
		assert_int_equal(0, s.shared->times[2]);
		(void)munmap(s.shared, sizeof(*s.shared));
	}
}

static void
what_no_process_could_start_is_told_alike(void **state)
{
	(void)state;
	for (size_t processes = 1; processes <= 3; processes++) {
		struct story s = {
			.fatal = PIECES, .again = PIECES, .refused = ERR_DENIED
		};
		struct story away = {
			.fatal = PIECES, .again = PIECES, .refused = ERR_AGAIN
		};

		assert_int_equal(ERR_DENIED, run(&s, processes));
		assert_int_equal(ERR_AGAIN, run(&away, processes));
		for (size_t i = 0; i < PIECES; i++) {
			assert_int_equal(1, s.told[i]);
			assert_int_equal(ERR_IO, s.rc[i]);
			assert_int_equal(0, s.shared->times[i]);
			assert_int_equal(0, away.told[i]);
		}
		(void)munmap(s.shared, sizeof(*s.shared));
		(void)munmap(away.shared, sizeof(*away.shared));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_piece_is_made_once_by_as_many_processes),
		cmocka_unit_test(what_a_killed_process_did_not_make_is_told),
		cmocka_unit_test(a_process_that_must_wait_tries_no_more),
		cmocka_unit_test(what_no_process_could_start_is_told_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
