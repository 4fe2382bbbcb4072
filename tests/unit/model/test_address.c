/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/address.h"

#include <string.h>
#include <sys/socket.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct {
	const char *text, *host, *with_port;
} good[] = {
	{ "192.0.2.1", "192.0.2.1", "192.0.2.1" },
	{ "192.0.2.1:514", "192.0.2.1", "192.0.2.1:514" },
	{ "2001:db8::1", "2001:db8::1", "2001:db8::1" },
	{ "[2001:db8::1]", "2001:db8::1", "2001:db8::1" },
	{ "[2001:db8::1]:514", "2001:db8::1", "[2001:db8::1]:514" },
	{ "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1" },
};

static const char *const bad[] = { "", "192.0.2",
	"192.0.2.1:", "192.0.2.1:99999", "192.0.2.1:a", "[2001:db8::1",
	"[2001:db8::1]x", "host", "2001:db8::1::2", "[::1]:-1" };

static void
addresses_read_back_as_written(void **state)
{
	char text[ADDRESS_TEXT_MAX];
	struct address a;

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++) {
		assert_int_equal(ERR_OK, address_parse(good[i].text, &a));
		assert_string_equal(good[i].host, address_format(&a, text));
		assert_string_equal(
		    good[i].with_port, address_format_port(&a, text));
	}
}

static void
other_texts_are_refused(void **state)
{
	struct address a;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_true(address_parse(bad[i], &a) < 0);
}

static void
sockets_and_addresses_convert_both_ways(void **state)
{
	struct sockaddr_storage ss;
	struct address a, back;

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++) {
		assert_int_equal(ERR_OK, address_parse(good[i].text, &a));
		assert_true(address_to_sockaddr(&a, &ss) > 0);
		address_from_sockaddr((struct sockaddr *)&ss, &back);
		assert_true(address_equal(&a, &back));
	}
	memset(&ss, 0, sizeof(ss));
	address_from_sockaddr((struct sockaddr *)&ss, &back);
	assert_int_equal(0, back.family);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_read_back_as_written),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(sockets_and_addresses_convert_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
