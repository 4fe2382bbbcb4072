/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"

#include "tests/unit/test.h"

/* 24 November 2026, noon. */
static struct syslog_context context = { .received = 1795521600000000 };

static void
assert_span(const char *want, const struct span *s, const char *line)
{
	struct buf text = { 0 };

	if (s->at != NULL)
		span_add_text(s, &text);
	if ((want == NULL) != (s->at == NULL) ||
	    (want != NULL && strcmp(want, buf_str(&text)) != 0))
		fail_msg("\"%s\": \"%s\", not \"%s\"", line,
		    s->at != NULL ? buf_str(&text) : "(none)",
		    want != NULL ? want : "(none)");
	buf_free(&text);
}

static void
parse(const char *line, struct syslog *out)
{
	syslog_parse(&context, line, strlen(line), out);
}

static const struct {
	const char *line;
	int pri;
	const char *time, *host, *app, *msgid, *message;
} lines[] = {
	/* RFC 5424, 6.5 */
	{ "<34>1 2003-10-11T22:14:15.003Z mymachine su - ID47 - x", 34,
	    "2003-10-11T22:14:15.003000Z", "mymachine", "su", "ID47", "x" },
	{ "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8 - - %%",
	    165, "2003-08-24T05:14:15.000003-07:00", "192.0.2.1", "myproc",
	    NULL, "%%" },
	{ "<34>1 - - - - - -", 34, NULL, NULL, NULL, NULL, "" },
	{ "<34>1 - h a p m [broken x", 34, NULL, "h", "a", "m", "[broken x" },
	/* RFC 3164, 5.4 */
	{ "<34>Oct 11 22:14:15 mymachine su: failed", 34,
	    "2026-10-11T22:14:15Z", "mymachine", "su", NULL, "failed" },
	{ "Use the BFG!", 13, NULL, NULL, NULL, NULL, "Use the BFG!" },
	{ "<13>Feb  5 17:32:18 10.0.0.99 sshd[7]: x", 13,
	    "2027-02-05T17:32:18Z", "10.0.0.99", "sshd", NULL, "x" },
	{ "<13>Nov 23 07:42:31 last message repeated 2 times", 13,
	    "2026-11-23T07:42:31Z", NULL, NULL, NULL,
	    "last message repeated 2 times" },
	{ "<13>Nov 23 07:42:31 cron[12]: x", 13, "2026-11-23T07:42:31Z", NULL,
	    "cron", NULL, "x" },
	{ "<999>hello", 13, NULL, NULL, NULL, NULL, "<999>hello" },
	{ "521 <14>1 2020-03-27T10:00:00Z fw - - - - x", 14,
	    "2020-03-27T10:00:00Z", "fw", NULL, NULL, "x" },
	{ "<30>Nov 23 07:42:31 2026 sw-3 %%10SHELL/5/LOGIN(l): x", 30,
	    "2026-11-23T07:42:31Z", "sw-3", NULL, "10SHELL/5/LOGIN",
	    "%%10SHELL/5/LOGIN(l): x" },
	/* Cisco */
	{ "<189>2360957: Jan  6 2022 20:52:12.861: %SYS-5-CONFIG_I: x", 189,
	    "2022-01-06T20:52:12.861000Z", NULL, NULL, "SYS-5-CONFIG_I",
	    "%SYS-5-CONFIG_I: x" },
	{ "<190>3352436: 3352457: Aug 12 10:00:00 mdt: %SEC-6-X: y", 190,
	    "2026-08-12T10:00:00-06:00", NULL, NULL, "SEC-6-X", "%SEC-6-X: y" },
	{ "<189>: Nov 6 10:00:00: %X-5-Y: z", 189, "2026-11-06T10:00:00Z", NULL,
	    NULL, "X-5-Y", "%X-5-Y: z" },
	{ "<189>3: host-01: Nov 6 16:13:09.1 UTC+07:30: %S-5-C: x", 189,
	    "2026-11-06T16:13:09.100000+07:30", "host-01", NULL, "S-5-C",
	    "%S-5-C: x" },
	{ "<187>sw9: 2023 Apr 26 10:11:12 UTC: %ETH-5-IF_UP: x", 187,
	    "2023-04-26T10:11:12Z", "sw9", NULL, "ETH-5-IF_UP",
	    "%ETH-5-IF_UP: x" },
	{ "<189>46: 00:01:01: %LINK-3-UPDOWN: x", 189, NULL, NULL, NULL,
	    "LINK-3-UPDOWN", "%LINK-3-UPDOWN: x" },
	{ "<189>48: 1w2d: %LINK-3-UPDOWN: x", 189, NULL, NULL, NULL,
	    "LINK-3-UPDOWN", "%LINK-3-UPDOWN: x" },
	{ "<189>May  2 15:21:27 10.1.0.33 : 2023 May  2 15:21:28 UTC: %E-5-X: "
	  "y",
	    189, "2023-05-02T15:21:28Z", "10.1.0.33", NULL, "E-5-X",
	    "%E-5-X: y" },
	{ "<149>47: d3 RP/0/RSP0/CPU0:Aug 21 09:39:14 UTC: bgp[10]: %R-B-5-M "
	  ": x",
	    149, "2026-08-21T09:39:14Z", "d3", "bgp", "R-B-5-M",
	    "%R-B-5-M : x" },
	{ "<166>May 21 2017 00:00:00 fw1 : %ASA-4-106023: Deny", 166,
	    "2017-05-21T00:00:00Z", "fw1", NULL, "ASA-4-106023",
	    "%ASA-4-106023: Deny" },
	{ "<191>Nov 1 10:00:00 h %IOSXE-6-PLATFORM: R0/0: %FW-6-DROP: x", 191,
	    "2026-11-01T10:00:00Z", "h", NULL, "FW-6-DROP",
	    "%IOSXE-6-PLATFORM: R0/0: %FW-6-DROP: x" },
	/* Others */
	{ "<134>1 1377449842.514782056 MX84 ids x=1", 134,
	    "2013-08-25T16:57:22.514782Z", "MX84", NULL, NULL, "ids x=1" },
	{ "<189>date=2019-04-09 time=04:27:29 devname=\"fw01\" devid=F "
	  "tz=\"+0200\"",
	    189, "2019-04-09T04:27:29+02:00", "fw01", NULL, NULL,
	    "date=2019-04-09 time=04:27:29 devname=\"fw01\" devid=F "
	    "tz=\"+0200\"" },
	{ "<30>2016:08:10-12:00:00 utm1 ulogd[3]: x", 30,
	    "2016-08-10T12:00:00Z", "utm1", "ulogd", NULL, "x" },
	{ "<133>Nov 23 07:42:31 bigip notice mcpd[1]: x", 133,
	    "2026-11-23T07:42:31Z", "bigip", "mcpd", NULL, "x" },
	{ "<29>Nov 22 19:55:36 [c-01:kern.msg:notice]: x", 29,
	    "2026-11-22T19:55:36Z", "c-01", NULL, "kern.msg", "x" },
	{ "<29>Nov 22 19:55:36 sw 00179 mgr: x", 29, "2026-11-22T19:55:36Z",
	    "sw", "mgr", "00179", "x" },
	{ "<6>CEF:0|A|B|1|2|3|4|rt=Nov 22 19:55:36 CET dvchost=fw", 6,
	    "2026-11-22T19:55:36+01:00", "fw", NULL, NULL,
	    "CEF:0|A|B|1|2|3|4|rt=Nov 22 19:55:36 CET dvchost=fw" },
	/* EMBLEM of ASA */
	{ "<166>:Nov 24 10:00:00 CET: %ASA-session-6-302013: x", 166,
	    "2026-11-24T10:00:00+01:00", NULL, NULL, "ASA-session-6-302013",
	    "%ASA-session-6-302013: x" },
	/* NX-OS, Huawei */
	{ "<187>: n9 2026 Nov 24 10:00:00 CET: %ETH-3-IF: x", 187,
	    "2026-11-24T10:00:00+01:00", "n9", NULL, "ETH-3-IF",
	    "%ETH-3-IF: x" },
	{ "<188>Nov 24 2026 10:00:00 DST s57 %%01SSH/4/FAIL(s): x", 188,
	    "2026-11-24T10:00:00Z", "s57", NULL, "01SSH/4/FAIL",
	    "%%01SSH/4/FAIL(s): x" },
	/* Wireless controllers and access points */
	{ "<132>wlc2: *Dot1x_Task_0: Nov 24 10:00:00.1: %DOT1X-3-ABORT: y", 132,
	    "2026-11-24T10:00:00.100000Z", "wlc2", NULL, "DOT1X-3-ABORT",
	    "%DOT1X-3-ABORT: y" },
	{ "<132>wlc2: *spamApTask1: Nov 24 10:00:00.1: #CAPWAP-3-X: y", 132,
	    "2026-11-24T10:00:00.100000Z", "wlc2", NULL, "CAPWAP-3-X",
	    "#CAPWAP-3-X: y" },
	{ "<187>24: AP:0042.5a00.0001: *Nov 24 10:00:00.1: %LINK-3-UPDOWN: x",
	    187, "2026-11-24T10:00:00.100000Z", NULL, NULL, "LINK-3-UPDOWN",
	    "%LINK-3-UPDOWN: x" },
	{ "<141>Nov 24 10:00:00 2026 10.1.1.2 <10.1.1.2 00:0B:86:00:00:01>  "
	  "authmgr[1]: x",
	    141, "2026-11-24T10:00:00Z", "10.1.1.2", "authmgr", NULL, "x" },
	{ "<30>U7PG2,788a20aabbcc,v4.0.66.1: hostapd: x", 30, NULL, "U7PG2",
	    NULL, NULL, "U7PG2,788a20aabbcc,v4.0.66.1: hostapd: x" },
	{ "<30>Nov 24 10:00:00 ap-7 788a20aabbcc,U7-6.6.55+1: kernel: x", 30,
	    "2026-11-24T10:00:00Z", "ap-7", "kernel", NULL, "x" },
	/* Relays: Meraki's epoch inside */
	{ "<134>Nov 24 10:00:00 10.0.0.2 1 1795520000.5 MX64 flows x", 134,
	    "2026-11-24T11:33:20.500000Z", "MX64", NULL, NULL, "flows x" },
	/* Firewalls whose header is in the body */
	{ "<134>  id=fw7 sn=1 time=\"2026-11-24 10:00:00 UTC\" fw=10.0.0.1",
	    134, "2026-11-24T10:00:00Z", "fw7", NULL, NULL,
	    "id=fw7 sn=1 time=\"2026-11-24 10:00:00 UTC\" fw=10.0.0.1" },
	{ "<30>device_name=\"SFW\" timestamp=\"2026-11-24T10:00:00+0100\"", 30,
	    "2026-11-24T10:00:00+01:00", "SFW", NULL, NULL,
	    "device_name=\"SFW\" timestamp=\"2026-11-24T10:00:00+0100\"" },
	{ "<189>ns5: NetScreen device_id=ns5 x start_time=\"2026-11-24 "
	  "10:00:00\"",
	    189, "2026-11-24T10:00:00Z", "ns5", NULL, NULL,
	    "NetScreen device_id=ns5 x start_time=\"2026-11-24 10:00:00\"" },
	{ "<134> 11/24/2026:10:00:00 GMT  0-PPE-0 : default x", 134,
	    "2026-11-24T10:00:00Z", NULL, NULL, NULL, "0-PPE-0 : default x" },
	{ "<13>LEEF:1.0|A|B|1|2|devTime=Nov 24 2026 10:00:00\tsrc=1", 13,
	    "2026-11-24T10:00:00Z", NULL, NULL, NULL,
	    "LEEF:1.0|A|B|1|2|devTime=Nov 24 2026 10:00:00\tsrc=1" },
	/* Windows: Snare, NXLog's JSON */
	{ "<14>srv2 MSWinEventLog\t1\tSystem\t12\tTue Nov 24 10:00:00 2026\t19",
	    14, "2026-11-24T10:00:00Z", "srv2", NULL, NULL,
	    "srv2 MSWinEventLog\t1\tSystem\t12\tTue Nov 24 10:00:00 "
	    "2026\t19" },
	{ "<14>{\"EventTime\":\"2026-11-24 10:00:00\",\"Hostname\":\"srv3\"}",
	    14, "2026-11-24T10:00:00Z", "srv3", NULL, NULL,
	    "{\"EventTime\":\"2026-11-24 10:00:00\",\"Hostname\":"
	    "\"srv3\"}" },
	/* A year is no part of an address, an array no facility. */
	{ "<13>Nov 24 10:00:00 2001:db8::1 app: x", 13, "2026-11-24T10:00:00Z",
	    "2001:db8::1", "app", NULL, "x" },
	{ "<134>Nov 24 10:00:00 store.alert arr1: x", 134,
	    "2026-11-24T10:00:00Z", "store.alert", "arr1", NULL, "x" },
	{ "<13>Nov 24 01:00:00 PM hostu x", 13, "2026-11-24T13:00:00Z", "hostu",
	    NULL, NULL, "x" },
	{ "<14>Nov 24 10:00:00 f1: [f1:callhome.x:info]: y", 14,
	    "2026-11-24T10:00:00Z", "f1", NULL, "callhome.x", "y" },
	{ "<30>system,info,account user admin logged in", 30, NULL, NULL, NULL,
	    NULL, "system,info,account user admin logged in" },
};

static void
real_forms_are_taken_apart(void **state)
{
	char time[SYSLOG_TIME_MAX];
	struct syslog m;
	struct span got;

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		parse(lines[i].line, &m);
		if (m.pri != lines[i].pri)
			fail_msg("%s: pri %d", lines[i].line, m.pri);
		got = (struct span){ 0 };
		if (m.time.source != SYSLOG_NONE) {
			(void)syslog_format_time(&m.time, time);
			got = span_of(time, strlen(time));
		}
		assert_span(lines[i].time, &got, lines[i].line);
		assert_span(lines[i].host, &m.host, lines[i].line);
		assert_span(lines[i].app, &m.app, lines[i].line);
		assert_span(lines[i].msgid, &m.msgid, lines[i].line);
		assert_span(lines[i].message, &m.message, lines[i].line);
	}
}

static void
an_inner_header_wins_and_the_relay_is_kept(void **state)
{
	struct syslog m;

	(void)state;
	parse("<5>Nov 23 07:42:31 relay Nov 23 07:42:30 sw1 app: x", &m);
	assert_span("sw1", &m.host, "inner");
	assert_span("relay", &m.relay, "inner");
	assert_int_equal(SYSLOG_INNER, m.host_source);
	assert_int_equal(30, m.time.at / CLOCK_SECOND % 60);
	parse("<5>Nov 23 07:42:31 sw1 app: 2026-11-23 07:00:00 x", &m);
	assert_span("sw1", &m.host, "own log line");
	assert_span("app", &m.app, "own log line");
}

static void
both_codes_of_a_line_are_kept_beside_the_priority(void **state)
{
	struct syslog m;

	(void)state;
	parse(
	    "<191>Nov 1 10:00:00 h %IOSXE-6-PLATFORM: R0/0: %FW-3-DROP: x", &m);
	assert_span("FW-3-DROP", &m.msgid, "the last");
	assert_span("IOSXE-6-PLATFORM", &m.outer_msgid, "the first");
	assert_int_equal(3, syslog_code_severity(&m));
	assert_int_equal(7, m.pri % 8);
	parse("<30>Nov 23 07:42:31 2026 sw-3 %%10SHELL/5/LOGIN(l): x", &m);
	assert_null(m.outer_msgid.at);
	assert_int_equal(5, syslog_code_severity(&m));
	parse("<38>Nov 24 10:00:00 h sshd[1]: x", &m);
	assert_int_equal(-1, syslog_code_severity(&m));
}

static void
a_year_is_the_one_nearest_to_receipt(void **state)
{
	struct syslog_context january = { .received = 1767225660000000 };
	char text[SYSLOG_TIME_MAX];
	struct syslog m;

	(void)state;
	/* 1 January 2026, 00:01 */
	syslog_parse(&january, "<5>Dec 31 23:59:59 h x", 22, &m);
	assert_string_equal(
	    "2025-12-31T23:59:59Z", syslog_format_time(&m.time, text));
	syslog_parse(&january, "<5>Feb 29 10:00:00 h x", 22, &m);
	assert_int_equal(SYSLOG_NONE, m.time.source);
}

static void
a_zone_of_the_site_stands_in_for_one_that_is_not_given(void **state)
{
	struct syslog_context local = context;
	struct syslog m;

	(void)state;
	local.zone_min = 60;
	syslog_parse(&local, "<5>Nov 24 13:00:00 h x", 22, &m);
	assert_int_equal(context.received, m.time.at);
	assert_false(m.time.has_zone);
}

/* An hour ahead of UTC, two from April on. */
static int
ahead(const void *where, int64_t local)
{
	assert_ptr_equal(&context, where);
	return local % (365 * CLOCK_DAY) > 300 * CLOCK_DAY ? 60 : 120;
}

static const char *
utc_of(const struct syslog_context *c, const char *line)
{
	static char text[SYSLOG_TIME_MAX];
	struct syslog m;

	syslog_parse(c, line, strlen(line), &m);
	m.time.has_zone = false;
	return syslog_format_time(&m.time, text);
}

static void
a_zone_that_is_not_given_is_the_devices_unless_it_shows_utc(void **state)
{
	struct syslog_context here = context;

	(void)state;
	here.ahead = ahead;
	here.where = &context;
	/* Received at noon, UTC. */
	assert_string_equal(
	    "2026-11-24T12:00:00Z", utc_of(&here, "<5>Nov 24 13:00:00 h x"));
	assert_string_equal(
	    "2026-11-24T12:00:00Z", utc_of(&here, "<5>Nov 24 12:00:00 h x"));
	/* Neither is near: what the device's clock says. */
	assert_string_equal(
	    "2026-11-24T06:00:00Z", utc_of(&here, "<5>Nov 24 07:00:00 h x"));
	here.is_certain = true;
	assert_string_equal(
	    "2026-11-24T11:00:00Z", utc_of(&here, "<5>Nov 24 12:00:00 h x"));
	/* What the message says counts more. */
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&here, "<5>2026-11-24T12:00:00Z h x"));
}

static void
a_time_is_placed_again_when_its_device_is_known(void **state)
{
	struct syslog_context here = context;
	char text[SYSLOG_TIME_MAX];
	struct syslog m;

	(void)state;
	here.ahead = ahead;
	here.where = &context;
	parse("<5>Nov 24 13:00:00 h x", &m);
	assert_string_equal(
	    "2026-11-24T13:00:00Z", syslog_format_time(&m.time, text));
	syslog_place_time(&here, &m.time);
	assert_string_equal(
	    "2026-11-24T12:00:00Z", syslog_format_time(&m.time, text));
	syslog_place_time(&here, &m.time);
	assert_string_equal(
	    "2026-11-24T12:00:00Z", syslog_format_time(&m.time, text));
	parse("<5>2026-11-24T13:00:00Z h x", &m);
	syslog_place_time(&here, &m.time);
	assert_string_equal(
	    "2026-11-24T13:00:00Z", syslog_format_time(&m.time, text));
}

static void
a_name_of_two_zones_is_the_one_that_fits(void **state)
{
	(void)state;
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&context, "<5>4: Nov 24 17:30:00 IST: %A-5-B: x"));
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&context, "<5>4: Nov 24 14:00:00 IST: %A-5-B: x"));
	assert_string_equal("2026-11-24T12:00:00Z",
	    utc_of(&context, "<5>4: Nov 24 20:00:00 CST: %A-5-B: x"));
	/* It fits neither: the usual one. */
	assert_string_equal("2026-11-24T03:30:00Z",
	    utc_of(&context, "<5>4: Nov 24 09:00:00 IST: %A-5-B: x"));
}

static void
ciscos_star_makes_a_time_unsure(void **state)
{
	struct syslog m;

	(void)state;
	parse("<189>4: *Mar  1 00:01:46.283: %SYS-5-RESTART: x", &m);
	assert_true(m.time.unsure);
	parse("<189>4: .Mar  1 00:01:46.283: %SYS-5-RESTART: x", &m);
	assert_false(m.time.unsure);
}

static void
hostile_bytes_become_visible(void **state)
{
	static const char line[] =
	    "<5>Nov 24 13:00:00 h app: a\0b\xff\x1b[1m\t.";
	struct buf text = { 0 };
	struct syslog m;

	(void)state;
	syslog_parse(&context, line, sizeof(line) - 1, &m);
	span_add_text(&m.message, &text);
	assert_string_equal("a\\x00b\\xff\\x1b[1m\t.", buf_str(&text));
	buf_clear(&text);
	parse("<5>1 - - - - - - \xef\xbb\xbfh\xc3\xa9", &m);
	span_add_text(&m.message, &text);
	assert_string_equal("h\xc3\xa9", buf_str(&text));
	buf_free(&text);
}

static void
structured_data_is_unescaped_and_repeats_are_lists(void **state)
{
	struct json *sd;
	struct syslog m;
	char *text;

	(void)state;
	parse("<5>1 - h a p m [x@1 a=\"q\\\"\\]\\\\n\" b=\"1\" b=\"2\"][y] z",
	    &m);
	sd = syslog_sd_json(&m.sd);
	text = json_line(sd);
	assert_string_equal("{\"x@1\": {\"a\": \"q\\\"]\\\\n\", \"b\": "
			    "[\"1\", \"2\"]}, \"y\": {}}",
	    text);
	assert_span("z", &m.message, "sd");
	free(text);
	json_free(sd);
	parse("<5>1 - h a p m - z", &m);
	assert_null(syslog_sd_json(&m.sd));
}

/* Nothing is refused, whatever is cut off or doubled. */
static void
every_prefix_parses(void **state)
{
	struct syslog m;

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++)
		for (size_t n = 0; n <= strlen(lines[i].line); n++) {
			char *copy = malloc(n + 1);

			memcpy(copy, lines[i].line, n);
			syslog_parse(&context, copy, n, &m);
			assert_in_range(m.pri, 0, 191);
			free(copy);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_forms_are_taken_apart),
		cmocka_unit_test(an_inner_header_wins_and_the_relay_is_kept),
		cmocka_unit_test(
		    both_codes_of_a_line_are_kept_beside_the_priority),
		cmocka_unit_test(a_year_is_the_one_nearest_to_receipt),
		cmocka_unit_test(
		    a_zone_of_the_site_stands_in_for_one_that_is_not_given),
		cmocka_unit_test(
		    a_zone_that_is_not_given_is_the_devices_unless_it_shows_utc),
		cmocka_unit_test(
		    a_time_is_placed_again_when_its_device_is_known),
		cmocka_unit_test(a_name_of_two_zones_is_the_one_that_fits),
		cmocka_unit_test(ciscos_star_makes_a_time_unsure),
		cmocka_unit_test(hostile_bytes_become_visible),
		cmocka_unit_test(
		    structured_data_is_unescaped_and_repeats_are_lists),
		cmocka_unit_test(every_prefix_parses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
