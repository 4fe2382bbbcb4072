/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/pulse.h"

#include <string.h>

#include <event2/event.h>

#include "collector/engine/engine.h"
#include "collector/engine/transport.h"
#include "collector/poll/delay.h"
#include "collector/poll/ledger.h"
#include "collector/poll/memory.h"
#include "collector/poll/roster.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/journal.h"
#include "lib/journal/reader.h"
#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

/* The second of two workers: it has no audit trails to sign, and so asks no
 * database. */
static struct worker {
	struct event_base *base;
	struct ledger *ledger;
	struct transport *transport;
	struct memory *memory;
	struct roster roster;
	struct pulse *pulse;
	int seen;
	int64_t started;
	uint64_t delays; /* of the last minute */
} w;

static void
on_told(void *arg)
{
	(void)arg;
}

static void
on_seen(void *arg, int64_t started, const struct delay *d)
{
	struct worker *of = arg;

	of->seen++;
	of->started = started;
	of->delays = d->total;
	event_base_loopbreak(of->base);
}

static void
start(void)
{
	const struct journal_limits none = { 0 };
	const struct engine_limits limits = {
		.window = 8, .rate = 8, .timeout = CLOCK_SECOND
	};
	struct pulse_parties parties;

	w = (struct worker){ .base = event_base_new() };
	w.roster.defaults.share.mine = 1;
	w.roster.defaults.share.of = 2;
	assert_int_equal(ERR_OK,
	    ledger_open(w.base, fixture_dir, &none, on_told, NULL, &w.ledger));
	assert_int_equal(ERR_OK, transport_new(w.base, &limits, &w.transport));
	w.memory = memory_new(fixture_dir, "poll-2");
	parties = (struct pulse_parties){ w.ledger, w.transport, w.memory,
		&w.roster, NULL, on_seen, &w };
	w.pulse = pulse_new(w.base, &parties);
}

static void
stop(void)
{
	ledger_flush(w.ledger);
	pulse_free(w.pulse);
	memory_free(w.memory);
	transport_free(w.transport);
	ledger_close(w.ledger);
	event_base_free(w.base);
}

/* The next mark of the journal, as text. */
static bool
next(struct journal_reader *r, char *out, size_t size)
{
	struct journal_record rec;
	struct observation o;

	if (journal_reader_next(r, &rec) < 0)
		return false;
	assert_int_equal(ERR_OK, observation_decode(rec.payload, rec.len, &o));
	assert_int_equal(OBSERVATION_MARK, o.kind);
	assert_int_equal(MARK_ALIVE, o.mark.kind);
	snprintf(
	    out, size, "%.*s", (int)o.mark.what_len, (const char *)o.mark.what);
	return true;
}

static void
each_sign_of_life_has_the_counts(void **state)
{
	const struct journal_position start_of_it = { 0 };
	struct journal_reader *r = NULL;
	char text[OBSERVATION_TEXT_MAX + 1];
	int64_t before = clock_now();

	(void)state;
	start();
	pulse_began(w.pulse, 20000);
	pulse_began(w.pulse, 3000);
	pulse_ended(w.pulse, false);
	pulse_ended(w.pulse, true);
	event_base_dispatch(w.base);
	assert_int_equal(1, w.seen);
	assert_true(w.started >= before && w.started <= clock_now());
	assert_int_equal(2, w.delays);
	/* Delays are those of the time since the last sign; counts add up. */
	pulse_ended(w.pulse, false);
	pulse_hurry(w.pulse);
	event_base_dispatch(w.base);
	assert_int_equal(2, w.seen);
	assert_int_equal(0, w.delays);
	ledger_flush(w.ledger);
	assert_int_equal(
	    ERR_OK, journal_reader_open(fixture_dir, &start_of_it, &r));
	assert_true(next(r, text, sizeof(text)));
	assert_non_null(strstr(text, "polls 2 silent 1 "));
	assert_non_null(strstr(text, "delay_max_us 20000 delay_ever_us 20000"));
	assert_true(next(r, text, sizeof(text)));
	assert_non_null(strstr(text, "polls 3 silent 1 "));
	assert_non_null(strstr(text, "delay_max_us 0 delay_ever_us 20000"));
	assert_false(next(r, text, sizeof(text)));
	journal_reader_close(r);
	stop();
}

static void
who_never_polled_has_a_last_word_too(void **state)
{
	(void)state;
	start();
	pulse_last(w.pulse);
	stop();
	assert_int_equal(0, w.seen);
	assert_int_equal(0, fixture_read_all().records);
	pulse_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(each_sign_of_life_has_the_counts),
		IN_A_DIR(who_never_polled_has_a_last_word_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
