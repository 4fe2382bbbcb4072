/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json_node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"

#include "tests/unit/test.h"

static void
what_is_said_again_is_kept_once(void **state)
{
	struct json *a = json_new_object(), *b = json_new_object();

	(void)state;
	json_put_text(a, "site", "School 2");
	json_put_int(a, "id", 4711);
	json_put_text(b, "site", "School 2");
	json_put_int(b, "id", 4711);
	assert_ptr_equal(json_get(a, "site"), json_get(b, "site"));
	assert_ptr_equal(json_get(a, "id"), json_get(b, "id"));
	assert_ptr_equal(json_key_at(a, 0, NULL), json_key_at(b, 0, NULL));

	/* The other one still has it. */
	json_free(a);
	assert_string_equal("School 2", json_get_text(b, "site"));
	assert_int_equal(4711, json_get_int(b, "id", 0));
	json_free(b);
}

/* More texts and numbers than are kept at hand, all of them told apart. */
static void
what_differs_stays_apart(void **state)
{
	enum { MANY = 50000 };
	struct json *a = json_new_array();
	char text[32];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "text %d", i);
		json_add_text(a, text);
		json_add_int(a, i);
		json_add_text(a, "");
	}
	for (int i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "text %d", i);
		assert_string_equal(
		    text, json_text_of(json_at(a, 3 * (size_t)i)));
		assert_int_equal(
		    i, json_int_of(json_at(a, 3 * (size_t)i + 1), -1));
		assert_string_equal(
		    "", json_text_of(json_at(a, 3 * (size_t)i + 2)));
	}
	json_free(a);
}

static void
a_beginning_is_not_the_whole(void **state)
{
	struct json *a = node_text("statement", 9), *b = node_text("state", 5);
	struct json *c = node_text("statement", 5);

	(void)state;
	assert_string_equal("statement", json_text_of(a));
	assert_string_equal("state", json_text_of(b));
	assert_ptr_equal(b, c);
	node_drop(a);
	node_drop(b);
	node_drop(c);
}

static void
of_many_members_each_is_found_and_keeps_its_place(void **state)
{
	enum { MANY = 3000 };
	struct json *o = json_new_object();
	char key[32];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		json_put_int(o, key, i);
	}
	json_put_text(o, "k7", "another");
	assert_int_equal(MANY, json_len(o));
	for (int i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		assert_string_equal(key, json_key_at(o, (size_t)i, NULL));
		if (i == 7)
			assert_string_equal("another", json_get_text(o, key));
		else
			assert_int_equal(i, json_get_int(o, key, -1));
	}
	assert_null(json_get(o, "k3000"));
	assert_null(json_key_at(o, MANY, NULL));
	json_free(o);
}

static void
a_key_put_again_keeps_its_place(void **state)
{
	struct json *o = json_new_object();
	char *text;

	(void)state;
	json_put_int(o, "a", 1);
	json_put_int(o, "b", 2);
	json_put(o, "a", json_new_array());
	text = json_line(o);
	assert_string_equal("{\"a\": [], \"b\": 2}", text);
	free(text);
	json_free(o);
}

static void
what_is_shared_outlives_who_shared_it(void **state)
{
	struct json *o = json_new_object(), *list = json_new_array(), *kept;

	(void)state;
	json_add_text(list, "x");
	json_put(o, "list", list);
	kept = json_share(json_get(o, "list"));
	json_free(o);
	assert_string_equal("x", json_text_of(json_at(kept, 0)));
	json_free(kept);
	kept = json_share(NULL);
	assert_true(json_is_null(kept));
	json_free(kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_again_is_kept_once),
		cmocka_unit_test(what_differs_stays_apart),
		cmocka_unit_test(a_beginning_is_not_the_whole),
		cmocka_unit_test(
		    of_many_members_each_is_found_and_keeps_its_place),
		cmocka_unit_test(a_key_put_again_keeps_its_place),
		cmocka_unit_test(what_is_shared_outlives_who_shared_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
