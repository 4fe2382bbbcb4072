/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/wanted.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/oid.h"
#include "tests/unit/test.h"

/* Objects as people write them; one that ends in ".*" is a column. */
static const struct {
	const char *added[6], *kept[6];
} lists[] = {
	{ { NULL }, { NULL } },
	{ { "1.3.6.2", "1.3.6.1" }, { "1.3.6.1", "1.3.6.2" } },
	{ { "1.3.6.1", "1.3.6.1", "1.3.6.1" }, { "1.3.6.1" } },
	/* Numbers are compared, not digits. */
	{ { "1.3.6.10", "1.3.6.9" }, { "1.3.6.9", "1.3.6.10" } },
	/* A walk has what is below it, however it was added, */
	{ { "1.3.6.1.5", "1.3.6.1.*", "1.3.6.1.7.8" }, { "1.3.6.1.*" } },
	{ { "1.3.6.1.2.*", "1.3.6.1.*", "1.3.6.1.2" }, { "1.3.6.1.*" } },
	/* but a get has not, */
	{ { "1.3.6.1", "1.3.6.1.5" }, { "1.3.6.1", "1.3.6.1.5" } },
	/* and of the same name the walk is kept. */
	{ { "1.3.6.1", "1.3.6.1.*" }, { "1.3.6.1.*" } },
	/* What only begins with the same digits is not below it. */
	{ { "1.3.6.1.*", "1.3.6.10" }, { "1.3.6.1.*", "1.3.6.10" } },
};

static struct buf names[16];
static size_t n_names;

static struct profile_oid
object(const char *text)
{
	struct buf plain = { 0 }, *name = &names[n_names++];
	size_t len = strlen(text);
	bool column = len > 2 && strcmp(text + len - 2, ".*") == 0;

	buf_add(&plain, text, column ? len - 2 : len);
	assert_int_equal(ERR_OK, oid_parse(buf_str(&plain), name));
	buf_free(&plain);
	return (struct profile_oid){ { name->data, name->len }, column };
}

static void
each_object_is_asked_for_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(lists); i++) {
		struct wanted w = { 0 };
		size_t n = 0;

		n_names = 0;
		for (; n < 6 && lists[i].added[n] != NULL; n++) {
			w.oid = mem_grow(w.oid, w.n + 1, sizeof(*w.oid));
			w.oid[w.n++] = object(lists[i].added[n]);
		}
		wanted_sort(&w);
		for (n = 0; n < 6 && lists[i].kept[n] != NULL; n++) {
			struct profile_oid o = object(lists[i].kept[n]);

			if (n >= w.n || !oid_eq(o.oid, w.oid[n].oid) ||
			    o.column != w.oid[n].column)
				fail_msg("row %zu: no %s", i, lists[i].kept[n]);
		}
		assert_int_equal(n, w.n);
		wanted_free(&w);
		assert_int_equal(0, w.n);
		while (n_names > 0)
			buf_free(&names[--n_names]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_object_is_asked_for_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
