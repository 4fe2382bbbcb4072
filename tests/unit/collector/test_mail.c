/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/mime.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/outbox.h"

#include "tests/unit/test.h"

static void
mute(const char *line)
{
	(void)line;
}

static const struct {
	const char *value, *header;
} headers[] = {
	{ "plain words", "X: plain words\r\n" },
	{ "caf\xc3\xa9", "X: =?UTF-8?B?Y2Fmw6k=?=\r\n" },
	{ "a=?b", "X: =?UTF-8?B?YT0/Yg==?=\r\n" },
	/* No second header comes out of a device's name. */
	{ "a\r\nBcc: x@y", "X: a\\x0d\\x0aBcc: x@y\r\n" },
};

static void
a_header_is_one_header(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(headers); i++) {
		buf_clear(&out);
		mime_header(&out, "X", headers[i].value);
		assert_string_equal(headers[i].header, buf_str(&out));
	}
	buf_free(&out);
}

static void
assert_short_ascii_lines(const char *text)
{
	size_t column = 0;

	for (; *text != '\0'; text++) {
		assert_true(*text > 0 && *text < 0x7f);
		if (*text == '\n') {
			assert_int_equal('\r', text[-1]);
			column = 0;
		} else if (++column > 77) {
			fail_msg("a line is too long");
		}
	}
}

static void
long_texts_are_folded(void **state)
{
	struct buf out = { 0 }, text = { 0 };

	(void)state;
	for (int i = 0; i < 50; i++)
		buf_add_str(&text, "caf\xc3\xa9 ");
	mime_header(&out, "Subject", buf_str(&text));
	mime_body(&out, buf_str(&text));
	buf_clear(&text);
	for (int i = 0; i < 50; i++)
		buf_add_str(&text, "words ");
	mime_header(&out, "Subject", buf_str(&text));
	mime_body(&out, buf_str(&text));
	assert_short_ascii_lines(buf_str(&out));
	buf_free(&out);
	buf_free(&text);
}

static void
a_body_is_quoted_printable(void **state)
{
	struct buf out = { 0 };

	(void)state;
	mime_body(&out, "a=b \xe2\x82\xac\nend \n\nlast");
	assert_string_equal(
	    "a=3Db =E2=82=AC\r\nend=20\r\n\r\nlast\r\n", buf_str(&out));
	buf_free(&out);
}

static const struct {
	const char *mail;
	bool good;
} addresses[] = {
	{ "ciso@example.org", true },
	{ "a.b+c@example.org", true },
	{ "ciso", false },
	{ "@example.org", false },
	{ "a@b@c", false },
	{ "a@b>\r\nRCPT TO:<c@d", false },
	{ "a@b,c@d", false },
	{ "a b@c", false },
	{ "\xc3\xa9@c", false },
};

static void
an_address_carries_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(addresses); i++)
		assert_int_equal(
		    addresses[i].good, mime_is_address(addresses[i].mail));
}

static struct wording *
load(const char *language)
{
	const char *top = getenv("srcdir");
	struct wording *w = NULL;
	char path[512];

	snprintf(path, sizeof(path), "%s/templates/mail.%s",
	    top != NULL ? top : ".", language);
	assert_int_equal(ERR_OK, wording_load(path, &w));
	return w;
}

static struct outbox_mail
example(void)
{
	static char rule[] = "past_deadline", severity[] = "warning",
		    detail[] = "{\"device\": \"sw1\", \"patch\": \"P-1\", "
			       "\"since\": \"2026-11-24T09:14:00Z\", "
			       "\"priority\": \"high\", "
			       "\"window_s\": 604800, "
			       "\"reported_by\": \"jansen\"}",
		    mail[] = "ciso@example.org", function[] = "CISO",
		    language[] = "en", zone[] = "Europe/Amsterdam";

	return (struct outbox_mail){
		.tenant_id = 1,
		.notification_id = 5,
		.alert_id = 9,
		.attempts = 1,
		.opened = 0,
		.closed = DB_NO_TIME,
		.rule = rule,
		.severity = severity,
		.detail = detail,
		.mail = mail,
		.function = function,
		.language = language,
		.zone = zone,
	};
}

static void
a_message_is_the_same_each_time(void **state)
{
	struct message_from from = { .mail = "p@example.org", .now = 0 };
	struct outbox_mail m = example();
	struct wording *w = load("en");
	struct buf out = { 0 };
	const char *text;

	(void)state;
	assert_int_equal(ERR_OK, message_write(w, &m, &from, &out));
	text = buf_str(&out);
	assert_short_ascii_lines(text);
	assert_non_null(strstr(text, "From: \"Patchwacht\"\r\n"));
	assert_non_null(
	    strstr(text, "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n"));
	assert_non_null(
	    strstr(text, "Message-ID: <alert-1-9-opened@example.org>\r\n"));
	assert_non_null(strstr(text, "sw1: the deadline of P-1 has passed."));
	assert_non_null(strstr(text, "2026-11-24 10:14 CET"));
	assert_non_null(strstr(text, "Priority               High\r\n"));
	assert_non_null(strstr(text, "Within                 7 d\r\n"));
	assert_null(strstr(text, "jansen"));
	buf_free(&out);
	wording_free(w);
}

static void
one_about_ourselves_names_the_host(void **state)
{
	static char rule[] = "set_aside", detail[] = "{\"host\": \"pw1\"}";
	struct message_from from = { .mail = "p@example.org", .now = 0 };
	struct outbox_mail m = example();
	struct wording *w = load("en");
	struct buf out = { 0 };

	(void)state;
	m.rule = rule;
	m.detail = detail;
	assert_int_equal(ERR_OK, message_write(w, &m, &from, &out));
	assert_non_null(strstr(buf_str(&out), "Records set aside: pw1\r\n"));
	assert_non_null(strstr(buf_str(&out), "\npw1: records of what"));
	assert_non_null(
	    strstr(buf_str(&out), "Server                 pw1\r\n"));
	buf_free(&out);
	wording_free(w);
}

static void
every_rule_has_words_in_both_languages(void **state)
{
	static const char *const rules[] = { "past_deadline", "not_confirmed",
		"rolled_back", "unexpected_reboots", "not_returned", "conflict",
		"failed", "journal_damaged", "set_aside",
		"certificate_expires" };
	static const char *const languages[] = { "nl", "en" };
	struct message_from from = { .mail = "p@example.org", .now = 0 };
	struct outbox_mail m = example();
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(languages); i++) {
		struct wording *w = load(languages[i]);

		for (size_t j = 0; j < ROWS(rules); j++) {
			char name[32];

			buf_clear(&out);
			m.rule = strcpy(name, rules[j]);
			m.closing = j % 2 == 0;
			m.closed = 0;
			assert_int_equal(
			    ERR_OK, message_write(w, &m, &from, &out));
			assert_null(strstr(buf_str(&out), rules[j]));
			assert_null(strchr(buf_str(&out), '{'));
		}
		wording_free(w);
	}
	buf_free(&out);
}

static void
what_cannot_be_mailed_is_refused(void **state)
{
	struct message_from from = { .mail = "p@example.org", .now = 0 };
	char broken[] = "{", hostile[] = "a@b>\r\nBcc: <c@d";
	struct outbox_mail m = example();
	struct wording *w = load("nl");
	struct buf out = { 0 };

	(void)state;
	m.detail = broken;
	assert_int_equal(ERR_PARSE, message_write(w, &m, &from, &out));
	m = example();
	m.mail = hostile;
	assert_int_equal(ERR_PARSE, message_write(w, &m, &from, &out));
	assert_int_equal(0, out.len);
	buf_free(&out);
	wording_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_one_header),
		cmocka_unit_test(long_texts_are_folded),
		cmocka_unit_test(a_body_is_quoted_printable),
		cmocka_unit_test(an_address_carries_nothing_else),
		cmocka_unit_test(a_message_is_the_same_each_time),
		cmocka_unit_test(one_about_ourselves_names_the_host),
		cmocka_unit_test(every_rule_has_words_in_both_languages),
		cmocka_unit_test(what_cannot_be_mailed_is_refused),
	};

	log_divert(mute);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
