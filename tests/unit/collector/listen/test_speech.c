/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/speech.h"

#include <stdlib.h>
#include <string.h>

#include "collector/listen/connection.h"
#include "collector/listen/intake.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/observation.h"

#include "tests/unit/test.h"

/* Both speeches, over a connection and a journal that are only these. */
struct connection {
	struct buf kept; /* "[flags]bytes" of each message */
	struct buf sent;
	size_t max, room; /* messages that still find room */
	bool has_ended;
	unsigned read_again;
	uint64_t taken, safe;
};

static struct connection *one;

bool
connection_keep(
    struct connection *c, const uint8_t *bytes, size_t len, uint16_t flags)
{
	if (c->room == 0)
		return false;
	c->room--;
	c->taken++;
	if (flags != 0)
		buf_printf(&c->kept, "[%u]", flags);
	else
		buf_add_str(&c->kept, "[]");
	buf_add(&c->kept, bytes, len);
	return true;
}

void
connection_send(struct connection *c, const void *data, size_t len)
{
	buf_add(&c->sent, data, len);
}

void
connection_end(struct connection *c)
{
	c->has_ended = true;
}

void
connection_read_again(struct connection *c)
{
	c->read_again++;
}

struct intake *
connection_intake(const struct connection *c)
{
	assert_ptr_equal(one, c);
	return NULL;
}

size_t
connection_message_max(const struct connection *c)
{
	return c->max;
}

uint64_t
intake_taken(const struct intake *in)
{
	(void)in;
	return one->taken;
}

uint64_t
intake_safe(const struct intake *in)
{
	(void)in;
	return one->safe;
}

void
intake_hurry(struct intake *in)
{
	(void)in;
}

/* What connection.c does with a speech: keeps what was not used. */
struct talk {
	struct connection c;
	const struct speech *speech;
	void *state;
	struct buf in;
	struct speech_taken last;
};

static void
talk_begin(struct talk *t, const struct speech *speech)
{
	*t = (struct talk){ .c = { .max = 100, .room = SIZE_MAX },
		.speech = speech };
	one = &t->c;
	t->state = speech->begin(&t->c);
}

static void
talk_end(struct talk *t)
{
	t->speech->end(t->state);
	buf_free(&t->c.kept);
	buf_free(&t->c.sent);
	buf_free(&t->in);
}

static int
hear(struct talk *t, const void *bytes, size_t len, bool at_end)
{
	struct buf rest = { 0 };
	int rc;

	buf_add(&t->in, bytes, len);
	t->last = (struct speech_taken){ 0 };
	rc = t->speech->take(t->state, t->in.len > 0 ? t->in.data : NULL,
	    t->in.len, at_end, &t->last);
	assert_true(t->last.used <= t->in.len);
	buf_add(&rest, t->in.data + t->last.used, t->in.len - t->last.used);
	buf_free(&t->in);
	t->in = rest;
	return rc;
}

static int
hear_text(struct talk *t, const char *text)
{
	return hear(t, text, strlen(text), false);
}

static const struct {
	const char *bytes, *kept, *rest; /* rest: at the end */
} streams[] = {
	{ "<14>a\n<14>b\r\n", "[]<14>a[]<14>b", "" },
	{ "<14>a\n<14>b", "[]<14>a", "[2]<14>b" },
	{ "5 <14>a6 <14>bc", "[8]<14>a[8]<14>bc", "" },
	{ "5 <14>a9 <14>bc", "[8]<14>a", "[10]<14>bc" },
	{ "2026 Nov 24\n", "[]2026 Nov 24", "" },
	{ "\n\n", "", "" },
};

static void
messages_are_the_same_however_they_come(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(streams); i++) {
		size_t len = strlen(streams[i].bytes);

		for (size_t piece = 1; piece <= len; piece++) {
			struct talk t;

			talk_begin(&t, &speech_syslog);
			for (size_t at = 0; at < len; at += piece)
				assert_int_equal(ERR_AGAIN,
				    hear(&t, streams[i].bytes + at,
					len - at < piece ? len - at : piece,
					false));
			assert_string_equal(
			    streams[i].kept, buf_str(&t.c.kept));
			assert_int_equal(
			    *streams[i].rest != '\0', t.last.inside);
			buf_clear(&t.c.kept);
			(void)hear(&t, NULL, 0, true);
			assert_string_equal(
			    streams[i].rest, buf_str(&t.c.kept));
			talk_end(&t);
		}
	}
}

static void
what_finds_no_room_is_taken_later_and_once(void **state)
{
	struct talk t;

	(void)state;
	talk_begin(&t, &speech_syslog);
	t.c.room = 1;
	assert_int_equal(ERR_AGAIN, hear_text(&t, "5 <14>a5 <14>b5 <14>c"));
	assert_string_equal("[8]<14>a", buf_str(&t.c.kept));
	/* The wait is ours: no deadline runs for it. */
	assert_false(t.last.inside);
	assert_int_equal(ERR_AGAIN, hear_text(&t, ""));
	assert_string_equal("[8]<14>a", buf_str(&t.c.kept));
	t.c.room = 5;
	assert_int_equal(ERR_AGAIN, hear_text(&t, ""));
	assert_string_equal("[8]<14>a[8]<14>b[8]<14>c", buf_str(&t.c.kept));
	assert_false(t.last.inside);
	talk_end(&t);
}

static void
what_is_too_long_keeps_its_head(void **state)
{
	struct talk t;

	(void)state;
	talk_begin(&t, &speech_syslog);
	t.c.max = 6;
	/* The framer knows it from the start. */
	speech_syslog.end(t.state);
	t.state = speech_syslog.begin(&t.c);
	assert_int_equal(ERR_AGAIN, hear_text(&t, "<14>abcdefgh\n<14>z\n"));
	assert_string_equal("[1]<14>ab[]<14>z", buf_str(&t.c.kept));
	talk_end(&t);
}

static void
another_language_is_sent_away(void **state)
{
	static const char *const others[] = { "\x16\x03\x01\x02\x00\x01\x00",
		"GET / HTTP/1.1\r\n" };
	struct talk t;

	(void)state;
	for (size_t i = 0; i < ROWS(others); i++) {
		talk_begin(&t, &speech_syslog);
		assert_int_equal(ERR_PARSE, hear(&t, others[i], 7, false));
		assert_string_equal("bytes that are not syslog", t.last.why);
		assert_int_equal(0, t.c.kept.len);
		talk_end(&t);
	}
}

#define OPEN "1 open 0\n"

static void
open_session(struct talk *t)
{
	talk_begin(t, &speech_relp);
	assert_int_equal(ERR_AGAIN, hear_text(t, OPEN));
	assert_memory_equal("1 rsp ", buf_str(&t->c.sent), 6);
	buf_clear(&t->c.sent);
}

static void
relp_answers_what_is_safe_and_in_order(void **state)
{
	struct talk t;

	(void)state;
	open_session(&t);
	assert_int_equal(ERR_AGAIN,
	    hear_text(&t,
		"2 syslog 5 <14>a\n3 syslog 5 <14>b\n4 syslog 5 "
		"<14>c\n"));
	assert_string_equal("[]<14>a[]<14>b[]<14>c", buf_str(&t.c.kept));
	assert_int_equal(0, t.c.sent.len);
	t.c.safe = 2;
	speech_relp.safe(t.state);
	assert_string_equal(
	    "2 rsp 6 200 OK\n3 rsp 6 200 OK\n", buf_str(&t.c.sent));
	buf_clear(&t.c.sent);
	/* Nothing new: nothing said. */
	speech_relp.safe(t.state);
	assert_int_equal(0, t.c.sent.len);

	/* A farewell waits for the last of them. */
	assert_int_equal(ERR_AGAIN, hear_text(&t, "5 close 0\n"));
	assert_int_equal(0, t.c.sent.len);
	assert_false(t.c.has_ended);
	t.c.safe = 3;
	speech_relp.safe(t.state);
	assert_string_equal(
	    "4 rsp 6 200 OK\n5 rsp 0\n0 serverclose 0\n", buf_str(&t.c.sent));
	assert_true(t.c.has_ended);
	talk_end(&t);
}

static void
relp_does_not_answer_what_found_no_room(void **state)
{
	struct talk t;

	(void)state;
	open_session(&t);
	t.c.room = 0;
	assert_int_equal(ERR_AGAIN, hear_text(&t, "2 syslog 5 <14>a\n"));
	t.c.safe = 9;
	speech_relp.safe(t.state);
	assert_int_equal(0, t.c.sent.len);
	t.c.room = 1;
	assert_int_equal(ERR_AGAIN, hear_text(&t, ""));
	assert_string_equal("[]<14>a", buf_str(&t.c.kept));
	assert_string_equal("2 rsp 6 200 OK\n", buf_str(&t.c.sent));
	talk_end(&t);
}

static const struct {
	const char *bytes;
	int rc;
	const char *kept, *sent;
} sessions[] = {
	/* A session begins with open. */
	{ "1 syslog 5 <14>a\n", ERR_PARSE, "", "" },
	{ "1 close 0\n", ERR_PARSE, "", "" },
	{ "nonsense\n", ERR_PARSE, "", "" },
	{ OPEN "2 starttls 0\n", ERR_AGAIN, "",
	    "2 rsp 18 500 not known here\n" },
	/* A hint has no answer. */
	{ OPEN "0 hint 0\n", ERR_AGAIN, "", "" },
	/* An empty message is none. */
	{ OPEN "2 syslog 0\n", ERR_AGAIN, "", "2 rsp 6 200 OK\n" },
	/* Of a long one the head is kept, and the next is in step. */
	{ OPEN "2 syslog 12 <14>abcdefgh\n3 syslog 5 <14>z\n", ERR_AGAIN,
	    "[1]<14>ab[]<14>z", "2 rsp 6 200 OK\n3 rsp 6 200 OK\n" },
	/* Nothing is heard behind a farewell. */
	{ OPEN "2 close 0\n3 syslog 5 <14>a\n", ERR_AGAIN, "",
	    "2 rsp 0\n0 serverclose 0\n" },
};

static void
relp_is_spoken_by_its_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(sessions); i++) {
		struct talk t;
		const char *sent;

		talk_begin(&t, &speech_relp);
		t.c.max = 6;
		t.c.safe = UINT64_MAX;
		if (hear_text(&t, sessions[i].bytes) != sessions[i].rc)
			fail_msg("%s", sessions[i].bytes);
		assert_string_equal(sessions[i].kept, buf_str(&t.c.kept));
		sent = buf_str(&t.c.sent);
		/* The welcome has lines of its own. */
		if (strncmp(sessions[i].bytes, OPEN, strlen(OPEN)) == 0) {
			assert_memory_equal("1 rsp ", sent, 6);
			sent = strstr(sent, "syslog\n");
			assert_non_null(sent);
			sent += strlen("syslog\n");
		}
		assert_string_equal(sessions[i].sent, sent);
		talk_end(&t);
	}
}

/* Who sends on without an answer is not heard until there is one. */
static void
relp_waits_with_who_does_not_wait(void **state)
{
	enum { MANY = 70000 };
	struct buf flood = { 0 };
	struct talk t;
	size_t left;

	(void)state;
	open_session(&t);
	for (int i = 0; i < MANY; i++)
		buf_printf(&flood, "%d syslog 1 x\n", 2 + i % 999999990);
	assert_int_equal(ERR_AGAIN, hear(&t, flood.data, flood.len, false));
	assert_int_equal(64 << 10, t.c.taken);
	assert_int_equal(0, t.c.read_again);
	left = t.in.len;
	assert_true(left > 0);
	t.c.safe = t.c.taken;
	speech_relp.safe(t.state);
	assert_int_equal(1, t.c.read_again);
	assert_int_equal(ERR_AGAIN, hear_text(&t, ""));
	assert_int_equal(MANY, t.c.taken);
	assert_int_equal(0, t.in.len);
	buf_free(&flood);
	talk_end(&t);
}

/* It is sent again, to the next of us. */
static void
relp_keeps_nothing_that_it_cannot_answer(void **state)
{
	const char *late = "2 syslog 5 <14>a\n";
	struct talk t;

	(void)state;
	open_session(&t);
	assert_int_equal(ERR_AGAIN, hear(&t, late, strlen(late), true));
	assert_int_equal(0, t.c.taken);
	talk_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_are_the_same_however_they_come),
		cmocka_unit_test(what_finds_no_room_is_taken_later_and_once),
		cmocka_unit_test(what_is_too_long_keeps_its_head),
		cmocka_unit_test(another_language_is_sent_away),
		cmocka_unit_test(relp_answers_what_is_safe_and_in_order),
		cmocka_unit_test(relp_does_not_answer_what_found_no_room),
		cmocka_unit_test(relp_is_spoken_by_its_rules),
		cmocka_unit_test(relp_waits_with_who_does_not_wait),
		cmocka_unit_test(relp_keeps_nothing_that_it_cannot_answer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
