/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/redact_find.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/mem.h"

#include "tests/unit/test.h"

/* hash: 0 for none. */
static void
add(struct redact_list *list, const char *journal, uint64_t seq, uint8_t hash,
    bool is_kept, const char *device)
{
	struct redact_item *item;

	list->items =
	    mem_grow(list->items, list->count + 1, sizeof(*list->items));
	item = &list->items[list->count++];
	*item = (struct redact_item){ .entry = { .seq = seq },
		.is_kept = is_kept,
		.is_stored = !is_kept };
	snprintf(item->journal, sizeof(item->journal), "%s", journal);
	memset(item->entry.hash, hash, sizeof(item->entry.hash));
	if (device != NULL)
		item->device = mem_dup_str(device);
}

static void
one_of_the_journal_and_of_the_database_is_one(void **state)
{
	struct redact_list list = { 0 };

	(void)state;
	add(&list, "b", 7, 0, false, "sw1");
	add(&list, "a", 7, 0, false, NULL);
	add(&list, "b", 7, 5, true, NULL);
	redact_list_sort(&list);
	redact_list_merge(&list);
	assert_int_equal(2, list.count);
	assert_string_equal("a", list.items[0].journal);
	assert_int_equal(5, list.items[1].entry.hash[0]);
	assert_true(list.items[1].is_kept);
	assert_true(list.items[1].is_stored);
	assert_string_equal("sw1", list.items[1].device);
	redact_list_free(&list);
}

/* Once of a row of an older database, whose record was blank by then. */
static void
one_that_was_declared_twice_keeps_its_hash(void **state)
{
	for (int first = 0; first < 2; first++) {
		struct redact_list list = { 0 };

		(void)state;
		add(&list, "a", 7, first == 0 ? 0 : 5, false, NULL);
		add(&list, "a", 7, first == 0 ? 5 : 0, false, NULL);
		add(&list, "a", 8, 0, false, NULL);
		redact_list_merge(&list);
		assert_int_equal(2, list.count);
		assert_int_equal(5, list.items[0].entry.hash[31]);
		assert_int_equal(0, list.items[1].entry.hash[31]);
		redact_list_free(&list);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_of_the_journal_and_of_the_database_is_one),
		cmocka_unit_test(one_that_was_declared_twice_keeps_its_hash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
