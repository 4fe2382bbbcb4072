/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/control.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collector/sockets.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static void
mute(const char *line)
{
	(void)line;
}

static void
messages_stay_apart(void **state)
{
	struct control_message m = { .fd = -1 };
	int s[2];

	(void)state;
	assert_int_equal(ERR_OK, control_pair(s));
	(void)fcntl(s[1], F_SETFL, O_NONBLOCK);
	assert_int_equal(
	    ERR_OK, control_send(s[0], CONTROL_CONFIG, "home", 4, -1));
	assert_int_equal(ERR_OK, control_send(s[0], CONTROL_USE, NULL, 0, -1));
	assert_int_equal(ERR_OK, control_receive(s[1], &m));
	assert_int_equal(CONTROL_CONFIG, m.type);
	assert_string_equal("home", buf_str(&m.text));
	assert_int_equal(-1, m.fd);
	assert_int_equal(ERR_OK, control_receive(s[1], &m));
	assert_int_equal(CONTROL_USE, m.type);
	assert_int_equal(0, m.text.len);
	assert_int_equal(ERR_AGAIN, control_receive(s[1], &m));
	close(s[0]);
	assert_int_equal(ERR_NOTFOUND, control_receive(s[1], &m));
	control_free(&m);
	close(s[1]);
}

static void
a_whole_configuration_fits(void **state)
{
	struct control_message m = { .fd = -1 };
	struct buf text = { 0 };
	int s[2];

	(void)state;
	memset(buf_extend(&text, CONTROL_TEXT_MAX), 'x', CONTROL_TEXT_MAX);
	assert_int_equal(ERR_OK, control_pair(s));
	assert_int_equal(ERR_OK,
	    control_send(s[0], CONTROL_CONFIG, text.data, text.len, -1));
	assert_int_equal(ERR_OK, control_receive(s[1], &m));
	assert_int_equal(CONTROL_TEXT_MAX, m.text.len);
	control_free(&m);
	buf_free(&text);
	close(s[0]);
	close(s[1]);
}

/* The copy that was handed over works when the first is closed. */
static void
a_socket_can_be_handed_over(void **state)
{
	struct control_message m = { .fd = -1 };
	int s[2], pipe_ends[2];
	char text[3] = "";

	(void)state;
	assert_int_equal(0, pipe(pipe_ends));
	assert_int_equal(ERR_OK, control_pair(s));
	assert_int_equal(ERR_OK,
	    control_send(
		s[0], CONTROL_SOCKET, "udp 1.2.3.4:5", 13, pipe_ends[1]));
	close(pipe_ends[1]);
	assert_int_equal(ERR_OK, control_receive(s[1], &m));
	assert_true(m.fd >= 0);
	assert_int_equal(2, write(m.fd, "ok", 2));
	assert_int_equal(2, read(pipe_ends[0], text, 2));
	assert_string_equal("ok", text);
	control_free(&m);
	assert_int_equal(0, read(pipe_ends[0], text, 2));
	close(pipe_ends[0]);
	close(s[0]);
	close(s[1]);
}

static void
sockets_follow_the_configuration(void **state)
{
	static const char first[] = "listen a { udp = { \"127.0.0.1:0\" } "
				    "tcp = { \"127.0.0.1:0\" } }";
	static const char second[] = "listen a { tcp = { \"127.0.0.1:0\" } }";
	static const char other[] = "listen a { udp = { \"192.0.2.1:9\" } }";
	struct sockets s = { 0 };
	struct config *c;
	int fd;

	(void)state;
	assert_int_equal(
	    ERR_OK, config_parse("x", first, strlen(first), "/", &c));
	assert_int_equal(ERR_OK, sockets_open(&s, c));
	assert_int_equal(2, s.count);
	fd = sockets_find(&s, LISTEN_TCP, "127.0.0.1:0");
	assert_true(fd >= 0);
	config_free(c);
	assert_int_equal(
	    ERR_OK, config_parse("x", second, strlen(second), "/", &c));
	assert_int_equal(ERR_OK, sockets_open(&s, c));
	sockets_keep(&s, c);
	assert_int_equal(1, s.count);
	assert_int_equal(fd, sockets_find(&s, LISTEN_TCP, "127.0.0.1:0"));
	assert_int_equal(-1, sockets_find(&s, LISTEN_UDP, "127.0.0.1:0"));
	config_free(c);
	assert_int_equal(
	    ERR_OK, config_parse("x", other, strlen(other), "/", &c));
	assert_int_equal(ERR_IO, sockets_open(&s, c));
	config_free(c);
	sockets_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_stay_apart),
		cmocka_unit_test(a_whole_configuration_fits),
		cmocka_unit_test(a_socket_can_be_handed_over),
		cmocka_unit_test(sockets_follow_the_configuration),
	};

	log_divert(mute);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
