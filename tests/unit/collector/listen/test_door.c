/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/door.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/crowd.h"
#include "collector/listen/intake.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

/* The journal: what it took, and what it was told of as lost. */
static struct buf kept, refused;

bool
intake_message(struct intake *in, const struct config_space *space,
    const struct message *m, int64_t at)
{
	(void)in;
	(void)space;
	(void)at;
	buf_add(&kept, m->bytes, m->len);
	buf_printf(&kept, " by %u;", m->listener);
	return true;
}

enum intake_pause
intake_pause(const struct intake *in)
{
	(void)in;
	return INTAKE_READS;
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

/* RELP, which nobody speaks here. */
uint64_t
intake_taken(const struct intake *in)
{
	(void)in;
	return 0;
}

uint64_t
intake_safe(const struct intake *in)
{
	(void)in;
	return 0;
}

void
intake_hurry(struct intake *in)
{
	(void)in;
}

struct scene {
	struct event_base *base;
	struct config_listen limits;
	struct config_address address;
	struct crowd *crowd;
	struct door *door;
	struct sockaddr_in at;
};

static struct scene s;

static void
say_nothing(const char *line)
{
	(void)line;
}

static struct door_start
how(const struct config_address *address, int listener)
{
	return (struct door_start){
		.address = address,
		.listener = listener,
		.crowd = s.crowd,
		.base = s.base,
	};
}

static void
open_door(enum listen_kind kind)
{
	socklen_t len = sizeof(s.at);
	struct door_start start;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	s.at = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	assert_int_not_equal(-1, fd);
	assert_int_equal(0, bind(fd, (struct sockaddr *)&s.at, len));
	assert_int_equal(0, listen(fd, 16));
	assert_int_equal(0, getsockname(fd, (struct sockaddr *)&s.at, &len));
	s.address.kind = kind;
	start = how(&s.address, 3);
	s.door = door_start(fd, &start);
}

static int
start(void **state)
{
	(void)state;
	log_divert(say_nothing);
	buf_clear(&kept);
	buf_clear(&refused);
	s = (struct scene){ .base = event_base_new(),
		.limits = { .name = "test",
		    .idle = CLOCK_HOUR,
		    .frame_deadline = CLOCK_HOUR,
		    .handshake_deadline = CLOCK_HOUR,
		    .connections = 2,
		    .connections_per_source = 10,
		    .connections_per_network = 10,
		    .message_max = 1000,
		    .space = { 1, 7 } },
		.crowd = crowd_new(10) };
	s.address =
	    (struct config_address){ .text = "test", .listen = &s.limits };
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	door_stop(s.door);
	crowd_free(s.crowd);
	event_base_free(s.base);
	log_divert(NULL);
	return 0;
}

static void
run(void)
{
	const struct timeval tv = { 0, 20000 };

	assert_int_equal(0, event_base_loopexit(s.base, &tv));
	assert_int_equal(0, event_base_dispatch(s.base));
}

static int
knock(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_not_equal(-1, fd);
	assert_int_equal(
	    0, connect(fd, (struct sockaddr *)&s.at, sizeof(s.at)));
	run();
	return fd;
}

static void
say(int fd, const char *text)
{
	assert_int_equal(strlen(text), send(fd, text, strlen(text), 0));
	run();
}

static bool
is_sent_away(int fd)
{
	char c;

	return recv(fd, &c, 1, MSG_DONTWAIT) == 0;
}

static void
who_comes_in_is_heard(void **state)
{
	int fd;

	(void)state;
	open_door(LISTEN_TCP);
	fd = knock();
	say(fd, "<14>one\n");
	assert_string_equal("<14>one by 3;", buf_str(&kept));
	assert_false(is_sent_away(fd));
	close(fd);
}

static void
a_surplus_one_is_sent_away_and_counted(void **state)
{
	int fd[3];

	(void)state;
	open_door(LISTEN_TCP);
	for (size_t i = 0; i < 3; i++)
		fd[i] = knock();
	assert_false(is_sent_away(fd[0]));
	assert_false(is_sent_away(fd[1]));
	assert_true(is_sent_away(fd[2]));
	close(fd[0]);
	run();
	close(fd[2]);
	fd[2] = knock();
	assert_false(is_sent_away(fd[2]));
	close(fd[1]);
	close(fd[2]);
	door_stop(s.door);
	s.door = NULL;
	assert_non_null(strstr(buf_str(&refused), " x1;"));
}

static void
without_our_certificate_nobody_is_let_in(void **state)
{
	int fd;

	(void)state;
	open_door(LISTEN_TLS);
	fd = knock();
	assert_true(is_sent_away(fd));
	close(fd);
	fd = knock();
	assert_true(is_sent_away(fd));
	close(fd);
	door_stop(s.door);
	s.door = NULL;
	assert_string_equal("no certificate of ours x2;", buf_str(&refused));
}

static void
another_configuration_keeps_connections(void **state)
{
	struct config_address next = {
		.kind = LISTEN_TCP, .text = "test", .listen = &s.limits
	};
	struct config_address other = next;
	struct door_start start;
	int fd;

	(void)state;
	open_door(LISTEN_TCP);
	fd = knock();
	other.text = "elsewhere";
	start = how(&other, 5);
	assert_false(door_adopt(s.door, &start));
	other = next;
	other.kind = LISTEN_TLS;
	start = how(&other, 5);
	assert_false(door_adopt(s.door, &start));
	start = how(&next, 5);
	assert_true(door_adopt(s.door, &start));
	say(fd, "<14>two\n");
	assert_string_equal("<14>two by 5;", buf_str(&kept));
	close(fd);
	run();
}

static void
a_shut_door_reads_nothing(void **state)
{
	int fd, late;

	(void)state;
	open_door(LISTEN_TCP);
	fd = knock();
	door_shut(s.door);
	say(fd, "<14>three\n");
	late = knock();
	say(late, "<14>four\n");
	door_pause(s.door, false);
	run();
	assert_int_equal(0, kept.len);
	assert_false(door_has_output(s.door));
	close(fd);
	close(late);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    who_comes_in_is_heard, start, stop),
		cmocka_unit_test_setup_teardown(
		    a_surplus_one_is_sent_away_and_counted, start, stop),
		cmocka_unit_test_setup_teardown(
		    without_our_certificate_nobody_is_let_in, start, stop),
		cmocka_unit_test_setup_teardown(
		    another_configuration_keeps_connections, start, stop),
		cmocka_unit_test_setup_teardown(
		    a_shut_door_reads_nothing, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
