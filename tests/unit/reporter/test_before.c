/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/before.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "reporter/assess/edits.h"
#include "tests/unit/reporter/measured.h"

#define EDIT(object, detail)                                             \
	"{\"seq\":1,\"at\":\"2026-09-10T00:00:00Z\",\"action\":"         \
	"\"patch.edit\",\"object\":\"" object "\",\"detail\":\"{" detail \
	"}\"}"
#define WAS(field, before, after)                                 \
	"\\\"old\\\":{\\\"" field "\\\":" before "},\\\"new\\\":" \
	"{\\\"" field "\\\":" after "}"

static const struct {
	const char *story, *changes;
	bool any;
	enum priority priority;
	bool known_exploited;
	int64_t released, by_hand;
} edits[] = {
	{ "nobody edited it", "", false, PRIORITY_HIGH, true, CLOCK_NONE,
	    CLOCK_NONE },
	{ "what moves no term", EDIT("patch/P", WAS("owner", "null", "1")),
	    false, PRIORITY_HIGH, true, CLOCK_NONE, CLOCK_NONE },
	{ "another patch", EDIT("patch/PP", WAS("priority", "1", "2")), false,
	    PRIORITY_HIGH, true, CLOCK_NONE, CLOCK_NONE },
	{ "the first of two edits says what it was",
	    EDIT("patch/P",
		WAS("priority", "\\\"low\\\"",
		    "\\\"medium\\\"")) "," EDIT("patch/P",
		WAS("priority", "\\\"medium\\\"", "\\\"high\\\"")),
	    true, PRIORITY_LOW, true, CLOCK_NONE, CLOCK_NONE },
	{ "marked as used since",
	    EDIT("patch/P", WAS("known_exploited", "false", "true")), true,
	    PRIORITY_HIGH, false, CLOCK_NONE, CLOCK_NONE },
	{ "it had a release, and a deadline by hand",
	    EDIT("patch/P",
		WAS("released", "\\\"2026-09-01T00:00:00Z\\\"",
		    "null")) "," EDIT("patch/P",
		WAS("deadline", "\\\"2026-09-02T00:00:00Z\\\"", "null")),
	    true, PRIORITY_HIGH, true, 1788220800 * CLOCK_SECOND,
	    1788307200 * CLOCK_SECOND },
	{ "a detail that cannot be read", EDIT("patch/P", "\\\"old\\\""), false,
	    PRIORITY_HIGH, true, CLOCK_NONE, CLOCK_NONE },
};

/* That a detail cannot be read is said, and no fault of the test. */
static void
drop(const char *line)
{
	(void)line;
}

static void
check(size_t i, const struct facts *f)
{
	const struct json *patch = json_at(json_get(f->evidence, "patches"), 0);
	struct edits trail;
	struct before b;

	edits_read(f, &trail);
	if (before_edits(&trail, patch, &b) != edits[i].any ||
	    b.terms.priority != edits[i].priority ||
	    b.terms.known_exploited != edits[i].known_exploited ||
	    b.terms.released != edits[i].released ||
	    b.terms.by_hand != edits[i].by_hand || b.patch_id != 5)
		fail_msg("%s: priority %d, released %lld, by hand %lld",
		    edits[i].story, (int)b.terms.priority,
		    (long long)b.terms.released, (long long)b.terms.by_hand);
	edits_free(&trail);
}

static void
a_patch_is_what_it_was_before_the_first_edit(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(edits); i++) {
		struct buf text = { 0 };
		struct json *v = NULL;
		struct facts f;

		buf_printf(&text,
		    "{%s,\"patches\":[{\"patch_id\":5,\"reference\":\"P\","
		    "\"priority\":\"high\",\"known_exploited\":true,"
		    "\"registered\":\"2026-09-01T00:00:00Z\"}],"
		    "\"changes\":[%s]}",
		    QUARTER, edits[i].changes);
		assert_int_equal(ERR_OK,
		    json_parse(edits[i].story, buf_str(&text), text.len, &v));
		assert_int_equal(ERR_OK, facts_read(v, &f));
		log_divert(drop);
		check(i, &f);
		log_divert(NULL);
		facts_free(&f);
		json_free(v);
		buf_free(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_patch_is_what_it_was_before_the_first_edit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
