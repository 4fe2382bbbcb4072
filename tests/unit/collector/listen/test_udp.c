/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/udp.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

/* The journal: what it took, what was lost, and how much more it takes. */
static struct buf kept, lost;
static size_t room;
static enum intake_pause pause_now;

bool
intake_message(struct intake *in, const struct config_space *space,
    const struct message *m, int64_t at)
{
	(void)in;
	assert_int_equal(7, space->realm_id);
	assert_int_equal(MESSAGE_UDP, m->transport);
	assert_true(at > 0);
	if (room == 0)
		return false;
	room--;
	buf_add(&kept, m->bytes, m->len);
	buf_printf(&kept, " by %u%s%s;", m->listener,
	    m->flags & MESSAGE_TRUNCATED ? " cut" : "",
	    m->flags & MESSAGE_RELAYED ? " relayed" : "");
	return true;
}

enum intake_pause
intake_pause(const struct intake *in)
{
	(void)in;
	return pause_now;
}

bool
intake_loss(struct intake *in, const struct config_space *space,
    enum loss_reason reason, uint64_t count, const char *what)
{
	(void)in;
	(void)space;
	if (room == 0)
		return false;
	assert_int_equal(LOSS_JOURNAL, reason);
	buf_printf(&lost, "%s x%d;", what, (int)count);
	return true;
}

char *
intake_path(const struct intake *in, const char *name)
{
	(void)in;
	assert_string_equal("dropped.3", name);
	return mem_dup_str("/nonexistent/dropped.3");
}

void
intake_note(struct intake *in, const char *path, const void *data, size_t len)
{
	(void)in;
	(void)path;
	(void)data;
	(void)len;
}

struct scene {
	struct event_base *base;
	struct config_relay relay;
	struct config_listen limits;
	struct config_address address;
	struct udp *udp;
	struct sockaddr_in at;
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
	socklen_t len = sizeof(s.at);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	(void)state;
	log_divert(say_nothing);
	buf_clear(&kept);
	buf_clear(&lost);
	room = SIZE_MAX;
	pause_now = INTAKE_READS;
	s = (struct scene){ .base = event_base_new(),
		.limits = { .name = "test",
		    .message_max = 10,
		    .space = { 1, 7 } },
		.at = { .sin_family = AF_INET,
		    .sin_addr = { htonl(INADDR_LOOPBACK) } } };
	s.limits.relays = &s.relay;
	s.address = (struct config_address){
		.kind = LISTEN_UDP, .text = "test", .listen = &s.limits
	};
	if (fd == -1 || bind(fd, (struct sockaddr *)&s.at, len) == -1 ||
	    getsockname(fd, (struct sockaddr *)&s.at, &len) == -1)
		return -1;
	s.udp = udp_start(fd, &s.address, 3, NULL, s.base);
	s.peer = socket(AF_INET, SOCK_DGRAM, 0);
	return connect(s.peer, (struct sockaddr *)&s.at, len);
}

static int
stop(void **state)
{
	(void)state;
	udp_stop(s.udp);
	close(s.peer);
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

static void
say(const char *text)
{
	assert_int_equal(strlen(text), send(s.peer, text, strlen(text), 0));
	run();
}

static void
a_datagram_is_a_message(void **state)
{
	(void)state;
	say("<14>one");
	say("<14>two\n\n");
	assert_string_equal("<14>one by 3;<14>two\n\n by 3;", buf_str(&kept));
}

static void
one_that_is_too_long_is_cut_and_says_so(void **state)
{
	(void)state;
	say("0123456789");
	say("0123456789abc");
	assert_string_equal(
	    "0123456789 by 3;0123456789 by 3 cut;", buf_str(&kept));
}

static void
a_relay_is_known_by_its_address(void **state)
{
	(void)state;
	s.limits.relay_count = 1;
	assert_int_equal(0, address_parse("192.0.2.1", &s.relay.address));
	say("other");
	assert_int_equal(0, address_parse("127.0.0.1", &s.relay.address));
	say("relay");
	assert_string_equal("other by 3;relay by 3 relayed;", buf_str(&kept));
}

static void
what_is_not_kept_is_counted_once_there_is_room(void **state)
{
	(void)state;
	room = 0;
	say("one");
	say("two");
	assert_int_equal(0, kept.len + lost.len);
	room = 10;
	say("three");
	assert_string_equal("three by 3;", buf_str(&kept));
	assert_string_equal("test x2;", buf_str(&lost));
}

static void
it_waits_in_the_kernel_while_the_journal_cannot(void **state)
{
	(void)state;
	pause_now = INTAKE_WAITS;
	udp_pause(s.udp, true);
	say("one");
	say("two");
	assert_int_equal(0, kept.len);
	pause_now = INTAKE_READS;
	udp_pause(s.udp, false);
	run();
	assert_string_equal("one by 3;two by 3;", buf_str(&kept));
}

static void
another_configuration_has_other_limits(void **state)
{
	struct config_listen wide = s.limits;
	struct config_address next = {
		.kind = LISTEN_UDP, .text = "test", .listen = &wide
	};
	struct config_address other = next;

	(void)state;
	wide.message_max = 100;
	other.text = "elsewhere";
	assert_false(udp_adopt(s.udp, &other, 5));
	assert_true(udp_adopt(s.udp, &next, 5));
	say("0123456789abc");
	assert_string_equal("0123456789abc by 5;", buf_str(&kept));
	udp_stop(s.udp);
	s.udp = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_datagram_is_a_message, start, stop),
		cmocka_unit_test_setup_teardown(
		    one_that_is_too_long_is_cut_and_says_so, start, stop),
		cmocka_unit_test_setup_teardown(
		    a_relay_is_known_by_its_address, start, stop),
		cmocka_unit_test_setup_teardown(
		    what_is_not_kept_is_counted_once_there_is_room, start,
		    stop),
		cmocka_unit_test_setup_teardown(
		    it_waits_in_the_kernel_while_the_journal_cannot, start,
		    stop),
		cmocka_unit_test_setup_teardown(
		    another_configuration_has_other_limits, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
