/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/bundle/manifest.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

#define HEAD "{\"format\":\"patchwacht-bundle-1\",\"files\":["
#define HASH                                                           \
	"\"sha256\":"                                                  \
	"\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789" \
	"abcdef\",\"bytes\":3"

static void
mute(const char *line)
{
	(void)line;
}

static int
parse(const char *text, struct manifest *out)
{
	return manifest_parse("m", text, strlen(text), out);
}

static void
files_are_taken_with_their_hashes(void **state)
{
	struct manifest m = { 0 };

	(void)state;
	assert_int_equal(ERR_OK,
	    parse(HEAD "{\"name\":\"a.csv\"," HASH "},{\"name\":\"b\"," HASH
		       "}]}",
		&m));
	assert_int_equal(2, m.nfiles);
	assert_string_equal("a.csv", m.files[0].name);
	assert_int_equal(0x23, m.files[0].sha256[1]);
	assert_int_equal(3, m.files[0].bytes);
	manifest_free(&m);
}

static void
what_is_no_manifest_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"[]",
		"{\"format\":\"patchwacht-bundle-2\",\"files\":[]}",
		HEAD "]}",
		HEAD "{\"name\":\"a\"}]}",
		HEAD "{\"name\":\"../a\"," HASH "}]}",
		HEAD "{\"name\":\"/etc/passwd\"," HASH "}]}",
		HEAD "{\"name\":\".\"," HASH "}]}",
		HEAD "{\"name\":\"\"," HASH "}]}",
		HEAD "{\"name\":\"a\"," HASH "},{\"name\":\"a\"," HASH "}]}",
		HEAD "{\"name\":\"a\",\"sha256\":\"12\",\"bytes\":3}]}",
	};
	struct manifest m = { 0 };

	(void)state;
	log_divert(mute);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(ERR_PARSE, parse(texts[i], &m));
	log_divert(NULL);
	manifest_free(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_taken_with_their_hashes),
		cmocka_unit_test(what_is_no_manifest_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
