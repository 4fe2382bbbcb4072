/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/siren.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/wording.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/store/alert/outbox.h"
#include "tests/unit/test.h"

static void
a_target_is_a_host_and_a_port(void **state)
{
	static const struct {
		const char *target, *host, *port;
		int tls;
	} good[] = {
		{ "tls://soc.example.org:6514", "soc.example.org", "6514", 1 },
		{ "tls://[2001:db8::1]:6514", "2001:db8::1", "6514", 1 },
		{ "tcp://127.0.0.1:514", "127.0.0.1", "514", 0 },
		{ "tcp://[::1]:514", "::1", "514", 0 },
	};
	static const char *const bad[] = { "tls://", "tls://host", "tls://:514",
		"tls://host:0", "tls://host:65536", "tls://[::1]514",
		"tls://a b:514", "tls://host:514/x", "udp://host:514",
		/* What is told goes over no open line. */
		"tcp://192.0.2.1:514", "tcp://soc.example.org:514" };
	char *host, *port;
	int tls;

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++) {
		assert_int_equal(
		    ERR_OK, siren_parse(good[i].target, &host, &port, &tls));
		assert_string_equal(good[i].host, host);
		assert_string_equal(good[i].port, port);
		assert_int_equal(good[i].tls, tls);
		free(host);
		free(port);
	}
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_int_equal(
		    ERR_PARSE, siren_parse(bad[i], &host, &port, &tls));
}

/* Whatever stands in it. */
static void
a_frame_is_one_message(void **state)
{
	static char kind[] = "opened", rule[] = "silent",
		    severity[] = "critical", tenant[] = "A \"B\" ] \\ \n",
		    text[] = "{\"incident\": 9, \"holding\": 2, \"total\": 2,"
			     " \"about\": \"No]ord\"}",
		    zone[] = "UTC", function[] = "IT";
	struct outbox_item m = { .tenant_id = 1,
		.saying_id = 21,
		.channel_id = 3,
		.kind = kind,
		.rule = rule,
		.severity = severity,
		.tenant = tenant,
		.zone = zone,
		.function = function };
	struct wording *w = NULL;
	struct json *detail = NULL;
	struct buf out = { 0 };
	char path[512], *end;
	unsigned long len;

	(void)state;
	snprintf(path, sizeof(path), "%s/templates/mail.en",
	    getenv("srcdir") != NULL ? getenv("srcdir") : ".");
	assert_int_equal(ERR_OK, wording_load(path, &w));
	assert_int_equal(ERR_OK, json_parse("x", text, strlen(text), &detail));
	siren_write(w, &m, detail, &out);
	len = strtoul(buf_str(&out), &end, 10);
	assert_int_equal(' ', *end);
	assert_int_equal(len, strlen(end + 1));
	assert_null(strchr(end + 1, '\n'));
	assert_int_equal(0, strncmp(end + 1, "<26>1 1970-01-01T00:00:00", 25));
	assert_non_null(strstr(end,
	    " patchwacht - opened [patchwacht@8072.9999.9999 id=\"1-21-3\" "
	    "organisation=\"A \\\"B\\\" \\] "));
	assert_non_null(strstr(end,
	    " incident=\"9\" holding=\"2\" "
	    "about=\"No\\]ord\"] \xef\xbb\xbf["
	    "Patchwacht] Device silent: "));
	buf_free(&out);
	json_free(detail);
	wording_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_target_is_a_host_and_a_port),
		cmocka_unit_test(a_frame_is_one_message),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
