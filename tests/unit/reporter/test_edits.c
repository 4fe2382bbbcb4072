/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/edits.h"

#include <string.h>

#include "tests/unit/reporter/measured.h"

#define DID(seq, action, object) \
	"{\"seq\":" #seq ",\"action\":\"" action "\",\"object\":\"" object "\"}"

/* Of three patches, whose names begin alike, and of what is none. */
static const char trail[] = "{" QUARTER ",\"changes\":[" DID(
    1, "patch.edit", "patch/P-2") "," DID(2, "patch.edit", "patch/P") "," DID(3,
    "patch.add", "patch/P-2") "," DID(4, "patch.edit", "patch/P-10") "," DID(5,
    "patch.edit", "device/P-2") "," DID(6, "patch.edit", "patch/P-2") "," DID(7,
    "patch.edit", "patch/P-2") "]}";

static const struct {
	const char *reference, *seqs;
} found[] = {
	{ "P", "2" },
	{ "P-2", "1 3+ 6 7" },
	{ "P-10", "4" },
	{ "P-1", "" },
	{ "", "" },
	{ "Q", "" },
};

static void
edits_of_a_patch_are_in_the_order_of_the_trail(void **state)
{
	struct json *v = NULL;
	struct edits e;
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("trail", trail, strlen(trail), &v));
	assert_int_equal(ERR_OK, facts_read(v, &f));
	edits_read(&f, &e);
	assert_int_equal(6, e.n);
	for (size_t i = 0; i < ROWS(found); i++) {
		size_t n;
		const struct edit *of = edits_of(&e, found[i].reference, &n);
		struct buf seqs = { 0 };

		for (size_t k = 0; k < n; k++)
			buf_printf(&seqs, "%s%lld%s", k > 0 ? " " : "",
			    (long long)json_get_int(of[k].change, "seq", 0),
			    edits_is_edit(&of[k]) ? "" : "+");
		assert_string_equal(found[i].seqs, buf_str(&seqs));
		buf_free(&seqs);
	}
	edits_free(&e);
	facts_free(&f);
	json_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    edits_of_a_patch_are_in_the_order_of_the_trail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
