/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/connection.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/crowd.h"
#include "collector/listen/intake.h"
#include "collector/listen/refusals.h"
#include "collector/listen/speech.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

#define SOON (40 * CLOCK_SECOND / 1000)

/* The journal: what it took, and how much more it takes. */
static struct buf kept, refused;
static size_t room;
static enum intake_pause pause_now;

bool
intake_message(struct intake *in, const struct config_space *space,
    const struct message *m, int64_t at)
{
	(void)in;
	(void)at;
	assert_int_equal(7, space->realm_id);
	if (room == 0) {
		pause_now = INTAKE_STREAMS_WAIT;
		return false;
	}
	room--;
	buf_printf(&kept, "%s[%u]", m->name_len > 0 ? m->name : "", m->flags);
	buf_add(&kept, m->bytes, m->len);
	return true;
}

enum intake_pause
intake_pause(const struct intake *in)
{
	(void)in;
	return pause_now;
}

/* Nobody shows a certificate here. */
void
intake_mark_of(struct intake *in, const struct config_space *space,
    enum mark_kind kind, const char *what)
{
	(void)in;
	(void)space;
	fail_msg("mark %d: %s", (int)kind, what);
}

bool
intake_loss(struct intake *in, const struct config_space *space,
    enum loss_reason reason, uint64_t count, const char *what)
{
	(void)in;
	(void)space;
	assert_int_equal(LOSS_REFUSED, reason);
	buf_printf(&refused, "%s x%d;", what, (int)count);
	return true;
}

/* One connection and its other end. */
struct scene {
	struct event_base *base;
	struct config_listen limits;
	struct config_address address;
	struct crowd *crowd;
	struct post post;
	int peer;
};

static struct scene s;

static void
say_nothing(const char *line)
{
	(void)line;
}

static int
start(void **state)
{
	const struct room_limits most = { 10, 10, 10 };
	struct address from;
	int fds[2];

	(void)state;
	log_divert(say_nothing);
	buf_clear(&kept);
	buf_clear(&refused);
	room = SIZE_MAX;
	pause_now = INTAKE_READS;
	s = (struct scene){ .base = event_base_new(),
		.limits = { .idle = CLOCK_HOUR,
		    .frame_deadline = CLOCK_HOUR,
		    .handshake_deadline = CLOCK_HOUR,
		    .message_max = 1000,
		    .space = { 1, 7 } },
		.crowd = crowd_new(10) };
	s.address = (struct config_address){
		.kind = LISTEN_TCP, .text = "test", .listen = &s.limits
	};
	s.post = (struct post){ .address = &s.address,
		.speech = &speech_syslog,
		.base = s.base,
		.refusals = refusals_new("test", NULL, s.base),
		.room = crowd_room(s.crowd, "test") };
	TAILQ_INIT(&s.post.all);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == -1 ||
	    address_parse("192.0.2.1:9", &from) < 0 ||
	    room_enter(s.post.room, &from, &most) != NULL)
		return -1;
	s.peer = fds[1];
	connection_open(&s.post, fds[0], &from);
	return 0;
}

static bool
is_open(void)
{
	return !TAILQ_EMPTY(&s.post.all);
}

static int
stop(void **state)
{
	(void)state;
	if (is_open())
		connection_finish(TAILQ_FIRST(&s.post.all));
	if (s.peer != -1)
		close(s.peer);
	refusals_free(s.post.refusals);
	crowd_free(s.crowd);
	event_base_free(s.base);
	log_divert(NULL);
	return 0;
}

static void
hang_up(void)
{
	close(s.peer);
	s.peer = -1;
}

static void
say(const char *text)
{
	assert_int_equal(strlen(text), write(s.peer, text, strlen(text)));
}

/* All that can happen now; callbacks come in a later pass. */
static void
settle(void)
{
	for (int i = 0; i < 10; i++)
		(void)event_base_loop(s.base, EVLOOP_NONBLOCK);
}

static void
on_enough(int fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	event_base_loopbreak(s.base);
}

static void
run_for(int64_t span)
{
	struct timeval tv = { .tv_usec = span };

	(void)event_base_once(s.base, -1, EV_TIMEOUT, on_enough, NULL, &tv);
	(void)event_base_loop(s.base, EVLOOP_NO_EXIT_ON_EMPTY);
}

static void
what_comes_is_kept_and_a_rest_is_part(void **state)
{
	(void)state;
	say("<14>a\n<14>");
	settle();
	assert_string_equal("[0]<14>a", buf_str(&kept));
	say("b\n<14>c");
	hang_up();
	settle();
	assert_string_equal("[0]<14>a[0]<14>b[2]<14>c", buf_str(&kept));
	assert_false(is_open());
}

static void
another_language_is_sent_away(void **state)
{
	(void)state;
	say("GET / HTTP/1.1\r\n\r\n");
	settle();
	assert_false(is_open());
	assert_int_equal(0, kept.len);
	refusals_free(s.post.refusals);
	s.post.refusals = NULL;
	assert_string_equal("bytes that are not syslog x1;", buf_str(&refused));
}

/* libevent does not call again for what was left in its buffer. */
static void
what_waits_for_room_is_taken_when_there_is_some(void **state)
{
	struct connection *c = TAILQ_FIRST(&s.post.all);

	(void)state;
	room = 1;
	say("<14>a\n<14>b\n<14>c\n");
	settle();
	assert_string_equal("[0]<14>a", buf_str(&kept));
	connection_pause(c, true);
	say("<14>d\n");
	settle();
	assert_string_equal("[0]<14>a", buf_str(&kept));
	room = SIZE_MAX;
	pause_now = INTAKE_READS;
	connection_pause(c, false);
	settle();
	assert_string_equal("[0]<14>a[0]<14>b[0]<14>c[0]<14>d", buf_str(&kept));
	assert_true(is_open());
}

/* It has hung up in the belief that we have all of it. */
static void
who_hangs_up_while_there_is_no_room_loses_nothing(void **state)
{
	struct connection *c = TAILQ_FIRST(&s.post.all);

	(void)state;
	room = 1;
	say("<14>a\n<14>b\n<14>c");
	hang_up();
	settle();
	assert_string_equal("[0]<14>a", buf_str(&kept));
	assert_true(is_open());
	connection_pause(c, true);
	settle();
	assert_true(is_open());

	/* There is some, and then none again. */
	room = 1;
	pause_now = INTAKE_READS;
	connection_pause(c, false);
	settle();
	assert_string_equal("[0]<14>a[0]<14>b", buf_str(&kept));
	assert_true(is_open());
	connection_pause(c, true);
	room = SIZE_MAX;
	pause_now = INTAKE_READS;
	connection_pause(c, false);
	settle();
	assert_string_equal("[0]<14>a[0]<14>b[2]<14>c", buf_str(&kept));
	assert_false(is_open());
}

/* A byte now and then does not put it off. */
static void
a_message_must_end_in_time(void **state)
{
	(void)state;
	s.limits.frame_deadline = SOON;
	say("<14>a");
	for (int i = 0; i < 8 && is_open(); i++) {
		run_for(SOON / 4);
		if (is_open())
			(void)!write(s.peer, "x", 1);
	}
	assert_false(is_open());
	/* A busy machine may come back when the time is over already. */
	assert_memory_equal("[2]<14>a", buf_str(&kept), 8);
	refusals_free(s.post.refusals);
	s.post.refusals = NULL;
	assert_string_equal("message without an end x1;", buf_str(&refused));
}

/* That it does not end is our doing. */
static void
no_time_runs_while_we_do_not_read(void **state)
{
	struct connection *c = TAILQ_FIRST(&s.post.all);

	(void)state;
	s.limits.frame_deadline = SOON;
	say("<14>a");
	settle();
	pause_now = INTAKE_WAITS;
	connection_pause(c, true);
	run_for(3 * SOON);
	assert_true(is_open());
	pause_now = INTAKE_READS;
	connection_pause(c, false);
	say("b\n");
	settle();
	assert_string_equal("[0]<14>ab", buf_str(&kept));
	assert_true(is_open());
}

static void
an_end_takes_what_there_is(void **state)
{
	(void)state;
	say("<14>a\n<14>b");
	/* Read, and not yet taken apart, or both. */
	settle();
	connection_finish(TAILQ_FIRST(&s.post.all));
	assert_string_equal("[0]<14>a[2]<14>b", buf_str(&kept));
	assert_false(is_open());
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_comes_is_kept_and_a_rest_is_part),
		TEST(another_language_is_sent_away),
		TEST(what_waits_for_room_is_taken_when_there_is_some),
		TEST(who_hangs_up_while_there_is_no_room_loses_nothing),
		TEST(a_message_must_end_in_time),
		TEST(no_time_runs_while_we_do_not_read),
		TEST(an_end_takes_what_there_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
