/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/redact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/verify/context.h"
#include "collector/verify/pseudonym.h"
#include "lib/base/err.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/people.h"
#include "lib/store/follow.h"

#include "tests/unit/scratch.h"
#include "tests/unit/source.h"
#include "tests/unit/test.h"

static struct verify verify;
static const char *raw; /* what the database has of the message */

int
follow_raw(struct db *db, const struct stored_message *m, struct buf *out)
{
	(void)db;
	(void)m;
	if (raw == NULL)
		return ERR_AGAIN;
	buf_add_str(out, raw);
	return ERR_OK;
}

static int
start(void **state)
{
	char folder[SCRATCH_MAX], path[256], rules[SOURCE_MAX];
	int rc;

	(void)state;
	(void)source_path(rules, "mibs/people.rules");
	if (mkdtemp(scratch_name(folder, "redact")) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/key", folder);
	rc = people_load(rules, &verify.people);
	if (rc == ERR_OK)
		rc = pseudonyms_open(path, &verify.pseudonyms);
	unlink(path);
	rmdir(folder);
	return rc;
}

static int
stop(void **state)
{
	(void)state;
	people_free(verify.people);
	pseudonyms_close(verify.pseudonyms);
	return 0;
}

static struct redacted
redact(const char *bytes, const char *text, const char *who)
{
	const struct event_part part = { who, who != NULL ? strlen(who) : 0 };
	struct stored_message m = { .tenant_id = 1, .text = text };
	struct redacted r = { 0 };

	raw = bytes;
	assert_int_equal(ERR_OK, redact_message(&verify, &m, &part, &r));
	return r;
}

static void
text_and_bytes_have_the_same_pseudonym(void **state)
{
	struct redacted r = redact("<189>5: x: Reload requested by Jan on vty0",
	    "x: Reload requested by Jan on vty0", NULL);
	char jan[PSEUDONYM_MAX];

	(void)state;
	pseudonym_of(verify.pseudonyms, 1, "jan", 3, jan);
	assert_true(r.is_changed);
	assert_non_null(strstr(buf_str(&r.text), jan));
	assert_non_null(strstr(buf_str(&r.bytes), jan));
	assert_null(strstr(buf_str(&r.text), "Jan"));
	assert_null(strstr(buf_str(&r.bytes), "Jan"));
	redacted_free(&r);
}

/* By the rule that took the line: no pattern of people knows the form. */
static void
who_is_known_already_is_looked_for_everywhere(void **state)
{
	struct redacted r =
	    redact("<189>5: by kees!", "kees: by kees!", "kees");

	(void)state;
	assert_null(strstr(buf_str(&r.text), "kees"));
	assert_null(strstr(buf_str(&r.bytes), "kees"));
	redacted_free(&r);
}

/* It is another text where it had to be escaped. */
static void
a_name_that_was_escaped_is_found_in_the_bytes(void **state)
{
	struct redacted r =
	    redact("<1>user=\"Jos\xe9\"", "user=\"Jos\\xe9\"", NULL);

	(void)state;
	assert_null(strstr(buf_str(&r.text), "Jos"));
	assert_null(strstr(buf_str(&r.bytes), "Jos"));
	redacted_free(&r);
}

static void
what_names_nobody_is_as_it_was(void **state)
{
	struct redacted r =
	    redact("<189>System restarted", "System restarted", NULL);

	(void)state;
	assert_false(r.is_changed);
	assert_string_equal("System restarted", buf_str(&r.text));
	assert_string_equal("<189>System restarted", buf_str(&r.bytes));
	redacted_free(&r);
}

static void
what_cannot_be_looked_through_is_withheld(void **state)
{
	struct buf text = { 0 };
	struct redacted r;

	(void)state;
	for (int i = 0; i < PEOPLE_MAX + 1; i++)
		buf_printf(&text, "user=jan%d ", i);
	r = redact(buf_str(&text), buf_str(&text), NULL);
	assert_true(r.is_changed);
	assert_null(strstr(buf_str(&r.text), "jan"));
	assert_null(strstr(buf_str(&r.bytes), "jan"));
	redacted_free(&r);
	buf_free(&text);
}

static void
a_database_that_is_away_is_told(void **state)
{
	struct stored_message m = { .tenant_id = 1, .text = "user=jan" };
	const struct event_part nobody = { 0 };
	struct redacted r = { 0 };

	(void)state;
	raw = NULL;
	assert_int_equal(ERR_AGAIN, redact_message(&verify, &m, &nobody, &r));
	redacted_free(&r);
}

static void
a_trap_keeps_its_bytes_unless_somebody_is_named(void **state)
{
	static const uint8_t bytes[] = { 0x30, 0x00 };
	struct stored_trap t = {
		.tenant_id = 1, .varbinds = bytes, .varbinds_len = sizeof(bytes)
	};
	struct redacted r = { 0 };

	(void)state;
	redact_trap(&verify, &t, "coldStart; 1.3.6.1=3", &r);
	assert_false(r.is_changed);
	assert_int_equal(sizeof(bytes), r.bytes.len);
	redacted_free(&r);
	r = (struct redacted){ 0 };
	redact_trap(&verify, &t, "reload; 1.3.6.1=requested by jan", &r);
	assert_true(r.is_changed);
	assert_null(strstr(buf_str(&r.text), "jan"));
	assert_string_equal(buf_str(&r.text), buf_str(&r.bytes));
	redacted_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_and_bytes_have_the_same_pseudonym),
		cmocka_unit_test(who_is_known_already_is_looked_for_everywhere),
		cmocka_unit_test(a_name_that_was_escaped_is_found_in_the_bytes),
		cmocka_unit_test(what_names_nobody_is_as_it_was),
		cmocka_unit_test(what_cannot_be_looked_through_is_withheld),
		cmocka_unit_test(a_database_that_is_away_is_told),
		cmocka_unit_test(
		    a_trap_keeps_its_bytes_unless_somebody_is_named),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
