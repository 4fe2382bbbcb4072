/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/mime.h"
#include "collector/alert/payload.h"
#include "collector/alert/saying.h"
#include "collector/alert/when.h"
#include "collector/alert/wording.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/profile/alert_rules.h"
#include "lib/store/alert/outbox.h"

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

static struct outbox_item
example(void)
{
	static char rule[] = "past_deadline", severity[] = "warning",
		    kind[] = "opened", means[] = "mail",
		    tenant[] = "School Noord", settings[] = "{}",
		    detail[] = "{\"incident\": 9, \"kind\": \"opened\", "
			       "\"rule\": \"past_deadline\", "
			       "\"opened\": \"2026-11-24T09:14:00Z\", "
			       "\"total\": 1, \"numbers\": [12], \"alerts\": "
			       "[{\"device\": \"sw1\", \"patch\": \"P-1\", "
			       "\"since\": \"2026-11-24T09:14:00Z\", "
			       "\"priority\": \"high\", "
			       "\"shelf\": \"<b>&\", "
			       "\"window_s\": 604800, \"_private\": 1, "
			       "\"reported_by\": \"jansen\"}]}",
		    mail[] = "ciso@example.org", function[] = "CISO",
		    language[] = "en", zone[] = "Europe/Amsterdam";

	return (struct outbox_item){
		.tenant_id = 1,
		.notification_id = 5,
		.saying_id = 21,
		.incident_id = 9,
		.channel_id = 3,
		.attempts = 1,
		.kind = kind,
		.means = means,
		.settings = settings,
		.tenant = tenant,
		.rule = rule,
		.severity = severity,
		.detail = detail,
		.target = mail,
		.function = function,
		.language = language,
		.zone = zone,
	};
}

static void
a_message_is_the_same_each_time(void **state)
{
	struct outbox_item m = example();
	struct wording *w = load("en");
	struct buf out = { 0 }, again = { 0 };
	const char *text;

	(void)state;
	assert_int_equal(
	    ERR_OK, message_write(w, &m, "p@example.org", NULL, &out));
	m.attempts = 7;
	assert_int_equal(
	    ERR_OK, message_write(w, &m, "p@example.org", NULL, &again));
	assert_string_equal(buf_str(&out), buf_str(&again));
	text = buf_str(&out);
	assert_short_ascii_lines(text);
	assert_non_null(strstr(text, "From: \"Patchwacht\"\r\n"));
	assert_non_null(
	    strstr(text, "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n"));
	assert_non_null(
	    strstr(text, "Message-ID: <saying-1-21-3@example.org>\r\n"));
	assert_null(strstr(text, "In-Reply-To"));
	assert_non_null(strstr(text, "sw1: the deadline of P-1 has passed."));
	assert_non_null(strstr(text, "24 November 2026, 10:14 CET"));
	assert_non_null(strstr(text, "Priority               High\r\n"));
	assert_non_null(strstr(text, "Within                 7 d\r\n"));
	assert_null(strstr(text, "jansen"));
	assert_null(strstr(text, "_private"));
	/* As HTML nothing of a device is markup. */
	assert_non_null(strstr(text, "<td>&lt;b&gt;&amp;</td>"));
	buf_free(&out);
	buf_free(&again);
	wording_free(w);
}

static void
many_are_one_message(void **state)
{
	static char kind[] = "closed",
		    detail[] = "{\"about\": \"Noord\", \"total\": 60, "
			       "\"missing\": [\"board\"], \"numbers\": "
			       "[1, 2], \"alerts\": [{\"device\": \"sw1\"}, "
			       "{\"device\": \"sw2\"}]}";
	struct outbox_item m = example();
	struct wording *w = load("nl");
	struct buf out = { 0 };
	const char *text;

	(void)state;
	m.kind = kind;
	m.detail = detail;
	m.answers = 20;
	assert_int_equal(
	    ERR_OK, message_write(w, &m, "p@example.org", NULL, &out));
	text = buf_str(&out);
	assert_short_ascii_lines(text);
	assert_non_null(strstr(text, "Noord: 60 meldingen"));
	assert_non_null(
	    strstr(text, "In-Reply-To: <saying-1-20-3@example.org>\r\n"));
	assert_non_null(strstr(text, "\n- sw1: "));
	assert_non_null(strstr(text, "\n- sw2: "));
	assert_non_null(strstr(text, "ingesteld: bestuur."));
	buf_free(&out);
	wording_free(w);
}

/* What they share stands once, what each has of its own below its sentence. */
static void
many_have_their_facts(void **state)
{
	static char detail[] =
	    "{\"about\": \"P-1\", \"total\": 2, \"numbers\": [1, 2], "
	    "\"alerts\": [{\"device\": \"sw1\", \"patch\": \"P-1\", "
	    "\"priority\": \"high\", \"seen\": \"7.4.1\", "
	    "\"reported_by\": \"jansen\"}, {\"device\": \"sw2\", "
	    "\"patch\": \"P-1\", \"priority\": \"high\", "
	    "\"seen\": \"<7.4.2>\", \"silent_since\": "
	    "\"2026-11-24T09:14:00Z\", \"reported_by\": \"jansen\"}]}";
	struct outbox_item m = example();
	struct wording *w = load("nl");
	struct json *parsed = NULL;
	struct buf out = { 0 };
	const char *text;

	(void)state;
	assert_int_equal(
	    ERR_OK, json_parse("detail", detail, strlen(detail), &parsed));
	saying_body(w, &m, parsed, false, &out);
	text = buf_str(&out);
	assert_non_null(strstr(text,
	    "\n- sw1: de termijn voor P-1 is verstreken. Het apparaat draait "
	    "niet\n  aantoonbaar wat gevraagd is.\n  Geziene versie: 7.4.1\n"
	    "- sw2: "));
	assert_non_null(strstr(text,
	    "\n  Geziene versie: <7.4.2>; Stil sinds: 24 november 2026, 10.14 "
	    "uur (CET)\n\nVoor alle genoemde geldt:\n\n"
	    "  Patch                  P-1\n"
	    "  Prioriteit             Hoog\n\n-- \n"));
	assert_null(strstr(text, "jansen"));
	buf_clear(&out);
	saying_body(w, &m, parsed, true, &out);
	text = buf_str(&out);
	assert_non_null(
	    strstr(text, "<p>Geziene versie: &lt;7.4.2&gt;; Stil sinds: "));
	assert_non_null(strstr(text,
	    "<p>Voor alle genoemde geldt:</p>\n<table>\n<tr><td>Patch</td>"));
	json_free(parsed);
	buf_free(&out);
	wording_free(w);
}

/* Words of one's own from before there were months go on to hold. */
static void
dates_without_months_are_iso(void **state)
{
	static const char *const texts[] = { "months = { jan }\n",
		"units = { d, h }\n", "moment = \"{day}. {month}\"\n" };
	static const char *const expected[] = { NULL, NULL,
		"2026-11-24 10:14 CET" };
	const int64_t at = 1795511640 * CLOCK_SECOND;
	static const struct conf_option options[] = {
		{ .name = "months", .type = CONF_LIST },
		{ .name = "moment", .type = CONF_TEXT },
		{ .name = "units", .type = CONF_LIST },
		{ 0 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct conf *c = NULL;
		struct buf out = { 0 };

		assert_int_equal(ERR_OK,
		    conf_parse(
			"mail", texts[i], strlen(texts[i]), options, &c));
		assert_int_equal(expected[i] == NULL ? ERR_PARSE : ERR_OK,
		    when_check(conf_root(c)));
		when_add_moment(&out, conf_root(c), "Europe/Amsterdam", at);
		if (expected[i] != NULL)
			assert_string_equal(expected[i], buf_str(&out));
		buf_clear(&out);
		when_add_span(&out, conf_root(c), 7200);
		assert_string_equal("2 h", buf_str(&out));
		buf_free(&out);
		conf_free(c);
	}
}

static void
one_about_ourselves_names_the_host(void **state)
{
	static char rule[] = "set_aside",
		    detail[] = "{\"alerts\": [{\"host\": \"pw1\"}]}";
	struct outbox_item m = example();
	struct wording *w = load("en");
	struct buf out = { 0 };

	(void)state;
	m.rule = rule;
	m.detail = detail;
	assert_int_equal(
	    ERR_OK, message_write(w, &m, "p@example.org", NULL, &out));
	assert_non_null(strstr(buf_str(&out), "Records set aside: pw1\r\n"));
	assert_non_null(strstr(buf_str(&out), "\npw1: records of what"));
	assert_non_null(
	    strstr(buf_str(&out), "Server                 pw1\r\n"));
	buf_free(&out);
	wording_free(w);
}

/* Whatever is told, of any rule that is shipped, is told in words. */
static void
all_that_is_said_has_words_in_both_languages(void **state)
{
	static const char *const kinds[] = { "opened", "grown", "escalated",
		"reminder", "closed", "digest", "test" };
	static const char *const languages[] = { "nl", "en" };
	struct outbox_item m = example();
	struct alert_rules *rules = NULL;
	struct alert_rule_row row;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK,
	    alert_rules_load_default(getenv("srcdir"), "/none", &rules));
	assert_true(alert_rules_count(rules) > 10);
	for (size_t n = 0; n < 2 * ROWS(kinds) * alert_rules_count(rules);
	     n++) {
		struct wording *w = load(languages[n % 2]);
		char name[80], kind[16];

		buf_clear(&out);
		alert_rules_at(rules, n / 2 / ROWS(kinds), &row);
		snprintf(name, sizeof(name), "%s", row.title);
		snprintf(kind, sizeof(kind), "%s", kinds[n / 2 % ROWS(kinds)]);
		m.rule = name;
		m.kind = kind;
		assert_int_equal(
		    ERR_OK, message_write(w, &m, "p@example.org", NULL, &out));
		assert_null(strstr(buf_str(&out), row.title));
		assert_null(strchr(buf_str(&out), '{'));
		wording_free(w);
	}
	alert_rules_free(rules);
	buf_free(&out);
}

static void
what_cannot_be_mailed_is_refused(void **state)
{
	char broken[] = "{", hostile[] = "a@b>\r\nBcc: <c@d";
	struct outbox_item m = example();
	struct wording *w = load("nl");
	struct buf out = { 0 };

	(void)state;
	m.detail = broken;
	assert_int_equal(
	    ERR_PARSE, message_write(w, &m, "p@example.org", NULL, &out));
	assert_int_equal(ERR_PARSE, payload_write(w, &m, "patchwacht", &out));
	m = example();
	m.target = hostile;
	assert_int_equal(
	    ERR_PARSE, message_write(w, &m, "p@example.org", NULL, &out));
	assert_int_equal(ERR_PARSE, payload_write(w, &m, "pigeon", &out));
	assert_int_equal(0, out.len);
	buf_free(&out);
	wording_free(w);
}

static struct json *
payload_of(
    const struct wording *w, const struct outbox_item *m, const char *form)
{
	struct json *o = NULL;
	struct buf out = { 0 };

	assert_int_equal(ERR_OK, payload_write(w, m, form, &out));
	assert_int_equal(
	    ERR_OK, json_parse("payload", buf_str(&out), out.len, &o));
	assert_null(strstr(buf_str(&out), "jansen"));
	buf_free(&out);
	return o;
}

static void
programs_are_told_in_their_own_form(void **state)
{
	static char settings[] = "{\"topic\": \"school\"}",
		    critical[] = "critical";
	static const char title[] = "[Patchwacht] Past its deadline: sw1";
	struct outbox_item m = example();
	struct wording *w = load("en");
	struct json *o;

	(void)state;
	m.settings = settings;
	m.severity = critical;
	o = payload_of(w, &m, "patchwacht");
	assert_string_equal("1-21-3", json_get_text(o, "id"));
	assert_string_equal("School Noord", json_get_text(o, "organisation"));
	assert_string_equal(title, json_get_text(o, "title"));
	assert_int_equal(
	    12, json_int_of(json_at(json_get(o, "numbers"), 0), 0));
	assert_string_equal(
	    "sw1", json_get_text(json_at(json_get(o, "alerts"), 0), "device"));
	json_free(o);
	o = payload_of(w, &m, "topdesk");
	assert_string_equal(title, json_get_text(o, "briefDescription"));
	assert_string_equal("1-21-3", json_get_text(o, "externalNumber"));
	json_free(o);
	o = payload_of(w, &m, "ntfy");
	assert_string_equal("school", json_get_text(o, "topic"));
	assert_int_equal(5, json_get_int(o, "priority", 0));
	json_free(o);
	o = payload_of(w, &m, "slack");
	assert_int_equal(
	    0, strncmp(title, json_get_text(o, "text"), strlen(title)));
	json_free(o);
	wording_free(w);
}

/* Of the block with that number what runs in it. */
static const char *
run_of(const struct json *card, size_t i)
{
	const struct json *block = json_at(json_get(card, "body"), i);

	assert_string_equal("RichTextBlock", json_get_text(block, "type"));
	return json_get_text(json_at(json_get(block, "inlines"), 0), "text");
}

static void
teams_is_given_a_card_of_plain_lines(void **state)
{
	struct outbox_item m = example();
	struct wording *w = load("en");
	struct json *o = payload_of(w, &m, "teams");
	const struct json *one = json_at(json_get(o, "attachments"), 0);
	const struct json *card = json_get(one, "content");

	(void)state;
	assert_string_equal("message", json_get_text(o, "type"));
	assert_string_equal("application/vnd.microsoft.card.adaptive",
	    json_get_text(one, "contentType"));
	assert_string_equal("AdaptiveCard", json_get_text(card, "type"));
	assert_string_equal(
	    "[Patchwacht] Past its deadline: sw1", run_of(card, 0));
	assert_true(json_len(json_get(card, "body")) > 3);
	for (size_t i = 0; i < json_len(json_get(card, "body")); i++) {
		assert_null(strchr(run_of(card, i), '\n'));
		assert_true(run_of(card, i)[0] != '\0');
	}
	json_free(o);
	wording_free(w);
}

static struct json *
payload_about(const struct wording *w, const char *form, const char *name)
{
	struct outbox_item m = example();
	struct buf detail = { 0 };
	char *detail_text;
	struct json *o;

	buf_printf(&detail,
	    "{\"alerts\":[{\"device\":\"%s\",\"patch\":\"P-1\"}],"
	    "\"numbers\":[12],\"holding\":1,\"total\":1}",
	    name);
	m.detail = detail_text = buf_take_str(&detail);
	o = payload_of(w, &m, form);
	free(detail_text);
	return o;
}

static void
what_a_device_calls_itself_calls_nobody(void **state)
{
	struct wording *w = load("en");
	struct json *o = payload_about(w, "slack", "<!channel> & <http://x|y>");
	const char *text = json_get_text(o, "text");

	(void)state;
	assert_null(strchr(text, '<'));
	assert_null(strchr(text, '>'));
	assert_non_null(strstr(text, "&lt;!channel&gt; &amp; &lt;http"));
	json_free(o);
	wording_free(w);
}

/* Two bytes each, so that one of them would be cut through. */
static void
a_long_title_is_cut_between_characters(void **state)
{
	struct wording *w = load("en");

	(void)state;
	for (int shift = 0; shift < 2; shift++) {
		struct buf name = { 0 };
		const char *brief;
		struct json *o;

		buf_add_str(&name, shift == 0 ? "" : "a");
		for (int i = 0; i < 60; i++)
			buf_add_str(&name, "\xc3\xa9");
		o = payload_about(w, "topdesk", buf_str(&name));
		brief = json_get_text(o, "briefDescription");
		assert_non_null(brief);
		assert_in_range(strlen(brief), 79, 80);
		json_free(o);
		buf_free(&name);
	}
	wording_free(w);
}

static void
a_file_goes_along_whole(void **state)
{
	struct outbox_item m = example();
	struct wording *w = load("nl");
	uint8_t bytes[1000];
	struct message_attachment with = { "PM-2026Q3.nl.pdf",
		"application/pdf", bytes, sizeof(bytes) };
	struct buf out = { 0 }, plain = { 0 }, coded = { 0 };
	const char *text;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7);
	m.channel_id = 0; /* of no channel: a report's */
	assert_int_equal(
	    ERR_OK, message_write(w, &m, "p@example.org", &with, &out));
	text = buf_str(&out);
	assert_short_ascii_lines(text);
	assert_non_null(
	    strstr(text, "Message-ID: <report-1-21@example.org>\r\n"));
	assert_non_null(strstr(text, "Content-Type: multipart/mixed;"));
	assert_non_null(strstr(text, "filename=\"PM-2026Q3.nl.pdf\"\r\n"));
	mime_base64(&coded, bytes, sizeof(bytes));
	assert_non_null(strstr(text, buf_str(&coded)));
	/* What is read is what a mail without it says. */
	assert_int_equal(
	    ERR_OK, message_write(w, &m, "p@example.org", NULL, &plain));
	assert_null(strstr(buf_str(&plain), "multipart/mixed"));
	assert_non_null(strstr(text,
	    strstr(buf_str(&plain), "Content-Type: multipart/alternative")));
	with.name = "a\"\r\nBcc: x@y";
	assert_int_equal(
	    ERR_PARSE, message_write(w, &m, "p@example.org", &with, &out));
	buf_free(&coded);
	buf_free(&plain);
	buf_free(&out);
	wording_free(w);
}

static const struct {
	const char *bytes, *coded;
} coded[] = {
	/* RFC 4648, 10 */
	{ "", "" },
	{ "f", "Zg==\r\n" },
	{ "fo", "Zm8=\r\n" },
	{ "foo", "Zm9v\r\n" },
	{ "foobar", "Zm9vYmFy\r\n" },
};

static void
bytes_are_base64(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(coded); i++) {
		buf_clear(&out);
		mime_base64(&out, coded[i].bytes, strlen(coded[i].bytes));
		assert_string_equal(coded[i].coded, buf_str(&out));
	}
	buf_free(&out);
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
		cmocka_unit_test(all_that_is_said_has_words_in_both_languages),
		cmocka_unit_test(many_are_one_message),
		cmocka_unit_test(many_have_their_facts),
		cmocka_unit_test(dates_without_months_are_iso),
		cmocka_unit_test(programs_are_told_in_their_own_form),
		cmocka_unit_test(teams_is_given_a_card_of_plain_lines),
		cmocka_unit_test(what_a_device_calls_itself_calls_nobody),
		cmocka_unit_test(a_long_title_is_cut_between_characters),
		cmocka_unit_test(what_cannot_be_mailed_is_refused),
		cmocka_unit_test(a_file_goes_along_whole),
		cmocka_unit_test(bytes_are_base64),
	};

	log_divert(mute);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
