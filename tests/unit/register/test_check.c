/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/check.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static int
of_tags(const char *text, struct buf *why)
{
	struct buf out = { 0 };
	int rc = check_tags(text, &out, why);

	buf_free(&out);
	return rc;
}

static int
of_address(const char *text, struct buf *why)
{
	char address[ADDRESS_TEXT_MAX];
	int port = 161;

	return check_address(text, address, &port, why);
}

static int
of_yes_no(const char *text, struct buf *why)
{
	bool yes;

	return check_yes_no(text, &yes, why);
}

static int
of_port(const char *text, struct buf *why)
{
	long n;

	return check_number(text, 1, 65535, &n, why);
}

static const struct {
	int (*check)(const char *text, struct buf *why);
	const char *text;
	bool good;
} texts[] = {
	{ check_mail, "beheer@school.example", true },
	{ check_mail, "a.b+c@sub.school.example", true },
	{ check_mail, "beheer", false },
	{ check_mail, "@school.example", false },
	{ check_mail, "beheer@localhost", false },
	{ check_mail, "a@b@c.example", false },
	{ check_mail, "a b@school.example", false },
	{ check_mail, "a@school.example\r\nBcc: x@y.example", false },
	{ check_name, "De Regenboog", true },
	{ check_name, "Sint-Jozef, locatie \xc3\xa9\xc3\xa9n", true },
	{ check_name, "", false },
	{ check_name, " x", false },
	{ check_name, "x ", false },
	{ check_name, "-x", false }, /* it would read as an option */
	{ check_name, "a/b", false },
	{ check_name, "a\tb", false },
	{ check_name, "a\xff", false },
	{ check_name, "a\xe2\x80\xae", false }, /* right-to-left override */
	{ check_prose, "Twee regels,\nmet een tab\t.", true },
	{ check_prose, "a\033[2J", false },
	{ of_tags, "core, access;debian:12", true },
	{ of_tags, "a b/c", false },
	{ of_address, "192.0.2.1", true },
	{ of_address, "192.0.2.1:1161", true },
	{ of_address, "[2001:db8::1]:161", true },
	{ of_address, "2001:db8::1", true },
	{ of_address, "192.0.2.0/24", false },
	{ of_address, "192.0.2.1:0x10", false },
	{ of_address, "core-sw1", false },
	{ of_yes_no, "Ja", true },
	{ of_yes_no, "maybe", false },
	{ of_port, "161", true },
	{ of_port, "0", false },
	{ of_port, "65536", false },
	{ of_port, "161x", false },
	{ of_port, "99999999999999999999", false },
};

static void
texts_pass_or_get_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct buf why = { 0 };
		int rc = texts[i].check(texts[i].text, &why);

		if ((rc == ERR_OK) != texts[i].good)
			print_message("# \"%s\"\n", texts[i].text);
		assert_int_equal(texts[i].good ? ERR_OK : ERR_PARSE, rc);
		assert_int_equal(texts[i].good, why.len == 0);
		buf_free(&why);
	}
}

static void
a_name_ends_somewhere(void **state)
{
	char *name = malloc(1000);
	struct buf why = { 0 };

	(void)state;
	memset(name, 'a', 999);
	name[128] = '\0';
	assert_int_equal(ERR_OK, check_name(name, &why));
	name[128] = 'a';
	name[129] = '\0';
	assert_int_equal(ERR_PARSE, check_name(name, &why));
	buf_free(&why);
	free(name);
}

static void
tags_are_joined_by_commas(void **state)
{
	struct buf out = { 0 }, why = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, check_tags(" a,, b\tc ", &out, &why));
	assert_string_equal("a,b,c", buf_str(&out));
	buf_free(&out);
	buf_free(&why);
}

static void
readers_are_of_a_report_or_of_all(void **state)
{
	static const struct {
		const char *given, *key, *text;
		int rc;
	} rows[] = {
		{ "CISO / IBP-adviseur", "readers", "CISO / IBP-adviseur",
		    ERR_OK },
		{ "site-report=de directeur", "readers.site-report",
		    "de directeur", ERR_OK },
		{ "A=B", "readers", "A=B", ERR_OK },
		{ "audit=", "readers.audit", "", ERR_PARSE },
		{ "audit=a\033[2J", "readers.audit", "a\033[2J", ERR_PARSE },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct buf key = { 0 }, why = { 0 };
		const char *text;

		assert_int_equal(rows[i].rc,
		    check_readers(rows[i].given, &key, &text, &why));
		assert_string_equal(rows[i].key, buf_str(&key));
		assert_string_equal(rows[i].text, text);
		buf_free(&key);
		buf_free(&why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_pass_or_get_a_reason),
		cmocka_unit_test(a_name_ends_somewhere),
		cmocka_unit_test(tags_are_joined_by_commas),
		cmocka_unit_test(readers_are_of_a_report_or_of_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
