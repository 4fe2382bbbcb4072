/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/transport.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"
#include "tests/unit/test.h"

enum { MANY = 200, WAIT_S = 20 };

static struct event_base *base;
static struct transport *transport;
static struct engine_peer peer;
static int agent; /* a socket that answers when a test wants it to */
static size_t ended, answered;
static struct engine_end last;

static void
open_agent(int family)
{
	struct sockaddr_storage ss = { .ss_family = (sa_family_t)family };
	socklen_t len = sizeof(ss);

	if (family == AF_INET6)
		((struct sockaddr_in6 *)&ss)->sin6_addr = in6addr_loopback;
	else
		((struct sockaddr_in *)&ss)->sin_addr.s_addr =
		    htonl(INADDR_LOOPBACK);
	agent = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (agent == -1 || bind(agent, (struct sockaddr *)&ss, len) == -1) {
		if (agent != -1)
			close(agent);
		agent = -1;
		return;
	}
	assert_int_equal(0, getsockname(agent, (struct sockaddr *)&ss, &len));
	address_from_sockaddr((struct sockaddr *)&ss, &peer.address);
}

static void
start(const struct engine_limits *limits, int family)
{
	base = event_base_new();
	assert_int_equal(ERR_OK, transport_new(base, limits, &transport));
	peer = (struct engine_peer){
		.version = SNMP_V2C, .community = "public", .community_len = 6
	};
	open_agent(family);
	ended = answered = 0;
}

static void
stop(void)
{
	transport_free(transport);
	event_base_free(base);
	if (agent != -1)
		close(agent);
}

static void
on_done(void *arg, const struct engine_end *end)
{
	(void)arg;
	ended++;
	answered += end->answer != NULL;
	last = *end;
	last.answer = NULL;
}

static void
ask(int retries)
{
	struct buf list = { 0 };
	struct engine_question q = { .pdu = SNMP_GET, .retries = retries };

	varbind_add_name(&list, OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0));
	q.varbinds = (struct ber){ list.data, list.len };
	assert_int_equal(ERR_OK,
	    engine_ask(
		transport_engine(transport), &peer, &q, on_done, NULL, NULL));
	buf_free(&list);
}

/* Answers all questions that have come: to how many? */
static size_t
answer_all(void)
{
	struct sockaddr_storage from;
	struct snmp_message m;
	struct buf out = { 0 };
	uint8_t in[2048];
	socklen_t from_len;
	size_t n = 0;
	ssize_t len;

	for (;;) {
		from_len = sizeof(from);
		len = recvfrom(agent, in, sizeof(in), 0,
		    (struct sockaddr *)&from, &from_len);
		if (len == -1)
			break;
		assert_int_equal(
		    ERR_OK, snmp_message_parse(in, (size_t)len, &m));
		m.pdu = SNMP_RESPONSE;
		buf_clear(&out);
		snmp_message_build(&m, &out, NULL);
		assert_int_equal(out.len,
		    sendto(agent, out.data, out.len, 0,
			(struct sockaddr *)&from, from_len));
		n++;
	}
	assert_int_equal(EAGAIN, errno);
	buf_free(&out);
	return n;
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	*(bool *)arg = true;
}

/* The loop, until so much was counted; if it is to, an agent answers beside. */
static void
run(const size_t *count, size_t want, bool answers)
{
	const struct timeval tv = { .tv_sec = WAIT_S };
	bool is_late = false;
	struct event *late = evtimer_new(base, on_late, &is_late);

	evtimer_add(late, &tv);
	while (*count < want && !is_late) {
		event_base_loop(base, EVLOOP_ONCE);
		if (answers)
			(void)answer_all();
	}
	event_free(late);
	assert_false(is_late);
}

static void
run_until(size_t want)
{
	run(&ended, want, agent != -1);
}

static const struct engine_limits limits = { .window = 256,
	.timeout = 50 * 1000 };

static void
what_is_asked_is_sent_when_it_is_flushed(void **state)
{
	(void)state;
	start(&limits, AF_INET);
	ask(0);
	assert_int_equal(0, answer_all());
	transport_flush(transport);
	assert_int_equal(1, answer_all());
	run_until(1);
	assert_int_equal(1, answered);
	assert_in_range(last.rtt, 1, WAIT_S * CLOCK_SECOND);
	assert_false(engine_busy(transport_engine(transport)));
	stop();
}

/* More than a batch, in each direction. */
static void
many_are_asked_and_answered_at_once(void **state)
{
	(void)state;
	start(&limits, AF_INET);
	for (int i = 0; i < MANY; i++)
		ask(0);
	transport_flush(transport);
	assert_int_equal(MANY, answer_all());
	run_until(MANY);
	assert_int_equal(MANY, answered);
	assert_int_equal(0, transport_dropped(transport));
	stop();
}

/* Under load the sockets are not watched; and then they are again. */
static void
after_much_a_single_answer_is_heard(void **state)
{
	(void)state;
	start(&limits, AF_INET);
	for (int round = 1; round <= 3; round++) {
		for (int i = 0; i < MANY / 2; i++)
			ask(2);
		transport_flush(transport);
		run_until((size_t)round * (MANY / 2 + 1) - 1);
		ask(2);
		transport_flush(transport);
		run_until((size_t)round * (MANY / 2 + 1));
	}
	assert_int_equal(ended, answered);
	stop();
}

static size_t ticks;

static void
on_tick(void *arg)
{
	assert_ptr_equal(&ticks, arg);
	if (++ticks == 3)
		ask(0);
}

static void
each_tick_may_ask(void **state)
{
	(void)state;
	start(&limits, AF_INET);
	ticks = 0;
	transport_each_tick(transport, on_tick, &ticks);
	ask(0);
	transport_flush(transport);
	run(&ticks, 3, false);
	/* It left with that tick, without another flush. */
	run_until(2);
	assert_int_equal(2, answered);
	stop();
}

/* One more after the last, which sees that nothing is asked any more. */
static void
ticks_end_when_nothing_is_asked(void **state)
{
	size_t passed;

	(void)state;
	start(&limits, AF_INET);
	ticks = 100;
	transport_each_tick(transport, on_tick, &ticks);
	ask(0);
	transport_flush(transport);
	run_until(1);
	/* A slow machine may have ticked while it waited. */
	passed = ticks;
	run(&ticks, passed + 1, false);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(passed + 1, ticks);
	stop();
}

static void
silence_ends_by_itself(void **state)
{
	(void)state;
	start(&limits, AF_INET);
	close(agent);
	agent = -1;
	peer.address.port = 9; /* nobody: and ICMP may say so */
	ask(1);
	transport_flush(transport);
	run_until(1);
	assert_int_equal(0, answered);
	assert_int_equal(ENGINE_PORT_CLOSED, last.icmp);
	assert_int_equal(
	    1, engine_counts(transport_engine(transport))->retried);
	stop();
}

static void
noise_is_counted_and_passed_over(void **state)
{
	static const uint8_t noise[2000] = { 0x30, 0x82, 0xff };
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	uint8_t in[2048];

	(void)state;
	start(&limits, AF_INET);
	ask(3);
	transport_flush(transport);
	assert_true(recvfrom(agent, in, sizeof(in), 0, (struct sockaddr *)&from,
			&len) > 0);
	for (size_t n = 0; n <= sizeof(noise); n += 500)
		assert_int_equal(n,
		    sendto(agent, noise, n, 0, (struct sockaddr *)&from, len));
	run_until(1); /* a later attempt is answered */
	assert_int_equal(1, answered);
	assert_int_equal(
	    5, engine_counts(transport_engine(transport))->malformed);
	stop();
}

static void
both_kinds_of_addresses_go_side_by_side(void **state)
{
	(void)state;
	start(&limits, AF_INET6);
	if (agent == -1) {
		stop();
		skip(); /* no IPv6 here */
	}
	ask(0);
	transport_flush(transport);
	run_until(1);
	assert_int_equal(1, answered);
	close(agent);
	open_agent(AF_INET);
	ask(0);
	transport_flush(transport);
	run_until(2);
	assert_int_equal(2, answered);
	stop();
}

/* As many as the kernel's buffer has room for, but some in any case. */
static void
a_window_is_what_the_kernel_grants(void **state)
{
	struct engine_limits wish = { .window = 1 << 20,
		.timeout = CLOCK_SECOND };

	(void)state;
	start(&wish, AF_INET);
	for (int i = 0; i < ENGINE_SLOTS / 2; i++)
		ask(0);
	assert_in_range(
	    engine_counts(transport_engine(transport))->sent, 8, 8192);
	assert_true(engine_waits(transport_engine(transport)));
	wish.window = 4;
	transport_limit(transport, &wish);
	assert_true(engine_is_pressed(transport_engine(transport)));
	stop();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_asked_is_sent_when_it_is_flushed),
		cmocka_unit_test(many_are_asked_and_answered_at_once),
		cmocka_unit_test(after_much_a_single_answer_is_heard),
		cmocka_unit_test(each_tick_may_ask),
		cmocka_unit_test(ticks_end_when_nothing_is_asked),
		cmocka_unit_test(silence_ends_by_itself),
		cmocka_unit_test(noise_is_counted_and_passed_over),
		cmocka_unit_test(both_kinds_of_addresses_go_side_by_side),
		cmocka_unit_test(a_window_is_what_the_kernel_grants),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
