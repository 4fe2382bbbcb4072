/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/senders.h"

#include <stdio.h>
#include <string.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "collector/listen/sender_set.h"
#include "collector/listen/tls.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

#define NOW (20000 * CLOCK_DAY)

/* What a sender shows; it is what SSL points to. */
struct shown {
	int64_t until;
	uint8_t digest[DIGEST_LEN];
	const struct tls_late *late;
};

static struct buf marks;
static enum intake_pause pause_now;

static const struct shown *
shown(const SSL *ssl)
{
	return (const void *)ssl;
}

bool
tls_sender_until(const SSL *ssl, int64_t *until)
{
	*until = shown(ssl)->until;
	return *until != CLOCK_NONE;
}

bool
tls_sender_digest(const SSL *ssl, uint8_t digest[static DIGEST_LEN])
{
	memcpy(digest, shown(ssl)->digest, DIGEST_LEN);
	return true;
}

const struct tls_late *
tls_late(const SSL *ssl)
{
	return shown(ssl)->late;
}

enum intake_pause
intake_pause(const struct intake *in)
{
	(void)in;
	return pause_now;
}

/* The first word, the first digits of the fingerprint, and the name. */
void
intake_mark_of(struct intake *in, const struct config_space *space,
    enum mark_kind kind, const char *what)
{
	struct sender_term t;

	(void)in;
	assert_int_equal(7, space->tenant_id);
	if (kind == MARK_SENDERS) {
		buf_printf(&marks, "look %s;", what);
		return;
	}
	assert_int_equal(MARK_SENDER, kind);
	assert_int_equal(ERR_OK, sender_term_read(what, strlen(what), &t));
	buf_printf(&marks, "%s%d %.*s;",
	    t.state == SENDER_RENEWED ? "renewed " : "", t.fingerprint[0],
	    (int)t.name_len, t.name);
}

static const struct config_listen section = { .name = "x",
	.space = { 7, 1 },
	.certificate_file = "c",
	.client = CLIENT_REQUIRED };
static struct senders_list *list;
static struct senders *senders;
static struct address from;

static void
say_nothing(const char *line)
{
	(void)line;
}

static int
begin(void **state)
{
	(void)state;
	log_divert(say_nothing);
	clock_freeze(NOW);
	buf_clear(&marks);
	pause_now = INTAKE_READS;
	list = senders_list_new(NULL);
	senders = senders_of(list, &section);
	return address_parse("192.0.2.1", &from);
}

static int
end(void **state)
{
	(void)state;
	senders_list_free(list);
	clock_thaw();
	return 0;
}

static void
see(uint8_t print, int64_t until, const char *name)
{
	const struct shown it = { .until = until, .digest = { print } };

	senders_see(
	    senders, &section, (const void *)&it, &from, name, strlen(name));
}

static const struct {
	int64_t until;
	const char *marks;
} terms[] = {
	{ CLOCK_NONE, "" }, /* it shows none */
	{ NOW + TLS_WARN_BEFORE + CLOCK_SECOND, "" },
	{ NOW + TLS_WARN_BEFORE, "1 sw1;" },
	{ NOW - CLOCK_DAY, "1 sw1;" }, /* while it stayed */
};

static void
thirty_days_before_it_is_told(void **state)
{
	for (size_t i = 0; i < ROWS(terms); i++) {
		(void)end(state);
		(void)begin(state);
		see(1, terms[i].until, "sw1");
		see(1, terms[i].until, "sw1");
		assert_string_equal(terms[i].marks, buf_str(&marks));
	}
}

static void
a_look_tells_of_who_is_there_again(void **state)
{
	(void)state;
	see(1, NOW + CLOCK_DAY, "sw1");
	see(2, NOW + CLOCK_DAY, "");
	senders_begin(senders);
	see(1, NOW + CLOCK_DAY, "sw1");
	senders_end(senders, &section);
	assert_string_equal("1 sw1;2 ;1 sw1;look 0 x;", buf_str(&marks));
}

static void
who_shows_another_has_renewed_it(void **state)
{
	(void)state;
	see(1, NOW + CLOCK_DAY, "sw1");
	see(2, NOW + CLOCK_DAY, "sw2");
	see(3, NOW + 300 * CLOCK_DAY, "sw1");
	see(3, NOW + 300 * CLOCK_DAY, "sw1");
	assert_string_equal("1 sw1;2 sw2;renewed 1 sw1;", buf_str(&marks));
}

/* Of as many as come in, two marks more. */
static void
more_than_there_is_room_for_are_counted(void **state)
{
	(void)state;
	for (int i = 0; i < SENDER_SET_MAX; i++) {
		struct shown it = { .until = NOW,
			.digest = { (uint8_t)(i >> 8), (uint8_t)i } };

		senders_see(
		    senders, &section, (const void *)&it, &from, "a", 1);
	}
	buf_clear(&marks);
	see(200, NOW, "b");
	see(201, NOW, "c");
	assert_string_equal("look 1 x;", buf_str(&marks));
	buf_clear(&marks);
	senders_begin(senders);
	see(200, NOW, "b");
	see(201, NOW, "c");
	senders_end(senders, &section);
	assert_string_equal("look 2 x;", buf_str(&marks));
}

/* Anybody can show a certificate whose key is not asked for. */
static void
who_is_sent_away_was_known_before(void **state)
{
	struct tls_late late = {
		.until = NOW, .digest = { 1 }, .name = "sw1", .name_len = 3
	};
	const struct shown it = { .late = &late };

	(void)state;
	senders_refuse(senders, &section, (const void *)&it, &from);
	assert_string_equal("", buf_str(&marks));
	see(1, NOW, "sw1");
	senders_begin(senders);
	senders_end(senders, &section);
	senders_refuse(senders, &section, (const void *)&it, &from);
	senders_refuse(senders, &section, (const void *)&it, &from);
	assert_string_equal("1 sw1;look 0 x;1 sw1;", buf_str(&marks));
	see(2, NOW + 300 * CLOCK_DAY, "sw1");
	senders_begin(senders);
	senders_end(senders, &section);
	senders_refuse(senders, &section, (const void *)&it, &from);
	assert_string_equal(
	    "1 sw1;look 0 x;1 sw1;renewed 1 sw1;look 0 x;", buf_str(&marks));
}

static void
what_the_journal_has_no_room_for_is_told_later(void **state)
{
	(void)state;
	pause_now = INTAKE_WAITS;
	see(1, NOW, "sw1");
	assert_string_equal("", buf_str(&marks));
	pause_now = INTAKE_READS;
	see(1, NOW, "sw1");
	assert_string_equal("1 sw1;", buf_str(&marks));
}

static void
only_a_section_that_asks_has_any(void **state)
{
	struct config_listen none = section;

	(void)state;
	assert_ptr_equal(senders, senders_of(list, &section));
	none.client = CLIENT_NONE;
	assert_null(senders_of(list, &none));
	none = section;
	none.certificate_file = NULL;
	assert_null(senders_of(list, &none));
}

static int
leave(void **state)
{
	(void)state;
	buf_free(&marks);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(thirty_days_before_it_is_told),
		TEST(a_look_tells_of_who_is_there_again),
		TEST(who_shows_another_has_renewed_it),
		TEST(more_than_there_is_room_for_are_counted),
		TEST(who_is_sent_away_was_known_before),
		TEST(what_the_journal_has_no_room_for_is_told_later),
		TEST(only_a_section_that_asks_has_any),
	};
	return cmocka_run_group_tests(tests, NULL, leave);
}
