/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json_cut.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

/* Pieces as "LINE:COLUMN text", a key before its value, then how it ended. */
static const struct {
	const char *text, *pieces;
} cut[] = {
	{ "[]", "end" },
	{ " [ 1 ,\n \"a,]\" ] ", "1:4 1|2:2 \"a,]\"|end" },
	{ "[[1,[2]],{\"a\":[\"}\"]}]", "1:2 [1,[2]]|1:10 {\"a\":[\"}\"]}|end" },
	{ "{\"a\\\"b\":\n null}", "1:2 \"a\\\"b\"|2:2 null|end" },
	{ "[\"\u00e9\u00e9\", 2]", "1:2 \"\u00e9\u00e9\"|1:8 2|end" },
	{ "[1 2]", "1:2 1|fault" },
	{ "[1,]", "1:2 1|fault" },
	{ "[,1]", "fault" },
	{ "[1", "1:2 1|fault" },
	{ "[\"a", "fault" },
	{ "[{\"a\": 1]", "1:2 {\"a\": 1]|fault" },
	{ "{1: 2}", "fault" },
	{ "{\"a\" 2}", "fault" },
	{ "[1] x", "1:2 1|fault" },
	{ "", "fault" },
	{ "1", "fault" },
};

static void
mute(const char *line)
{
	(void)line;
}

static void
put(char *out, const struct json_piece *p)
{
	sprintf(out + strlen(out), "%u:%u %.*s|", p->line, p->column,
	    (int)p->len, p->text);
}

static void
walk(const char *text, char *out)
{
	struct json_piece whole = json_piece_of(text, strlen(text)), key, value;
	struct json_cut c;
	int rc = *text == '{' ? json_cut_object("x", &whole, &c)
			      : json_cut_array("x", &whole, &c);

	*out = '\0';
	while (rc == ERR_OK) {
		rc = json_cut_next(&c, &key, &value);
		if (rc != ERR_OK)
			break;
		if (*text == '{')
			put(out, &key);
		put(out, &value);
	}
	if (rc == ERR_NOTFOUND)
		rc = json_cut_end(&c);
	strcat(out, rc == ERR_OK ? "end" : "fault");
}

static void
a_text_is_cut_where_its_values_stand(void **state)
{
	char got[256];

	(void)state;
	log_divert(mute);
	for (size_t i = 0; i < ROWS(cut); i++) {
		walk(cut[i].text, got);
		assert_string_equal(cut[i].pieces, got);
	}
}

static void
depth_ends_somewhere(void **state)
{
	char deep[200], got[256];

	(void)state;
	log_divert(mute);
	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	deep[199] = '\0';
	walk(deep, got);
	assert_string_equal("fault", got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_cut_where_its_values_stand),
		cmocka_unit_test(depth_ends_somewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
