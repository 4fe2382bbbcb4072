/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

#define DIGITS_BUT_ONE \
	"0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcde"
#define DIGITS DIGITS_BUT_ONE "f"

static char last[4096];

static void
keep(const char *line)
{
	strcpy(last, line);
}

static int
read_text(const char *text, struct config **out)
{
	last[0] = '\0';
	return config_parse("x.conf", text, strlen(text), NULL, out);
}

static void
an_empty_file_is_a_configuration(void **state)
{
	struct config *c;

	(void)state;
	unsetenv("PATCHWACHT_HOME");
	assert_int_equal(ERR_OK, read_text("", &c));
	assert_string_equal(LOCALSTATEDIR, c->home);
	assert_string_equal("embedded", c->database);
	assert_string_equal("patchwacht", c->user);
	assert_true(c->poll.enabled);
	assert_true(c->poll.interval == 5 * CLOCK_MINUTE);
	assert_true(c->alert.interval > 0);
	assert_null(c->mail.server);
	assert_true(c->sandbox);
	assert_int_equal(0, c->address_count);
	config_free(c);
}

static void
addresses_keep_their_section(void **state)
{
	struct config *c;

	(void)state;
	assert_int_equal(ERR_OK,
	    read_text("listen a { udp = { \"0.0.0.0:514\" } }\n"
		      "listen b { udp = \"[::1]:514\" tcp = \"[::1]:514\" "
		      "tenant = 3 realm = 7 connections_per_network = 9 }\n",
		&c));
	assert_int_equal(3, c->address_count);
	assert_string_equal("a", c->addresses[0].listen->name);
	assert_int_equal(LISTEN_UDP, c->addresses[1].kind);
	assert_string_equal("[::1]:514", c->addresses[2].text);
	assert_int_equal(LISTEN_TCP, c->addresses[2].kind);
	assert_int_equal(7, c->addresses[2].listen->space.realm_id);
	assert_int_equal(3, c->addresses[2].listen->space.tenant_id);
	assert_int_equal(1, c->addresses[0].listen->space.tenant_id);
	assert_int_equal(9, c->addresses[2].listen->connections_per_network);
	assert_int_equal(200, c->addresses[0].listen->connections_per_network);
	config_free(c);
}

static void
a_certificate_is_asked_for_when_somebody_is_believed(void **state)
{
	static const struct {
		const char *text;
		enum config_client client;
	} rows[] = {
		{ "listen a { }", CLIENT_NONE },
		{ "listen a { ca_file = \"/ca\" }", CLIENT_REQUIRED },
		{ "listen a { ca_file = \"/ca\" client_certificate = optional "
		  "}",
		    CLIENT_OPTIONAL },
		{ "listen a { ca_file = \"/ca\" client_certificate = none }",
		    CLIENT_NONE },
		{ "listen a { fingerprints = { \"" DIGITS "\" } }",
		    CLIENT_REQUIRED },
	};
	struct config *c;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_int_equal(ERR_OK, read_text(rows[i].text, &c));
		assert_int_equal(rows[i].client, c->listens[0].client);
		config_free(c);
	}
}

static void
fingerprints_may_have_colons(void **state)
{
	struct config *c;

	(void)state;
	assert_int_equal(ERR_OK,
	    read_text(
		"listen a { fingerprints = { \"" DIGITS "\", "
		"\"SHA256:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:"
		"EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF\" } }",
		&c));
	assert_int_equal(2, c->listens[0].fingerprint_count);
	assert_int_equal(0x01, c->listens[0].fingerprints[0][0]);
	assert_int_equal(0xef, c->listens[0].fingerprints[0][31]);
	assert_memory_equal(c->listens[0].fingerprints[0],
	    c->listens[0].fingerprints[1], CONFIG_FINGERPRINT_LEN);
	config_free(c);
}

static void
a_relay_is_an_address_or_a_name(void **state)
{
	struct address one, other;
	struct config *c;

	(void)state;
	assert_int_equal(ERR_OK, address_parse("192.0.2.1:40000", &one));
	assert_int_equal(ERR_OK, address_parse("192.0.2.2:40000", &other));
	assert_int_equal(ERR_OK,
	    read_text("listen a { relays = { \"192.0.2.1\", "
		      "\"Relay.example.org\" } }",
		&c));
	assert_true(config_is_relay(&c->listens[0], &one, NULL, 0));
	assert_false(config_is_relay(&c->listens[0], &other, NULL, 0));
	assert_true(
	    config_is_relay(&c->listens[0], &other, "relay.example.org", 17));
	assert_false(
	    config_is_relay(&c->listens[0], &other, "relay.example.or", 16));
	config_free(c);
}

static void
the_nearest_word_names_the_home(void **state)
{
	struct config *c;

	(void)state;
	setenv("PATCHWACHT_HOME", "/from/environment", 1);
	assert_int_equal(
	    ERR_OK, config_parse("x", "home = /from/file", 17, "/given", &c));
	assert_string_equal("/given", c->home);
	config_free(c);
	assert_int_equal(ERR_OK, read_text("home = /from/file", &c));
	assert_string_equal("/from/environment", c->home);
	config_free(c);
	unsetenv("PATCHWACHT_HOME");
	assert_int_equal(ERR_OK, read_text("home = /from/file", &c));
	assert_string_equal("/from/file", c->home);
	config_free(c);
}

static const struct {
	const char *server;
	bool starttls;
} servers[] = {
	{ "smtp://localhost", false },
	{ "smtp://127.0.0.1:2525", false },
	{ "smtp://[::1]:2525", false },
	{ "smtp://mail.example.org:587", true },
	{ "smtp://127.0.0.1.example.org", true },
};

static void
only_this_machine_may_do_without_starttls(void **state)
{
	char text[256];
	struct config *c;

	(void)state;
	for (size_t i = 0; i < ROWS(servers); i++) {
		snprintf(text, sizeof(text),
		    "mail { server = \"%s\" from = \"p@example.org\" }",
		    servers[i].server);
		assert_int_equal(ERR_OK, read_text(text, &c));
		assert_int_equal(servers[i].starttls, c->mail.starttls);
		config_free(c);
	}
}

static const struct {
	const char *text, *message;
} faults[] = {
	{ "\nlisten a {\nudp = \"office:514\" }", "x.conf:3: udp: \"office" },
	{ "listen a { udp = \"1.2.3.4:99999\" }", "x.conf:1: udp" },
	{ "listen a { udp = \"::1:514\" }", "x.conf:1: udp" },
	{ "listen a { udp = { \"1.2.3.4:5\", \"1.2.3.4:5\" } }", "twice" },
	{ "listen a { tcp = \"1.2.3.4:5\" relp = \"1.2.3.4:5\" }", "twice" },
	{ "listen a {\ntls = \"1.2.3.4:5\" }", "x.conf:2: tls: needs a cert" },
	{ "listen a { relp_tls = \"1.2.3.4:5\" certificate_file = \"/c\" }",
	    "needs a key_file" },
	{ "listen a { crl_file = \"/c\" }", "revokes nothing" },
	{ "listen a { client_certificate = required }", "needs ca_file or" },
	{ "listen a { client_certificate = maybe }", "must be required" },
	{ "listen a { fingerprints = { \"sha256:0011\" } }", "64 digits" },
	{ "listen a { fingerprints = { \"" DIGITS "0\" } }", "64 digits" },
	{ "listen a { fingerprints = { \"" DIGITS_BUT_ONE "g\" } }",
	    "64 digits" },
	{ "listen a { relays = { \"1.2.3.4:5\" } }", "has a port" },
	{ "journal { drop_when_low = error }", "drop_when_low: must be none" },
	{ "journal { quota_mib = 100 }", "must hold two segments" },
	{ "journal { segment_mib = 65 }", "segment_mib" },
	{ "database = mysql", "x.conf:1: database: must be embedded" },
	{ "database = \"postgresql://u:secret@h/d\"", "holds a password" },
	{ "home = relative", "x.conf:1: home: must begin with /" },
	{ "mail { server = \"http://x\" from = \"a@b\" }", "smtp://" },
	{ "mail { server = \"smtp://x\" from = \"A <a@b>\" }", "bare mail" },
	{ "mail { server = \"smtp://x\" from = \"a@b\" user = u }",
	    "belong together" },
	{ "mail { server = \"smtp://x\" from = \"a@b\" user = u "
	  "password_file = p starttls = no }",
	    "open line" },
	{ "trap a { proxies = { \"192.0.2.9\" } }",
	    "x.conf:1: udp is missing" },
	{ "poll { interval = \"0 s\" }", "x.conf:1: interval: must be from" },
	{ "poll { }\npoll { }", "x.conf:2: section poll is given twice" },
};

static void
what_cannot_be_used_is_refused_with_its_line(void **state)
{
	struct config *c = NULL;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		assert_true(read_text(faults[i].text, &c) < 0);
		if (strstr(last, faults[i].message) == NULL)
			fail_msg("%s: %s", faults[i].text, last);
		assert_null(strstr(last, "secret"));
	}
}

static void
journals_have_their_room(void **state)
{
	struct journal_limits small;
	struct config *c;

	(void)state;
	assert_int_equal(ERR_OK, read_text("", &c));
	assert_int_equal(64 << 20, c->journal.limits.segment_max);
	assert_int_equal(0, c->journal.limits.quota);
	assert_true(c->journal.limits.is_ahead);
	assert_int_equal(7, c->journal.shed_from);
	config_free(c);
	assert_int_equal(ERR_OK,
	    read_text("journal { segment_mib = 8 quota_mib = 16 low_mib = 0 "
		      "reserve_mib = 2 drop_when_low = none }",
		&c));
	assert_int_equal(16 << 20, c->journal.limits.quota);
	assert_int_equal(0, c->journal.limits.low);
	assert_int_equal(8, c->journal.shed_from);
	small = config_small_journal(&c->journal);
	assert_int_equal(2 << 20, small.segment_max);
	assert_int_equal(16 << 20, small.quota);
	config_free(c);
}

static void
traps_have_their_own_sections(void **state)
{
	struct config *c;

	(void)state;
	assert_int_equal(ERR_OK,
	    read_text("trap a { udp = { \"0.0.0.0:162\", \"[::]:162\" } "
		      "tenant = 2 realm = 7 credentials = { \"traps\" } "
		      "proxies = { \"192.0.2.9\" } }\n",
		&c));
	assert_int_equal(1, c->trap_count);
	assert_int_equal(2, c->address_count);
	assert_int_equal(LISTEN_TRAP, c->addresses[1].kind);
	assert_int_equal(2, c->addresses[1].trap->tenant_id);
	assert_int_equal(7, c->addresses[1].trap->realm_id);
	assert_string_equal("traps", c->traps[0].credentials[0]);
	assert_string_equal("192.0.2.9", c->traps[0].proxies[0]);
	config_free(c);
	assert_int_equal(ERR_PARSE,
	    read_text("trap a { udp = \"[::]:162\" "
		      "proxies = { \"somebody\" } }\n",
		&c));
	assert_int_equal(ERR_PARSE,
	    read_text("listen a { udp = \"0.0.0.0:162\" }\n"
		      "trap b { udp = \"0.0.0.0:162\" }\n",
		&c));
}

static void
a_program_is_a_path_and_its_words(void **state)
{
	const struct config_program *p;
	struct config *c;

	(void)state;
	assert_int_equal(ERR_OK,
	    read_text("program desk { argv = { \"/bin/x\", \"-a b\" } }\n"
		      "program sms { argv = \"/bin/y\" timeout = \"5 s\" "
		      "memory_mib = 64 network = yes }\n",
		&c));
	p = config_program(c, "desk");
	assert_non_null(p);
	assert_string_equal("/bin/x", p->argv[0]);
	assert_string_equal("-a b", p->argv[1]);
	assert_null(p->argv[2]);
	assert_true(p->timeout == 30 * CLOCK_SECOND);
	assert_false(p->network);
	p = config_program(c, "sms");
	assert_non_null(p);
	assert_true(p->timeout == 5 * CLOCK_SECOND);
	assert_true(p->memory == 64 << 20);
	assert_true(p->network);
	assert_true(config_programs_reach_out(c));
	assert_null(config_program(c, "/bin/x"));
	config_free(c);
}

static void
a_program_that_cannot_be_one_is_refused(void **state)
{
	static const char *const rows[][2] = {
		{ "program a { argv = \"x\" }",
		    "x.conf:1: argv: must begin with the path of a program, "
		    "from / on" },
		{ "program a { argv = {} }",
		    "x.conf:1: argv: must begin with the path of a program, "
		    "from / on" },
		{ "program a { }", NULL },
		{ "program a { argv = \"/x\" timeout = \"61 s\" }", NULL },
		{ "program a { argv = \"/x\" memory_mib = 1 }", NULL },
	};
	struct config *c;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_true(read_text(rows[i][0], &c) < 0);
		if (rows[i][1] != NULL)
			assert_non_null(strstr(last, rows[i][1]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_is_a_configuration),
		cmocka_unit_test(addresses_keep_their_section),
		cmocka_unit_test(
		    a_certificate_is_asked_for_when_somebody_is_believed),
		cmocka_unit_test(fingerprints_may_have_colons),
		cmocka_unit_test(a_relay_is_an_address_or_a_name),
		cmocka_unit_test(journals_have_their_room),
		cmocka_unit_test(traps_have_their_own_sections),
		cmocka_unit_test(the_nearest_word_names_the_home),
		cmocka_unit_test(only_this_machine_may_do_without_starttls),
		cmocka_unit_test(what_cannot_be_used_is_refused_with_its_line),
		cmocka_unit_test(a_program_is_a_path_and_its_words),
		cmocka_unit_test(a_program_that_cannot_be_one_is_refused),
	};

	log_divert(keep);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
