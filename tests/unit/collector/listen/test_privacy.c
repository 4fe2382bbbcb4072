/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/privacy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

#include "tests/unit/scratch.h"
#include "tests/unit/source.h"
#include "tests/unit/test.h"

/* The rules as they are shipped. */
static struct privacy *rules;

static int
load(void **state)
{
	char path[SOURCE_MAX];

	(void)state;
	return privacy_load(source_path(path, "mibs/privacy.rules"), &rules);
}

static int
unload(void **state)
{
	(void)state;
	privacy_free(rules);
	return 0;
}

static const struct {
	const char *line, *rule;
} dropped[] = {
	{ "<30>Nov 24 10:00:00 gw dhcpd: DHCPACK on 10.0.0.1 to 00:11:22",
	    "dhcp" },
	{ "<30>dhcp,info lan assigned 10.0.0.7 to 00:11:22:33:44:55", "dhcp" },
	{ "<134>1 1377449842.5 MX84 urls src=10.0.0.1:1 request: GET x",
	    "web-filter" },
	{ "<189>date=2026-11-24 time=1 devname=f devid=F type=\"utm\" "
	  "subtype=\"webfilter\" hostname=\"example.org\"",
	    "web-filter" },
	{ "<166>%ASA-5-304001: 10.0.0.1 Accessed URL 192.0.2.1:/x",
	    "web-filter" },
	{ "<14>Nov 24 10:00:00 PA-220 1,2026/11/24 10:00:00,0,THREAT,url,1",
	    "web-filter" },
	{ "<30>Nov 24 10:00:00 ap1 hostapd: wlan0: STA 00:11:22:33:44:55 "
	  "IEEE 802.11: associated",
	    "wifi-association" },
	{ "<134>1 1377449842.5 MR events type=association radio=1",
	    "wifi-association" },
	{ "<6>12: %DOT11-6-ASSOC: Interface Dot11Radio0, Station x",
	    "wifi-association" },
};

static void
what_people_do_is_dropped_and_named(void **state)
{
	struct buf out = { 0 };
	size_t rule;

	(void)state;
	for (size_t i = 0; i < ROWS(dropped); i++) {
		if (privacy_apply(rules, (const uint8_t *)dropped[i].line,
			strlen(dropped[i].line), &out, &rule) != PRIVACY_DROP)
			fail_msg("kept: %s", dropped[i].line);
		assert_string_equal(
		    dropped[i].rule, privacy_rule_name(rules, rule));
	}
	buf_free(&out);
}

static const struct {
	const char *line, *kept; /* NULL: as it is */
} kept[] = {
	{ "<14>x: password=geheim next", "<14>x: password=*** next" },
	{ "<14>x: Password: \"a b\", y", "<14>x: Password: \"***\", y" },
	{ "<14>x: snmp_community='pub' ok", "<14>x: snmp_community='***' ok" },
	{ "<189>5: %PARSER-5-CFGLOG: snmp-server community s3cret RO",
	    "<189>5: %PARSER-5-CFGLOG: snmp-server community *** RO" },
	{ "<189>5: cmd: username jan secret 9 $9$abc",
	    "<189>5: cmd: username jan secret 9 ***" },
	{ "<14>hpe: Event|2302|tacacs_passkey: k1 update",
	    "<14>hpe: Event|2302|tacacs_passkey: *** update" },
	{ "<14>x: GET https://jan:pw@example.org/",
	    "<14>x: GET https://jan:***@example.org/" },
	{ "<14>a: psk=one psk=two", "<14>a: psk=*** psk=***" },
	{ "<38>Nov 24 10:00:00 h sshd[1]: Failed password for root from x",
	    NULL },
	{ "<189>5: %SYS-5-RESTART: System restarted --", NULL },
	{ "<189>5: %LINK-3-UPDOWN: Interface Gi0/1, changed state to up",
	    NULL },
	{ "<14>h: associated press", NULL },
};

static void
secrets_become_stars_and_the_rest_stays(void **state)
{
	struct buf out = { 0 };
	size_t rule;

	(void)state;
	for (size_t i = 0; i < ROWS(kept); i++) {
		enum privacy_result want =
		    kept[i].kept == NULL ? PRIVACY_KEEP : PRIVACY_MASKED;
		enum privacy_result got =
		    privacy_apply(rules, (const uint8_t *)kept[i].line,
			strlen(kept[i].line), &out, &rule);

		if (got != want)
			fail_msg("%s: %d, not %d", kept[i].line, got, want);
		if (want == PRIVACY_MASKED)
			assert_string_equal(kept[i].kept, buf_str(&out));
	}
	buf_free(&out);
}

/* Patterns see a window at a time; a secret may lie anywhere. */
static void
a_secret_far_into_a_long_message_is_masked(void **state)
{
	char line[20000];
	struct buf out = { 0 };
	size_t rule;

	(void)state;
	/* Each place on the edge of the first window, and some behind it. */
	for (size_t at = 4050; at < sizeof(line) - 100;
	     at += at < 4150 ? 1 : 997) {
		memset(line, 'x', sizeof(line));
		memcpy(line + at, " password=geheim ",
		    sizeof(" password=geheim ") - 1);
		assert_int_equal(PRIVACY_MASKED,
		    privacy_apply(rules, (const uint8_t *)line, sizeof(line),
			&out, &rule));
		assert_null(memmem(out.data, out.len, "geheim", 6));
		assert_int_equal(sizeof(line) - 3, out.len);
	}
	buf_free(&out);
}

static void
a_secret_longer_than_a_window_is_masked(void **state)
{
	static const char head[] = "<14>token=", tail[] = " from here";
	char line[12000];
	struct buf out = { 0 };
	size_t rule;

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, head, sizeof(head) - 1);
	memcpy(line + sizeof(line) - sizeof(tail), tail, sizeof(tail));
	assert_int_equal(PRIVACY_MASKED,
	    privacy_apply(
		rules, (const uint8_t *)line, sizeof(line) - 1, &out, &rule));
	assert_string_equal("<14>token=*** from here", buf_str(&out));
	buf_free(&out);
}

static unsigned warned;

static void
count_warning(const char *line)
{
	assert_non_null(strstr(line, "match limit"));
	warned++;
}

static struct privacy *
load_text(const char *text)
{
	char path[SCRATCH_MAX];
	struct privacy *p = NULL;
	int fd = mkstemp(scratch_name(path, "rules"));

	assert_true(fd != -1);
	assert_int_equal(ERR_OK, file_write(path, text, strlen(text), 0600));
	assert_int_equal(ERR_OK, privacy_load(path, &p));
	unlink(path);
	close(fd);
	return p;
}

/* Nothing says how it ends, and it takes for ever to find out. */
#define SLOW "'(?:x+x+)+y(geheim)'"
#define XS   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
	const char *line, *kept;
} unjudged[] = {
	{ "<14>" XS " geheim",
	    "<14>patchwacht: masked: rule slow reached its match limit" },
	{ XS " geheim",
	    "patchwacht: masked: rule slow reached its match "
	    "limit" },
	{ "<14>Nov 24 10:00:00 sw1 app: " XS " geheim",
	    "<14>Nov 24 10:00:00 sw1 patchwacht: masked: rule slow reached "
	    "its match limit" },
	{ "<14>1 2026-11-24T10:00:00Z sw1 app 7 - [x@1 u=\"jan\"] " XS
	  " geheim",
	    "<14>1 2026-11-24T10:00:00Z sw1 patchwacht - - - masked: rule "
	    "slow reached its match limit" },
};

/* One that gives up has not said that there is nothing to hide. */
static void
what_a_pattern_cannot_look_through_is_not_kept(void **state)
{
	static const char *const texts[] = {
		"mask \"slow\" { match = { " SLOW " } }",
		"drop \"slow\" { match = { " SLOW " } }",
		"drop \"slow\" { match = { " SLOW ", 'nothing' } }",
		"drop \"other\" { match = { 'nothing' } }"
		"mask \"slow\" { match = { " SLOW " } }",
	};
	struct buf out = { 0 };
	size_t rule;

	(void)state;
	for (size_t t = 0; t < ROWS(texts); t++) {
		struct privacy *p = load_text(texts[t]);

		warned = 0;
		log_divert(count_warning);
		for (size_t i = 0; i < ROWS(unjudged); i++) {
			const char *line = unjudged[i].line;

			assert_int_equal(PRIVACY_UNJUDGED,
			    privacy_apply(p, (const uint8_t *)line,
				strlen(line), &out, &rule));
			assert_string_equal(unjudged[i].kept, buf_str(&out));
			assert_string_equal("slow", privacy_rule_name(p, rule));
		}
		log_divert(NULL);
		assert_int_equal(1, warned);
		privacy_free(p);
	}
	buf_free(&out);
}

/* That another drops it is certain, and counts. */
static void
a_rule_that_is_sure_goes_before_one_that_is_not(void **state)
{
	struct privacy *p = load_text("drop \"slow\" { match = { " SLOW " } }"
				      "drop \"sure\" { match = { 'geheim' } }");
	const char *line = "<14>" XS " geheim";
	struct buf out = { 0 };
	size_t rule;

	(void)state;
	assert_int_equal(PRIVACY_DROP,
	    privacy_apply(p, (const uint8_t *)line, strlen(line), &out, &rule));
	assert_string_equal("sure", privacy_rule_name(p, rule));
	privacy_free(p);
	buf_free(&out);
}

/* Lines as long as they come, of what the shipped patterns begin with: a rule
 * that gives up on these would take lines that tell something. */
static void
the_shipped_rules_do_not_give_up_on_long_lines(void **state)
{
	static const char *const parts[] = { "webproxy ", "client ", "sta ",
		"events ", "hostapd: ", "pass", "password ", "key ",
		"key=", "snmp-server community ", "tacacs host a ",
		"username a ", "://a", "dhcpd ", "lease ", "a:b:", "0a:", "x" };
	char line[8192];
	struct buf out = { 0 };
	size_t rule;

	(void)state;
	for (size_t i = 0; i < ROWS(parts); i++) {
		size_t len = strlen(parts[i]), at = 0;

		at = (size_t)snprintf(line, sizeof(line),
		    "<14>Nov 24 10:00:00 h assoc dhcp url= pass key :// ");
		while (at + len < sizeof(line)) {
			memcpy(line + at, parts[i], len);
			at += len;
		}
		if (privacy_apply(rules, (const uint8_t *)line, at, &out,
			&rule) == PRIVACY_UNJUDGED)
			fail_msg(
			    "%s: %s", parts[i], privacy_rule_name(rules, rule));
	}
	buf_free(&out);
}

static void
say_nothing(const char *line)
{
	(void)line;
}

static void
faulty_rules_are_refused(void **state)
{
	static const char *const bad[] = { "drop \"x\" { match = { '(' } }",
		"mask \"x\" { match = { 'nogroup' } }", "drop { }",
		"drop \"x\" { words = { \"a\" } }", "colour = red" };
	struct privacy *p = NULL;
	char path[SCRATCH_MAX];
	int fd = mkstemp(scratch_name(path, "rules"));

	(void)state;
	assert_true(fd != -1);
	log_divert(say_nothing);
	for (size_t i = 0; i < ROWS(bad); i++) {
		assert_int_equal(
		    ERR_OK, file_write(path, bad[i], strlen(bad[i]), 0600));
		assert_true(privacy_load(path, &p) < 0);
	}
	log_divert(NULL);
	unlink(path);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_do_is_dropped_and_named),
		cmocka_unit_test(secrets_become_stars_and_the_rest_stays),
		cmocka_unit_test(a_secret_far_into_a_long_message_is_masked),
		cmocka_unit_test(a_secret_longer_than_a_window_is_masked),
		cmocka_unit_test(
		    what_a_pattern_cannot_look_through_is_not_kept),
		cmocka_unit_test(
		    a_rule_that_is_sure_goes_before_one_that_is_not),
		cmocka_unit_test(
		    the_shipped_rules_do_not_give_up_on_long_lines),
		cmocka_unit_test(faulty_rules_are_refused),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
