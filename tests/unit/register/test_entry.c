/* SPDX-License-Identifier: Apache-2.0 */
#include "register/entry/entry_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/zone.h"
#include "register/context.h"
#include "register/entry/topics.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

/* 2026-11-24T12:00:00Z */
#define NOW ((int64_t)1795521600 * CLOCK_SECOND)

static struct buf told;

static void
hear(void *arg, const char *field, const char *why)
{
	(void)arg;
	buf_printf(&told, "%s: %s\n", field, why);
}

/* Reads values over e, of a kind; what was told is in told. */
static int
read_values(enum entry_kind_id kind, struct entry_input *in, struct entry *e)
{
	struct context c = { 0 };

	buf_clear(&told);
	in->kind = entry_kind(kind);
	in->fault = hear;
	return entry_input_read(&c, in, e);
}

static void
kinds_have_names_and_letters_of_their_own(void **state)
{
	(void)state;
	for (int i = 0; i < ENTRY_KINDS; i++) {
		const struct entry_kind *k = entry_kind((enum entry_kind_id)i);
		bool used[ENTRY_FIELDS] = { false };

		for (int j = 0; j < i; j++) {
			const struct entry_kind *o =
			    entry_kind((enum entry_kind_id)j);

			assert_string_not_equal(o->name, k->name);
			assert_true(o->letter != k->letter);
		}
		for (size_t f = 0; f < k->n_use; f++) {
			assert_false(used[k->use[f].field]);
			used[k->use[f].field] = true;
		}
		/* What every one of them must be able to say. */
		assert_true(used[ENTRY_TITLE] && used[ENTRY_OPENED] &&
		    used[ENTRY_OUTCOME] && used[ENTRY_CLOSED] &&
		    used[ENTRY_RESULT] && used[ENTRY_OWNER]);
		assert_non_null(k->outcomes[0]);
		assert_true(
		    entry_kind_use(k, ENTRY_OWNER)->flags & ENTRY_NEEDED);
	}
}

static void
numbers_are_read_with_and_without_their_letter(void **state)
{
	const struct entry_kind *k = entry_kind(ENTRY_KIND_ACTION);
	static const char *const wrong[] = { "", "A-", "A-0", "A12", "X-12",
		"-12", "A-12x", "12345678901" };
	struct buf why = { 0 };
	int64_t n = 0;

	(void)state;
	assert_int_equal(ERR_OK, entry_id_parse(k, "A-12", &n, &why));
	assert_int_equal(12, n);
	assert_int_equal(ERR_OK, entry_id_parse(k, "a-7", &n, &why));
	assert_int_equal(7, n);
	assert_int_equal(ERR_OK, entry_id_parse(k, "3", &n, &why));
	assert_int_equal(3, n);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
		    ERR_PARSE, entry_id_parse(k, wrong[i], &n, &why));
		assert_true(why.len > 0);
		buf_clear(&why);
	}
	assert_int_equal(ERR_PARSE, entry_id_parse(k, "V-1", &n, &why));
	assert_string_equal(
	    "V-1 is of `patchwacht attestation`", buf_str(&why));
	buf_free(&why);
}

static void
what_is_missing_is_told_when_the_rest_is_right(void **state)
{
	struct entry_input in = { .value = { [ENTRY_TITLE] = "x" } };
	struct entry e = { { 0 } };

	(void)state;
	assert_int_equal(ERR_RANGE, read_values(ENTRY_KIND_ACTION, &in, &e));
	assert_string_equal(
	    "owner: is missing\ndue: is missing\n", buf_str(&told));
	entry_input_free(&in);
}

static void
a_bare_date_has_its_day_in_it(void **state)
{
	struct entry_input in = { .value = { [ENTRY_TITLE] = "x",
				      [ENTRY_OWNER] = "ICT",
				      [ENTRY_DUE] = "2026-12-31" } };
	struct entry e = { { 0 } };

	(void)state;
	assert_int_equal(ERR_OK, read_values(ENTRY_KIND_ACTION, &in, &e));
	assert_string_equal("2026-12-31T23:00:00Z", e.value[ENTRY_DUE]);
	assert_string_equal("2026-11-24T12:00:00Z", e.value[ENTRY_OPENED]);
	entry_input_free(&in);
}

static void
an_empty_value_takes_away_and_the_rest_stays(void **state)
{
	struct entry_input in = { .value = { [ENTRY_COST] = "" } };
	struct entry e = { .value = { [ENTRY_TITLE] = "x",
			       [ENTRY_OWNER] = "ICT",
			       [ENTRY_COST] = "EUR 5",
			       [ENTRY_OPENED] = "2026-01-01T00:00:00Z",
			       [ENTRY_DUE] = "2026-12-31T00:00:00Z" } };

	(void)state;
	assert_int_equal(ERR_OK, read_values(ENTRY_KIND_ACTION, &in, &e));
	assert_null(e.value[ENTRY_COST]);
	assert_string_equal("2026-01-01T00:00:00Z", e.value[ENTRY_OPENED]);
	in.value[ENTRY_OWNER] = "";
	assert_int_equal(ERR_RANGE, read_values(ENTRY_KIND_ACTION, &in, &e));
	assert_string_equal("owner: is missing\n", buf_str(&told));
	entry_input_free(&in);
}

static const struct {
	enum entry_kind_id kind;
	enum entry_field field;
	const char *text, *why;
} wrong[] = {
	{ ENTRY_KIND_ACTION, ENTRY_OWNER, "j@x.nl", "owner: *a function*" },
	{ ENTRY_KIND_ACTION, ENTRY_CLOSED, "2026-11-01",
	    "closed: goes together with outcome" },
	{ ENTRY_KIND_ACTION, ENTRY_OUTCOME, "done",
	    "outcome: goes together with closed" },
	{ ENTRY_KIND_INCIDENT, ENTRY_SEVERITY, "erg",
	    "severity: \"erg\" is none of critical, high, medium, low" },
	{ ENTRY_KIND_REVIEW, ENTRY_TOPIC, "x", "topic: \"x\" is none of*" },
	{ ENTRY_KIND_CONTRACT, ENTRY_HIGH, "-1 h", "high: *not a span*" },
	{ ENTRY_KIND_CHANGE, ENTRY_UNTIL, "2026-01-01",
	    "until: is not after opened" },
	{ ENTRY_KIND_DECISION, ENTRY_SHA256, "0g", "sha256: *64 hexadec*" },
};

static void
each_type_refuses_in_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct entry_input in = { .value = { [0] = NULL } };
		struct entry e = { .value = { [ENTRY_TITLE] = "x",
				       [ENTRY_OWNER] = "ICT",
				       [ENTRY_CAUSE] = "y",
				       [ENTRY_SEVERITY] = "low",
				       [ENTRY_TOPIC] = "log",
				       [ENTRY_SUPPLIER] = "1",
				       [ENTRY_OPENED] = "2026-02-01T00:00:00Z",
				       [ENTRY_UNTIL] = "2028-01-01T00:00:00Z",
				       [ENTRY_DUE] = "2027-01-01T00:00:00Z" } };

		in.value[wrong[i].field] = wrong[i].text;
		assert_int_equal(
		    ERR_RANGE, read_values(wrong[i].kind, &in, &e));
		/* One line, of that field. */
		assert_int_equal(0,
		    strncmp(buf_str(&told), wrong[i].why,
			strcspn(wrong[i].why, "*")));
		assert_ptr_equal(strchr(buf_str(&told), '\n'),
		    buf_str(&told) + told.len - 1);
		entry_input_free(&in);
	}
}

static struct topics *
load(const char *text, int *rc)
{
	char path[SCRATCH_MAX];
	struct topics *t = NULL;
	int fd = mkstemp(scratch_name(path, "topics"));

	assert_true(fd >= 0);
	assert_int_equal((ssize_t)strlen(text), write(fd, text, strlen(text)));
	close(fd);
	*rc = topics_load(path, &t);
	unlink(path);
	return t;
}

#define ONE(name)                                                      \
	"attestation \"" name "\" { title_nl = \"T\" title_en = \"E\"" \
	" valid = \"10 d\" }\n"

static void
an_attestation_says_what_its_kind_says(void **state)
{
	struct entry_input in = { .value = { [ENTRY_TOPIC] = "tested",
				      [ENTRY_PERSON] = "A",
				      [ENTRY_OWNER] = "ISO" } };
	struct entry e = { { 0 } };
	struct topics *t;
	int rc;

	(void)state;
	t = load(ONE("adopted") ONE("tested"), &rc);
	assert_int_equal(ERR_OK, rc);
	in.topics = t;
	in.english = true;
	assert_int_equal(ERR_OK, read_values(ENTRY_KIND_ATTESTATION, &in, &e));
	assert_string_equal("E", e.value[ENTRY_TITLE]);
	assert_string_equal("2026-12-04T12:00:00Z", e.value[ENTRY_UNTIL]);
	in.value[ENTRY_TOPIC] = "other";
	assert_int_equal(
	    ERR_RANGE, read_values(ENTRY_KIND_ATTESTATION, &in, &e));
	assert_string_equal(
	    "topic: \"other\" is none of adopted, tested\n", buf_str(&told));
	entry_input_free(&in);
	topics_free(t);
}

static void
mute(const char *line)
{
	(void)line;
}

static void
a_list_of_attestations_is_whole_or_nothing(void **state)
{
	int rc;

	(void)state;
	log_divert(mute);
	assert_null(load(ONE("a") ONE("a"), &rc));
	assert_int_equal(ERR_PARSE, rc);
	assert_null(load("attestation \"a\" { title_nl = \"x\" }", &rc));
	assert_int_equal(ERR_PARSE, rc);
	log_divert(NULL);
}

static int
freeze(void **state)
{
	(void)state;
	clock_freeze(NOW);
	return zone_set(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_have_names_and_letters_of_their_own),
		cmocka_unit_test(
		    numbers_are_read_with_and_without_their_letter),
		cmocka_unit_test(
		    what_is_missing_is_told_when_the_rest_is_right),
		cmocka_unit_test(a_bare_date_has_its_day_in_it),
		cmocka_unit_test(an_empty_value_takes_away_and_the_rest_stays),
		cmocka_unit_test(each_type_refuses_in_words),
		cmocka_unit_test(an_attestation_says_what_its_kind_says),
		cmocka_unit_test(a_list_of_attestations_is_whole_or_nothing),
	};
	int rc = cmocka_run_group_tests(tests, freeze, NULL);

	buf_free(&told);
	return rc;
}
