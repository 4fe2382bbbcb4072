/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_body.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static int64_t
moment(const char *text)
{
	int64_t at;

	assert_int_equal(ERR_OK, clock_parse(text, &at));
	return at;
}

static const struct {
	const char *text, *host, *utc; /* NULL: it does not say */
} bodies[] = {
	/* FortiOS, SFOS: pairs. */
	{ "date=2026-11-24 time=07:42:31 tz=\"+0100\" devname=\"fw 1\" "
	  "devid=\"F\" msg=\"x\"",
	    "fw 1", "2026-11-24T06:42:31Z" },
	{ "date=2026-11-24 time=07:42:31 devname=fw1,devid=F", "fw1",
	    "2026-11-24T07:42:31Z" },
	{ "device_name=\"SFW\" timestamp=\"2026-11-24T07:42:31+0100\"", "SFW",
	    "2026-11-24T06:42:31Z" },
	/* The end of another key is not that key. */
	{ "update=2026-11-24 time=07:42:31 mydevname=no", NULL, NULL },
	{ "x=1 date=2026-11-31 time=07:42:31 hostname=h", "h", NULL },
	{ "x=1 hostname= dvc=h2", "h2", NULL }, /* an empty one is none */
	{ "x=1 devname=\"never ends", "never ends", NULL },
	/* SonicWall. */
	{ "id=gate sn=0017C5 time=\"2026-11-24 07:42:31 UTC\" fw=192.0.2.1",
	    "gate", "2026-11-24T07:42:31Z" },
	{ "id=gate fw=192.0.2.1", NULL, NULL },
	/* CEF and LEEF. */
	{ "CEF:0|V|P|1|7|n|3|rt=1795419751123 dvchost=gw src=192.0.2.9", "gw",
	    "2026-11-23T07:42:31.123000Z" },
	{ "CEF:0|V|P|1|7|n|3|rt=Nov 24 2026 07:42:31 dvchost=gw", "gw",
	    "2026-11-24T07:42:31Z" },
	{ "LEEF:1.0|V|P|1|7|devTime=2026-11-24 07:42:31\tidentHostName=h", "h",
	    "2026-11-24T07:42:31Z" },
	/* JSON. */
	{ "{\"EventTime\":\"2026-11-24 07:42:31\", \"Hostname\" : \"win\"}",
	    "win", "2026-11-24T07:42:31Z" },
	{ "{\"@timestamp\":\"2026-11-24T07:42:31Z\",\"host\":{\"a\":1}}", NULL,
	    "2026-11-24T07:42:31Z" },
	{ "{\"hostname\":\"\",\"time\":\"soon\"}", NULL, NULL },
	/* Snare. */
	{ "win7\tMSWinEventLog\t1\tSystem\t12\tTue Nov 24 07:42:31 2026\tx",
	    "win7", "2026-11-24T07:42:31Z" },
	{ "two words\tMSWinEventLog\t1\tSystem", NULL, NULL },
	/* NetScreen, PAN-OS, UniFi, and a manager that speaks of a device. */
	{ "NetScreen device_id=ns5 start_time=\"2026-11-24 07:42:31\"", "ns5",
	    "2026-11-24T07:42:31Z" },
	{ "1,2026/11/24 07:42:31,012801000000,SYSTEM", NULL,
	    "2026-11-24T07:42:31Z" },
	{ "U7PG2,788a20aabbcc,v4.0.66: hostapd: x", "U7PG2", NULL },
	{ "U7PG2,788a20aabbcg,v4.0.66: hostapd: x", NULL, NULL },
	{ "U7PG2,788a20aabbcc: x", NULL, NULL },
	{ "{ HostName } sw1 { Severity } 3", "sw1", NULL },
	{ "192.0.2.7  07:42:31 GMT 0-PPE-0 : x", "192.0.2.7", NULL },
	{ "", NULL, NULL },
	{ "nothing to see", NULL, NULL },
};

static bool
is(const struct span *got, const char *wanted)
{
	return wanted == NULL ? got->at == NULL
			      : got->at != NULL && span_is(got, wanted);
}

static void
a_body_tells_what_the_header_does_not(void **state)
{
	const struct syslog_context c = { .received =
					      moment("2026-11-24T08:00:00Z") };
	char text[CLOCK_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ROWS(bodies); i++) {
		size_t len = strlen(bodies[i].text);
		char *copy = malloc(len + 1); /* valgrind sees its end */
		struct syslog m = { 0 };

		assert_non_null(copy);
		memcpy(copy, bodies[i].text, len);
		m.message = (struct span){ copy, copy + len };
		syslog_read_body(&c, &m);
		if (!is(&m.host, bodies[i].host))
			fail_msg("'%s': host '%.*s'", bodies[i].text,
			    (int)span_len(&m.host),
			    m.host.at == NULL ? "" : m.host.at);
		assert_int_equal(
		    bodies[i].utc != NULL, m.time.source == SYSLOG_BODY);
		if (bodies[i].utc != NULL)
			assert_string_equal(
			    bodies[i].utc, clock_format(m.time.at, text));
		free(copy);
	}
}

static struct syslog
heard(const char *body, const char *host, int64_t at)
{
	struct syslog m = { .host = { host, host + strlen(host) },
		.host_source = SYSLOG_HEADER,
		.time = { .source = SYSLOG_HEADER, .at = at },
		.message = { body, body + strlen(body) } };
	const struct syslog_context c = { .received = at };

	syslog_read_body(&c, &m);
	return m;
}

static void
what_the_header_says_stands(void **state)
{
	struct syslog m = heard("hostname=other time=\"2026-11-24 07:42:31\"",
	    "mine", moment("2026-11-23T00:00:00Z"));

	(void)state;
	assert_true(is(&m.host, "mine"));
	assert_null(m.relay.at);
	assert_int_equal(SYSLOG_HEADER, m.time.source);
	assert_true(m.time.at == moment("2026-11-23T00:00:00Z"));
}

/* FortiOS behind a relay: the relay's header names the relay. */
static void
a_firewall_behind_a_relay_is_itself(void **state)
{
	struct syslog m = heard("date=2026-11-24 devname=\"fw\" devid=\"F1\"",
	    "relay", moment("2026-11-24T08:00:00Z"));

	(void)state;
	assert_true(is(&m.host, "fw"));
	assert_int_equal(SYSLOG_BODY, m.host_source);
	assert_true(is(&m.relay, "relay"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_tells_what_the_header_does_not),
		cmocka_unit_test(what_the_header_says_stands),
		cmocka_unit_test(a_firewall_behind_a_relay_is_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
