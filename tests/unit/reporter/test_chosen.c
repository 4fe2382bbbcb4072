/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/chosen.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/measure.h"
#include "reporter/assess/values.h"
#include "tests/unit/reporter/evidence_text.h"

static const char catalogue[] =
    "framework school { title_nl=s title_en=s edition=1 source=x\n"
    " used_by={school}\n"
    " control A { title_nl=a title_en=a verified=V1\n"
    "  required={\"M-PAT-04\",\"M-CLK-01\"} supporting={\"M-PAT-02\"}\n"
    "  gap_nl=beleid gap_en=policy }\n"
    " control B { title_nl=b title_en=b verified=V1 titled=unverified\n"
    "  supporting={\"M-PAT-02\"} }\n"
    " control C { title_nl=c title_en=c verified=V2 reason=attestation }\n"
    " control D { title_nl=d title_en=d verified=V1\n"
    "  supporting={\"M-EVD-01\"} supporting_only=true } }\n"
    "framework care { title_nl=z title_en=z edition=1 source=x\n"
    " used_by={care} control A { title_nl=a title_en=a verified=V1\n"
    "  required={\"M-PAT-01\"} } }\n";

/* What an organisation chose, and what then stands in its matrix: frameworks,
 * and of each the controls with "!" declared away and "+" its own. */
static const struct {
	const char *sections, *matrix;
} chosen[] = {
	{ "\"x\":[]", "school: A C D" },
	{ "\"framework_choices\":[{\"name\":\"care\",\"used\":true}]",
	    "school: A C D; care: A" },
	{ "\"framework_choices\":[{\"name\":\"school\",\"used\":false}]", "" },
	{ "\"framework_choices\":[{\"name\":\"school\",\"used\":false},"
	  "{\"name\":\"school\",\"used\":true}]",
	    "school: A C D" },
	{ "\"framework_choices\":[{\"name\":\"school\",\"used\":true,"
	  "\"unverified\":true}]",
	    "school: A B C D" },
	{ "\"framework_choices\":[{\"name\":\"gone\",\"used\":true}]",
	    "school: A C D; gone:" },
	{ "\"framework_controls\":[{\"framework\":\"school\",\"control\":\"E\","
	  "\"title_nl\":\"e\",\"required\":[\"M-PAT-01\"]}]",
	    "school: A C D E+" },
	/* What the organisation looked up goes before what was not. */
	{ "\"framework_controls\":[{\"framework\":\"school\",\"control\":\"B\","
	  "\"title_nl\":\"e\",\"required\":[\"M-PAT-01\"]}]",
	    "school: A B+ C D" },
	{ "\"framework_controls\":[{\"framework\":\"school\",\"control\":\"E\","
	  "\"title_nl\":\"e\"},{\"framework\":\"school\",\"control\":\"E\","
	  "\"removed\":true}]",
	    "school: A C D" },
	{ "\"framework_choices\":[{\"name\":\"own\",\"used\":true}],"
	  "\"framework_controls\":[{\"framework\":\"own\",\"control\":\"1\","
	  "\"title_nl\":\"e\"}]",
	    "school: A C D; own: 1+" },
	{ "\"applicability\":[{\"framework\":\"school\",\"control\":\"A\","
	  "\"applicable\":false},{\"framework\":\"care\",\"control\":\"A\","
	  "\"applicable\":false}]",
	    "school: A! C D" },
	{ "\"applicability\":[{\"framework\":\"school\",\"control\":\"A\","
	  "\"applicable\":false},{\"framework\":\"school\",\"control\":\"A\","
	  "\"applicable\":true}]",
	    "school: A C D" },
};

static struct json *
evidence_of(const char *sections)
{
	struct json *v = NULL;
	struct buf text = { 0 };

	buf_printf(&text, "{" QUARTER ",%s}", sections);
	assert_int_equal(ERR_OK, json_parse("e", buf_str(&text), text.len, &v));
	buf_free(&text);
	return v;
}

static void
tell(const struct chosen_list *l, struct buf *out)
{
	for (size_t i = 0; i < l->count; i++) {
		buf_printf(
		    out, "%s%s:", i > 0 ? "; " : "", l->list[i].framework.name);
		for (size_t k = 0; k < l->list[i].ncontrols; k++) {
			const struct chosen_control *c =
			    &l->list[i].controls[k];

			buf_printf(out, " %s%s%s", c->control.id,
			    c->statement != NULL ? "!" : "", c->own ? "+" : "");
		}
	}
}

static void
an_organisation_has_what_it_chose(void **state)
{
	struct framework *list = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(ERR_OK,
	    framework_parse("c", catalogue, strlen(catalogue), &list, &n));
	for (size_t i = 0; i < ROWS(chosen); i++) {
		struct json *v = evidence_of(chosen[i].sections);
		struct chosen_list l;
		struct buf told = { 0 };
		struct facts f;

		assert_int_equal(ERR_OK, facts_read(v, &f));
		chosen_read(&f, list, n, &l);
		tell(&l, &told);
		assert_string_equal(chosen[i].matrix, buf_str(&told));
		chosen_free(&l);
		buf_free(&told);
		facts_free(&f);
		json_free(v);
	}
	framework_free(list, n);
}

static struct json *
values_of(const char *sections, struct framework *list, size_t n)
{
	struct values_input in = { .frameworks = list, .nframeworks = n };
	struct json *evidence = evidence_of(sections), *v;
	struct facts f;

	assert_int_equal(ERR_OK, facts_read(evidence, &f));
	in.facts = &f;
	v = values_build(&in);
	facts_free(&f);
	json_free(evidence);
	return v;
}

/* "A required M-PAT-04 empty nothing": a line for each row of the matrix. */
static void
tell_matrix(const struct json *v, struct buf *out)
{
	const struct json *rows =
	    json_get(json_at(json_get(v, "frameworks"), 0), "controls");

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *r = json_at(rows, i);

		buf_printf(out, "%s %s %s %s %s %s\n",
		    json_get_text(r, "control"), json_get_text(r, "role"),
		    json_get_text(r, "measurement"),
		    json_get_text(r, "outcome"), json_get_text(r, "provenance"),
		    json_get_text(r, "missing"));
	}
}

static void
each_control_stands_in_the_matrix_with_what_it_lacks(void **state)
{
	struct framework *list = NULL;
	struct buf told = { 0 };
	struct json *v;
	size_t n = 0;

	(void)state;
	assert_int_equal(ERR_OK,
	    framework_parse("c", catalogue, strlen(catalogue), &list, &n));
	v = values_of("\"applicability\":[{\"framework\":\"school\","
		      "\"control\":\"C\",\"applicable\":false,\"reason\":\"r\","
		      "\"decided_by\":\"board\",\"decided\":\"2026-01-02\"}]",
	    list, n);
	tell_matrix(v, &told);
	assert_string_equal("A required M-PAT-04 empty measured nothing\n"
			    " required M-CLK-01 empty measured nothing\n"
			    " supporting M-PAT-02 supporting annex nothing\n"
			    "C required  not_applicable declared nothing\n"
			    "D supporting M-EVD-01 supporting annex nothing\n",
	    buf_str(&told));
	assert_string_equal("board",
	    json_get_text(
		json_at(json_get(v, "not_applicable"), 0), "decided_by"));
	json_free(v);
	buf_clear(&told);
	v = values_of("\"x\":[]", list, n);
	tell_matrix(v, &told);
	assert_non_null(strstr(buf_str(&told),
	    "C required  not_assessed not_assessed attestation\n"));
	json_free(v);
	buf_free(&told);
	framework_free(list, n);
}

/* Whatever is chosen and declared away: a figure is about devices. */
static void
no_choice_moves_a_measurement(void **state)
{
	struct framework *list = NULL;
	char *first = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(ERR_OK,
	    framework_parse("c", catalogue, strlen(catalogue), &list, &n));
	for (size_t i = 0; i < ROWS(chosen); i++) {
		struct json *v = values_of(chosen[i].sections, list, n);
		char *line = json_line(json_get(v, "measurements"));

		if (first == NULL)
			first = line;
		else
			assert_string_equal(first, line);
		if (first != line)
			free(line);
		json_free(v);
	}
	free(first);
	framework_free(list, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_organisation_has_what_it_chose),
		cmocka_unit_test(
		    each_control_stands_in_the_matrix_with_what_it_lacks),
		cmocka_unit_test(no_choice_moves_a_measurement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
