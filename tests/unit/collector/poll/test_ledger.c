/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/ledger.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/poll/device.h"
#include "collector/poll/probe.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"
#include "lib/journal/reader.h"
#include "lib/wire/varbind.h"
#include "tests/unit/journal/fixture.h"
#include "tests/unit/journal/slow.h"
#include "tests/unit/test.h"

enum { WAIT_S = 20, PART = 1 << 19 };

static struct event_base *base;
static struct ledger *ledger;
static size_t told;

static void
on_told(void *arg)
{
	(void)arg;
	told++;
	event_base_loopbreak(base);
}

static void
start(void)
{
	const struct journal_limits none = { 0 };

	told = 0;
	base = event_base_new();
	assert_int_equal(ERR_OK,
	    ledger_open(base, fixture_dir, &none, on_told, NULL, &ledger));
}

static void
stop(void)
{
	ledger_close(ledger);
	event_base_free(base);
}

static int
read_device(struct ledger *l, int device_id, const struct buf *said)
{
	const struct device d = { .tenant_id = 3,
		.realm_id = 4,
		.device_id = device_id,
		.peer = { .version = SNMP_V2C } };
	const struct probe_result r = { .outcome = READING_ANSWERED,
		.started = 1000,
		.ended = 2000,
		.gathered = { .varbinds = *said } };

	return ledger_reading(l, &d, READING_STABILITY, &r);
}

/* All that is in the journal, one after the other; false: no more. */
static bool
next(struct journal_reader *r, struct observation *out)
{
	struct journal_record rec;

	if (journal_reader_next(r, &rec) < 0)
		return false;
	assert_int_equal(ERR_OK, observation_decode(rec.payload, rec.len, out));
	return true;
}

static struct journal_reader *
open_reader(void)
{
	const struct journal_position start_of_it = { 0 };
	struct journal_reader *r = NULL;

	assert_int_equal(
	    ERR_OK, journal_reader_open(fixture_dir, &start_of_it, &r));
	return r;
}

static void
what_is_noted_is_read_in_its_order(void **state)
{
	struct buf said = { 0 };
	struct journal_reader *r;
	struct observation o;
	uint64_t first;

	(void)state;
	varbind_add_name(&said, OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0));
	start();
	ledger_mark(ledger, MARK_START, "1.0");
	assert_int_equal(ERR_OK, read_device(ledger, 7, &said));
	assert_int_equal(ERR_OK, read_device(ledger, 7, &said));
	ledger_dropped(ledger, 12, 5000);
	ledger_flush(ledger);
	r = open_reader();
	assert_true(next(r, &o));
	assert_int_equal(OBSERVATION_MARK, o.kind);
	assert_int_equal(MARK_START, o.mark.kind);
	assert_memory_equal("1.0", o.mark.what, 3);
	assert_true(next(r, &o));
	assert_int_equal(OBSERVATION_READING, o.kind);
	assert_int_equal(3, o.tenant_id);
	assert_int_equal(7, o.reading.device_id);
	assert_int_equal(said.len, o.reading.varbinds_len);
	first = o.reading.poll_id;
	assert_true(next(r, &o));
	assert_int_equal(first + 1, o.reading.poll_id); /* another poll */
	assert_true(next(r, &o));
	assert_int_equal(OBSERVATION_LOSS, o.kind);
	assert_int_equal(LOSS_SOCKET, o.loss.reason);
	assert_int_equal(12, o.loss.count);
	assert_int_equal(5000, o.loss.first);
	assert_false(next(r, &o));
	journal_reader_close(r);
	stop();
	buf_free(&said);
}

static void
a_device_that_said_nothing_is_noted_too(void **state)
{
	const struct buf nothing = { 0 };
	struct journal_reader *r;
	struct observation o;

	(void)state;
	start();
	assert_int_equal(ERR_OK, read_device(ledger, 8, &nothing));
	ledger_flush(ledger);
	r = open_reader();
	assert_true(next(r, &o));
	assert_int_equal(8, o.reading.device_id);
	assert_int_equal(0, o.reading.varbinds_len);
	journal_reader_close(r);
	stop();
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	*(bool *)arg = true;
	event_base_loopbreak(base);
}

static void
wait_until_told(size_t times)
{
	const struct timeval tv = { .tv_sec = WAIT_S };
	bool is_late = false;
	struct event *late = evtimer_new(base, on_late, &is_late);

	evtimer_add(late, &tv);
	while (told < times && !is_late)
		event_base_dispatch(base);
	event_free(late);
	assert_false(is_late);
}

/* Without a flush: after a moment, by itself. */
static void
it_is_on_disk_a_moment_later(void **state)
{
	struct journal_reader *r;
	struct observation o;

	(void)state;
	start();
	ledger_mark(ledger, MARK_ALIVE, "by itself");
	wait_until_told(1);
	r = open_reader();
	/* That there is room may be told before. */
	while (!next(r, &o))
		wait_until_told(told + 1);
	journal_reader_close(r);
	stop();
}

/* The loop stands still, and with it the time that a group has. */
static void
in_a_hurry_it_is_written_at_once(void **state)
{
	struct journal_reader *r = NULL;
	const struct journal_position from = { 0 };
	struct observation o;
	bool is_there = false;

	(void)state;
	start();
	ledger_hurry(ledger); /* nothing is there */
	ledger_mark(ledger, MARK_ALIVE, "now");
	ledger_hurry(ledger);
	for (int i = 0; i < WAIT_S * 100 && !is_there; i++) {
		usleep(10000);
		if (r != NULL ||
		    journal_reader_open(fixture_dir, &from, &r) == ERR_OK)
			is_there = next(r, &o);
	}
	assert_true(is_there);
	journal_reader_close(r);
	stop();
}

/* Polls go on while the disk stands still, up to a limit that leaves room for
 * those that are under way. */
static void
a_disk_that_stands_still_makes_it_stuck(void **state)
{
	static uint8_t octets[PART];
	const struct varbind vb = { OID_OF(0x2b, 6, 1, 4, 1),
		value_of_data(VALUE_STRING, octets, sizeof(octets)) };
	struct buf said = { 0 };
	int n = 0;

	(void)state;
	varbind_add(&said, &vb);
	slow_disk();
	start();
	assert_false(ledger_is_stuck(ledger));
	while (!ledger_is_stuck(ledger)) {
		assert_int_equal(ERR_OK, read_device(ledger, ++n, &said));
		assert_in_range((uint64_t)n * PART, 1, JOURNAL_PENDING_MAX);
	}
	/* What was under way finds room. */
	assert_int_equal(ERR_OK, read_device(ledger, ++n, &said));
	slow_allow(SLOW_ANY);
	ledger_flush(ledger);
	assert_false(ledger_is_stuck(ledger));
	stop();
	buf_free(&said);
	assert_int_equal(n, fixture_read_all().records);
}

/* A file that belongs to what is in the journal is not ahead of it. */
static void
a_note_is_written_behind_the_journal(void **state)
{
	char *path;
	struct buf read = { 0 };

	(void)state;
	start();
	path = mem_dup_str(fixture_path("note"));
	ledger_mark(ledger, MARK_ALIVE, "before");
	assert_int_equal(ERR_OK, ledger_note(ledger, path, "text", 4));
	assert_true(file_read(path, 16, &read) < 0);
	ledger_flush(ledger);
	assert_int_equal(ERR_OK, file_read(path, 16, &read));
	assert_int_equal(4, read.len);
	assert_memory_equal("text", read.data, 4);
	stop();
	buf_free(&read);
	free(path);
}

static void
what_is_left_is_written_when_it_is_closed(void **state)
{
	(void)state;
	start();
	ledger_mark(ledger, MARK_STOP, "1.0");
	stop();
	assert_int_equal(1, fixture_read_all().records);
	ledger_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(what_is_noted_is_read_in_its_order),
		IN_A_DIR(a_device_that_said_nothing_is_noted_too),
		IN_A_DIR(it_is_on_disk_a_moment_later),
		IN_A_DIR(in_a_hurry_it_is_written_at_once),
		IN_A_DIR(a_note_is_written_behind_the_journal),
		IN_A_DIR(what_is_left_is_written_when_it_is_closed),
		IN_A_DIR(a_disk_that_stands_still_makes_it_stuck),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
