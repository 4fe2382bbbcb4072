/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/confpart.h"

#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"

#include "tests/unit/test.h"

static const struct conf_option inner[] = {
	{ .name = "udp", .type = CONF_LIST },
	{ 0 },
};

static const struct conf_option options[] = {
	{ .name = "home", .type = CONF_TEXT },
	{ .name = "listen", .type = CONF_SECTION, .section = inner },
	{ 0 },
};

static const struct {
	const char *text, *kept;
} rows[] = {
	{ "home = /x\nuser = y\n", "home = /x\n        \n" },
	{ "poll { workers = 2 }\nhome = /x",
	    "                    \nhome = /x" },
	/* What a section holds of others is blank, too. */
	{ "listen \"a\" {\n\tudp = { \"b\" }\n\ttls = { \"c\" }\n}\n",
	    "listen \"a\" {\n\tudp = { \"b\" }\n\t             \n}\n" },
	{ "listen a{tcp=\"}\" udp=\"{\"}", "listen a{        udp=\"{\"}" },
	/* What is not whole is left to libconfuse. */
	{ "listen \"a\" {\n\ttls = c", "listen \"a\" {\n\ttls = c" },
	{ "listen", "listen" },
};

static void
only_what_is_asked_for_is_left_in_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf text = { 0 };

		buf_add_str(&text, rows[i].text);
		confpart_keep(&text, options);
		assert_string_equal(rows[i].kept, buf_str(&text));
		buf_free(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_asked_for_is_left_in_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
