/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/framework/catalogue.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/framework/measurement.h"
#include "reporter/assess/measure.h"

static struct catalogue shipped;

static int
load(void **state)
{
	const char *top = getenv("srcdir");
	char folder[4096];

	(void)state;
	snprintf(folder, sizeof(folder), "%s/templates/frameworks",
	    top != NULL ? top : ".");
	return catalogue_load(folder, &shipped);
}

static int
drop(void **state)
{
	(void)state;
	catalogue_free(&shipped);
	return 0;
}

static const struct {
	const char *name;
	size_t controls, hidden;
	const char *school, *care; /* "x": has it without choosing */
} expected[] = {
	{ "bio2", 21, 1, "", "" },
	{ "cbw", 8, 0, "", "" },
	{ "ibp", 49, 5, "x", "" },
	{ "iso27001", 42, 0, "x", "x" },
	{ "nen7510-2017", 33, 3, "", "" },
	{ "nen7510-2024", 36, 0, "", "x" },
};

static void
shipped_catalogues_hold(void **state)
{
	(void)state;
	assert_int_equal(ROWS(expected), shipped.count);
	for (size_t i = 0; i < shipped.count; i++) {
		const struct framework *f = &shipped.list[i];
		size_t hidden = 0;

		for (size_t k = 0; k < f->ncontrols; k++)
			hidden += !control_is_shown(&f->controls[k]);
		assert_string_equal(expected[i].name, f->name);
		assert_int_equal(expected[i].controls, f->ncontrols);
		assert_int_equal(expected[i].hidden, hidden);
		assert_int_equal(*expected[i].school == 'x',
		    framework_is_default(f, "school"));
		assert_int_equal(
		    *expected[i].care == 'x', framework_is_default(f, "care"));
	}
}

static const struct {
	const char *framework, *control;
} own[] = {
	{ "ibp", "SM.13" },
	{ "ibp", "GO.02" },
	{ "iso27001", "A.5.28" },
	{ "iso27001", "A.5.33" },
};

/* The program would judge itself. */
static void
what_we_would_certify_ourselves_only_supports(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(own); i++) {
		const struct framework *f =
		    catalogue_find(&shipped, own[i].framework);
		const struct control *c;

		assert_non_null(f);
		c = framework_control(f, own[i].control);
		assert_non_null(c);
		assert_true(c->supporting_only);
		assert_null(*c->required);
	}
}

/* A number that a customer would take for the norm's. */
static void
no_id_of_the_change_domain_is_made_up(void **state)
{
	const struct framework *f = catalogue_find(&shipped, "ibp");

	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < f->ncontrols; i++)
		assert_int_not_equal(0, strncmp(f->controls[i].id, "CH.", 3));
	assert_true(framework_control(f, "domein 7")->domain);
}

static void
each_measurement_we_take_has_an_id_that_is_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < measure_count(); i++)
		assert_true(measurement_is_known(measure_id(i)));
	for (size_t i = 0; i < measurement_count(); i++)
		assert_true(measure_find(measurement_id(i)) >= 0);
	assert_false(measurement_is_known("M-PAT-99"));
	assert_false(measurement_is_known("M-PAT-0"));
}

/* No report says so of anybody, in any language. */
static void
no_catalogue_speaks_of_compliance(void **state)
{
	static const char *const never[] = { "compliant", "gecertificeerd",
		"voldoet", "volwassenheid", "maturity" };

	(void)state;
	for (size_t i = 0; i < shipped.count; i++) {
		const struct framework *f = &shipped.list[i];

		for (size_t k = 0; k < f->ncontrols; k++) {
			const char *texts[] = { f->controls[k].title_nl,
				f->controls[k].title_en, f->controls[k].gap_nl,
				f->controls[k].gap_en };

			for (size_t t = 0; t < ROWS(texts); t++)
				for (size_t n = 0; n < ROWS(never); n++)
					assert_true(texts[t] == NULL ||
					    strstr(texts[t], never[n]) == NULL);
		}
	}
}

static void
a_folder_without_any_is_told(void **state)
{
	struct catalogue none = { 0 };

	(void)state;
	assert_int_equal(
	    ERR_NOTFOUND, catalogue_load("/nowhere/at/all", &none));
	assert_int_equal(0, none.count);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_catalogues_hold),
		cmocka_unit_test(what_we_would_certify_ourselves_only_supports),
		cmocka_unit_test(no_id_of_the_change_domain_is_made_up),
		cmocka_unit_test(
		    each_measurement_we_take_has_an_id_that_is_known),
		cmocka_unit_test(no_catalogue_speaks_of_compliance),
		cmocka_unit_test(a_folder_without_any_is_told),
	};
	return cmocka_run_group_tests(tests, load, drop);
}
