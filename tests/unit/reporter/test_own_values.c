/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/value_parts.h"

#include <string.h>

#include "tests/unit/reporter/measured.h"

/* Sections take the place of those of the quarter. */
static struct json *
values_of(const char *sections)
{
	static const char quarter[] = "{" QUARTER "}";
	static const char *const names[] = { "papers", "runs", "journals",
		"sender_papers", "expiring_senders" };
	struct json *e = NULL, *own = NULL, *v = json_new_object();
	struct facts f;

	assert_int_equal(
	    ERR_OK, json_parse("quarter", quarter, strlen(quarter), &e));
	assert_int_equal(
	    ERR_OK, json_parse(sections, sections, strlen(sections), &own));
	for (size_t i = 0; i < ROWS(names); i++)
		if (json_has(own, names[i]))
			json_put(
			    e, names[i], json_share(json_get(own, names[i])));
	assert_int_equal(ERR_OK, facts_read(e, &f));
	value_own(&f, v);
	facts_free(&f);
	json_free(own);
	json_free(e);
	return v;
}

/* The quarter ends at 22:00 on 30 September, UTC. */
#define RAN(role, seen)                                             \
	"\"runs\":[{\"role\":\"" role "\",\"started\":\"2026-07-01" \
	"T00:00:00Z\",\"seen\":\"" seen "\"}]}"

static const struct {
	const char *sections, *word;
	int64_t looked; /* -1: nobody knows */
} looks[] = {
	{ "{}", "unrecorded", -1 }, /* evidence of before */
	{ "{\"papers\":{\"looked\":2}}", "looked", 2 },
	{ "{\"papers\":{\"looked\":0}}", "not_looked", 0 },
	{ "{\"papers\":{\"looked\":0}," RAN("listen", "2026-09-30T21:59:00Z"),
	    "no_tls", 0 },
	{ "{\"papers\":{\"looked\":0}," RAN("listen", "2026-09-30T20:59:00Z"),
	    "not_looked", 0 },
	{ "{\"papers\":{\"looked\":0}," RAN("poll", "2026-09-30T21:59:00Z"),
	    "not_looked", 0 },
};

static void
whether_papers_were_looked_at_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(looks); i++) {
		struct json *v = values_of(looks[i].sections);

		assert_string_equal(looks[i].word, json_get_text(v, "papers"));
		assert_int_equal(
		    looks[i].looked, json_get_int(v, "papers_looked", -1));
		json_free(v);
	}
}

static const struct {
	const char *sections, *word;
	int64_t surplus; /* -1: nobody knows */
} senders[] = {
	{ "{}", "unrecorded", -1 }, /* evidence of before */
	{ "{\"sender_papers\":{\"looked\":1,\"surplus\":9}}", "looked", 9 },
	{ "{\"sender_papers\":{\"looked\":0,\"surplus\":0}}", "not_looked", 0 },
};

static void
whether_those_of_senders_were_is_said_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(senders); i++) {
		struct json *v = values_of(senders[i].sections);

		assert_string_equal(
		    senders[i].word, json_get_text(v, "sender_papers"));
		assert_int_equal(senders[i].surplus,
		    json_get_int(v, "sender_papers_surplus", -1));
		assert_int_equal(0, json_len(json_get(v, "expiring_senders")));
		json_free(v);
	}
}

/* The quarter ends at 22:00 on 30 September, UTC. */
static void
a_sender_has_run_out_by_the_end_or_will(void **state)
{
	struct json *v = values_of("{\"expiring_senders\":["
				   "{\"sender\":\"sw1\","
				   "\"until\":\"2026-09-30T22:00:00Z\"},"
				   "{\"sender\":\"sw2\","
				   "\"until\":\"2026-09-30T22:00:01Z\"}]}");
	const struct json *all = json_get(v, "expiring_senders");

	(void)state;
	assert_string_equal("sw1", json_get_text(json_at(all, 0), "sender"));
	assert_string_equal("ran_out", json_get_text(json_at(all, 0), "state"));
	assert_string_equal(
	    "runs_out", json_get_text(json_at(all, 1), "state"));
	json_free(v);
}

#define JOURNAL(fields) "{\"journals\":[{\"stream\":\"poll\"" fields "}]}"

static const struct {
	const char *sections, *word;
	int64_t damaged; /* -1: nobody knows */
} recounts[] = {
	{ JOURNAL(",\"damaged\":0"), "never", -1 },
	{ JOURNAL(",\"damaged\":0,\"rechecked\":\"2026-06-30T21:59:59Z\""),
	    "before", -1 },
	{ JOURNAL(",\"damaged\":0,\"rechecked\":\"2026-06-30T22:00:00Z\""),
	    "whole", 0 },
	{ JOURNAL(",\"damaged\":0,\"rechecked\":\"2026-10-02T00:00:00Z\""),
	    "whole", 0 },
	/* By then, or before the period: whole is another word. */
	{ JOURNAL(",\"damaged\":0,\"rechecked\":\"2026-10-02T00:00:00Z\""
		  ",\"damaged_ever\":1"),
	    "elsewhen", 0 },
	/* Found at a start, which reads the last segment alone. */
	{ JOURNAL(",\"damaged\":2"), "damaged", 2 },
};

static void
no_damage_is_said_of_journals_that_were_read_anew(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(recounts); i++) {
		struct json *v = values_of(recounts[i].sections);
		const struct json *j = json_at(json_get(v, "journals"), 0);

		assert_string_equal(
		    recounts[i].word, json_get_text(j, "recount"));
		assert_int_equal(
		    recounts[i].damaged, json_get_int(j, "damaged", -1));
		json_free(v);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whether_papers_were_looked_at_is_said),
		cmocka_unit_test(whether_those_of_senders_were_is_said_apart),
		cmocka_unit_test(a_sender_has_run_out_by_the_end_or_will),
		cmocka_unit_test(
		    no_damage_is_said_of_journals_that_were_read_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
