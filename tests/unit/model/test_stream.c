/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stream.h"

#include <string.h>

#include "tests/unit/test.h"

static void
instances_have_names(void **state)
{
	char name[STREAM_NAME_MAX];

	(void)state;
	stream_name("poll", 1, name);
	assert_string_equal("poll", name);
	stream_name("poll", 12, name);
	assert_string_equal("poll-12", name);
}

static void
names_are_told_from_others(void **state)
{
	static const char *const ours[] = { "poll", "poll-2", "poll-10",
		"listen", "trap" };
	static const char *const not_ours[] = { "", ".", "..", "poll-",
		"poll-1", "poll-02", "poll-0", "poll--2", "poll-2x", "poll-100",
		"poll2", "poll.old", "poll-2.old", "spoll", "lost+found" };

	(void)state;
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		assert_true(stream_is_of(ours[i], NULL));
	for (size_t i = 0; i < sizeof(not_ours) / sizeof(not_ours[0]); i++)
		assert_false(stream_is_of(not_ours[i], NULL));
	assert_true(stream_is_of("poll-2", "poll"));
	assert_false(stream_is_of("listen", "poll"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instances_have_names),
		cmocka_unit_test(names_are_told_from_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
