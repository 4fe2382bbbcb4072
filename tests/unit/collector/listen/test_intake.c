/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/intake.h"

#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/privacy.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/journal/journal.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/journal/slow.h"
#include "tests/unit/source.h"
#include "tests/unit/test.h"

enum {
	MESSAGE_LEN = 8 << 10,
	WAIT_S = 20,
	MANY = 100000,
	COUNTS_MAX = 64 << 20
};

static const struct config_space space = { 1, 1 };

static struct event_base *base;
static struct intake *in;
static enum intake_pause said[16]; /* in order */
static size_t said_count;
static uint64_t safe; /* as told last */

static void
on_pause(enum intake_pause pause, void *data)
{
	(void)data;
	assert_true(said_count < sizeof(said) / sizeof(said[0]));
	said[said_count++] = pause;
	if (pause == INTAKE_READS)
		event_base_loopbreak(base);
}

static void
on_safe(void *data)
{
	(void)data;
	safe = intake_safe(in);
	if (safe == intake_taken(in))
		event_base_loopbreak(base);
}

/* As many as it takes, at most most. */
static int
fill(enum message_transport transport, int most)
{
	static uint8_t text[MESSAGE_LEN];
	const struct message m = {
		.transport = transport, .bytes = text, .len = sizeof(text)
	};
	int n = 0;

	while (n < most && intake_message(in, &space, &m, 1))
		n++;
	return n;
}

static void
run_loop(void)
{
	const struct timeval tv = { .tv_sec = WAIT_S };

	event_base_loopexit(base, &tv);
	event_base_dispatch(base);
}

/* Who can wait does so early, with little in memory; datagrams are kept up to
 * the bound of the journal. Both are heard again when the disk goes on. */
static void
of_a_slow_disk_streams_hear_before_datagrams(void **state)
{
	int first, streams, datagrams;

	(void)state;
	slow_allow(0);
	first = fill(MESSAGE_UDP, 1);
	intake_hurry(in);
	slow_wait();
	streams = fill(MESSAGE_TCP, MANY);
	assert_int_equal(INTAKE_STREAMS_WAIT, intake_pause(in));
	assert_true(streams * MESSAGE_LEN > 3 << 20);
	assert_true(streams * MESSAGE_LEN < 5 << 20);
	assert_int_equal(0, fill(MESSAGE_RELP, 1));
	assert_int_equal(0, fill(MESSAGE_TLS, 1));
	datagrams = fill(MESSAGE_UDP, MANY);
	assert_true(datagrams * MESSAGE_LEN > 20 << 20);
	assert_int_equal(INTAKE_WAITS, intake_pause(in));
	assert_int_equal(0, safe);

	slow_allow(SLOW_ANY);
	while (intake_pause(in) != INTAKE_READS)
		run_loop();
	assert_true(said_count >= 3);
	assert_int_equal(INTAKE_STREAMS_WAIT, said[0]);
	assert_int_equal(INTAKE_WAITS, said[1]);
	assert_int_equal(INTAKE_READS, said[said_count - 1]);
	assert_int_equal(1, fill(MESSAGE_TCP, 1));
	intake_flush(in);
	/* And the mark that it started. */
	assert_int_equal(1 + first + streams + datagrams + 1, safe);
}

static void
who_waits_is_told_when_it_is_safe(void **state)
{
	(void)state;
	assert_int_equal(1, fill(MESSAGE_RELP, 1));
	assert_int_equal(2, intake_taken(in));
	assert_int_equal(0, safe);
	intake_hurry(in);
	run_loop();
	assert_int_equal(2, safe);
	assert_int_equal(0, said_count);
}

static struct privacy *
load_rules(void)
{
	struct privacy *rules = NULL;
	char path[SOURCE_MAX];

	(void)source_path(path, "mibs/privacy.rules");
	assert_int_equal(ERR_OK, privacy_load(path, &rules));
	return rules;
}

static void
open_intake(void)
{
	const struct config_journal c = { .shed_from = 8 };

	assert_int_equal(
	    ERR_OK, intake_open(fixture_dir, &c, load_rules(), base, &in));
}

/* What a kill leaves while a count is on its way to the disk, the next process
 * counts; what has arrived there it does not. */
static void
a_count_is_kept_until_it_is_safe(void **state)
{
	static const char text[] = "<13>squid: subtype=webfilter";
	const struct message m = { .transport = MESSAGE_UDP,
		.bytes = (const uint8_t *)text,
		.len = sizeof(text) - 1 };
	struct buf counts = { 0 };

	(void)state;
	intake_flush(in);
	slow_allow(0);
	assert_true(intake_message(in, &space, &m, 1));
	intake_use(in, load_rules());
	intake_hurry(in);
	slow_wait();
	assert_int_equal(
	    ERR_OK, file_read(fixture_path("counts"), COUNTS_MAX, &counts));
	slow_allow(SLOW_ANY);
	intake_close(in);
	assert_int_equal(1, fixture_read_all().losses);

	open_intake();
	intake_close(in);
	assert_int_equal(1, fixture_read_all().losses);
	assert_int_equal(ERR_OK,
	    file_write(fixture_path("counts"), counts.data, counts.len, 0600));
	open_intake();
	intake_flush(in);
	assert_int_equal(2, fixture_read_all().losses);
	buf_free(&counts);
}

static int
begin(void **state)
{
	if (fixture_make(state) != 0)
		return -1;
	slow_disk();
	base = event_base_new();
	if (base == NULL)
		return -1;
	open_intake();
	said_count = 0;
	safe = 0;
	intake_on_pause(in, on_pause, NULL);
	intake_on_safe(in, on_safe, NULL);
	return 0;
}

static int
end(void **state)
{
	intake_close(in);
	event_base_free(base);
	return fixture_remove(state);
}

#define ON_A_DISK(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_DISK(of_a_slow_disk_streams_hear_before_datagrams),
		ON_A_DISK(who_waits_is_told_when_it_is_safe),
		ON_A_DISK(a_count_is_kept_until_it_is_safe),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
