/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/people_shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/shape.h"
#include "lib/profile/people.h"
#include "tests/unit/source.h"
#include "tests/unit/test.h"

/* The rules as they are shipped. */
static struct people *people;

static int
load(void **state)
{
	char path[SOURCE_MAX];

	(void)state;
	return people_load(source_path(path, "mibs/people.rules"), &people);
}

static int
unload(void **state)
{
	(void)state;
	people_free(people);
	return 0;
}

#define BY "%SYS-5-CONFIG_I: Configured from console by "

static void
lines_that_differ_in_who_are_of_one_shape(void **state)
{
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	people_shape(people, BY "jan on vty0", &a);
	people_shape(people, BY "mieke.de-vries on vty0", &b);
	assert_string_equal(buf_str(&a), buf_str(&b));
	assert_null(strstr(buf_str(&a), "jan"));
	buf_free(&a);
	buf_free(&b);
}

static void
one_that_names_nobody_has_the_shape_of_its_words(void **state)
{
	static const char line[] = "fan 3 of tray 1 failed";
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	people_shape(people, line, &a);
	shape_add(line, strlen(line), &b);
	assert_string_equal(buf_str(&b), buf_str(&a));
	buf_free(&a);
	buf_free(&b);
}

/* More people than can be looked after: nothing of the line is kept. */
static void
what_may_hold_a_name_more_is_withheld(void **state)
{
	struct buf text = { 0 }, shape = { 0 };

	(void)state;
	for (int i = 0; i <= PEOPLE_MAX; i++)
		buf_printf(
		    &text, "user=\"person%c%c\" ", 'a' + i / 26, 'a' + i % 26);
	people_shape(people, buf_str(&text), &shape);
	assert_null(strstr(buf_str(&shape), "person"));
	assert_non_null(strstr(buf_str(&shape), "masked"));
	buf_free(&text);
	buf_free(&shape);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_that_differ_in_who_are_of_one_shape),
		cmocka_unit_test(
		    one_that_names_nobody_has_the_shape_of_its_words),
		cmocka_unit_test(what_may_hold_a_name_more_is_withheld),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
