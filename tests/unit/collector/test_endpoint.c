/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/base/err.h"
#include "tests/unit/test.h"

static const struct {
	const char *text, *host;
	int family, port;
} good[] = {
	{ "192.0.2.1:514", "192.0.2.1", AF_INET, 514 },
	{ "0.0.0.0:0", "0.0.0.0", AF_INET, 0 },
	{ "192.0.2.1:65535", "192.0.2.1", AF_INET, 65535 },
	{ "[2001:db8::1]:6514", "2001:db8::1", AF_INET6, 6514 },
	{ "[::]:162", "::", AF_INET6, 162 },
};

static void
an_address_and_a_port_are_an_endpoint(void **state)
{
	struct sockaddr_storage at;
	const struct sockaddr_in *four = (const void *)&at;
	const struct sockaddr_in6 *six = (const void *)&at;
	char host[INET6_ADDRSTRLEN];
	socklen_t len;

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++) {
		bool is_four = good[i].family == AF_INET;

		assert_int_equal(
		    ERR_OK, endpoint_parse(good[i].text, &at, &len));
		assert_int_equal(good[i].family, at.ss_family);
		assert_int_equal(is_four ? sizeof(*four) : sizeof(*six), len);
		assert_int_equal(good[i].port,
		    ntohs(is_four ? four->sin_port : six->sin6_port));
		inet_ntop(at.ss_family,
		    is_four ? (const void *)&four->sin_addr : &six->sin6_addr,
		    host, sizeof(host));
		assert_string_equal(good[i].host, host);
	}
}

static void
another_shape_is_refused(void **state)
{
	static const char *const bad[] = {
		"", ":514", "192.0.2.1", "192.0.2.1:", "192.0.2.1:-1",
		"192.0.2.1:+1", "192.0.2.1: 1", "192.0.2.1:65536",
		"192.0.2.1:51x", "192.0.2:514", "256.0.2.1:514",
		"[192.0.2.1]:514", /* brackets are of IPv6 alone, */
		"2001:db8::1:514", /* which cannot go without them */
		"[2001:db8::1]", "[2001:db8::1]514", "[2001:db8::1:514",
		"[]:514", "[::g]:514",
		"core-sw1.example:514", /* would have to be asked for */
	};
	struct sockaddr_storage at;
	socklen_t len;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++)
		if (endpoint_parse(bad[i], &at, &len) != ERR_PARSE)
			fail_msg("\"%s\" was taken", bad[i]);
}

static void
what_is_longer_than_any_address_is_refused(void **state)
{
	char text[100] = "[::";
	struct sockaddr_storage at;
	socklen_t len;

	(void)state;
	for (size_t n = 3; n < sizeof(text) - 5; n++) {
		text[n] = '1';
		strcpy(text + n + 1, "]:1");
		assert_int_equal(n > 6 ? ERR_PARSE : ERR_OK,
		    endpoint_parse(text, &at, &len));
	}
}

static void
only_this_machine_is_loopback(void **state)
{
	static const char *const here[] = { "localhost", "127.0.0.1",
		"127.255.255.254", "::1" };
	static const char *const there[] = { "", "Localhost.example",
		"128.0.0.1", "126.255.255.255", "127.1", "::", "::2",
		"192.0.2.1", "2001:db8::1" };

	(void)state;
	for (size_t i = 0; i < ROWS(here); i++)
		assert_true(endpoint_is_loopback(here[i]));
	for (size_t i = 0; i < ROWS(there); i++)
		assert_false(endpoint_is_loopback(there[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_and_a_port_are_an_endpoint),
		cmocka_unit_test(another_shape_is_refused),
		cmocka_unit_test(what_is_longer_than_any_address_is_refused),
		cmocka_unit_test(only_this_machine_is_loopback),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
