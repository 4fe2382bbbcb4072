/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/framework/framework.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

static char told[4096];

static void
keep(const char *line)
{
	strncat(told, line, sizeof(told) - strlen(told) - 1);
}

static const struct {
	const char *text, *told;
} faults[] = {
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"sure\"\n }\n}\n",
	    "verified: \"sure\" is none of V1, V2, P, own, unverified" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  required={\"PAT-1\"}\n }\n}\n",
	    "'PAT-1' is not an id of a measurement" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n }\n}\n",
	    "control 'C' has no measurements, and no reason for that" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  reason=\"lazy\"\n }\n}\n",
	    " is none of attestation, not_visible" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  required={\"M-PAT-99\"}\n }\n}\n",
	    "'M-PAT-99' is not an id of a measurement" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  required={\"M-PAT-01\"}\n  supporting_only=true\n }\n}\n",
	    "control 'C' bears no outcome, and requires measurements" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  required={\"M-PAT-01\"}\n  "
	  "supporting={\"M-PAT-02\",\"M-PAT-01\"}\n"
	  " }\n}\n",
	    ":10: control 'C' has M-PAT-01 more than once" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  supporting={\"M-PAT-02\",\"M-PAT-02\"}\n }\n}\n",
	    ":10: control 'C' has M-PAT-02 more than once" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n control \"C\" {\n"
	  "  title_nl=\"a\"\n title_en=\"a\"\n verified=\"V1\"\n"
	  "  required={\"M-PAT-01\"}\n  gap_nl=\"g\"\n }\n}\n",
	    "gap_nl is given, and gap_en is not" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"\"\n}\n",
	    ":5: source is empty" },
	{ "framework \"x\" {\n title_nl=\"a\"\n title_en=\"a\"\n"
	  " edition=\"1\"\n source=\"s\"\n note_en=\"n\"\n}\n",
	    "note_en is given, and note_nl is not" },
	{ "# nothing\n", "no framework in it" },
	{ "framework \"x\" {\n title_nl=\"a\"\n}\n", ":" },
	{ "frame \"x\" { }\n", "frame" },
};

static void
faults_are_named_by_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		char path[SCRATCH_MAX];
		int fd = mkstemp(scratch_name(path, "framework"));
		struct framework *list = NULL;
		size_t n = 0;

		assert_true(fd >= 0);
		assert_int_equal((ssize_t)strlen(faults[i].text),
		    write(fd, faults[i].text, strlen(faults[i].text)));
		close(fd);
		told[0] = '\0';
		log_divert(keep);
		assert_int_equal(ERR_PARSE, framework_load(path, &list, &n));
		log_divert(NULL);
		unlink(path);
		assert_non_null(strstr(told, faults[i].told));
		assert_non_null(strstr(told, path));
	}
}

static const struct {
	const char *verified, *titled;
	bool shown;
} tags[] = {
	{ "V1", NULL, true },
	{ "V2", "own", true },
	{ "V1", "unverified", false },
	{ "unverified", "own", false },
	{ "P", NULL, true },
};

static void
what_is_not_established_is_hidden(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(tags); i++) {
		struct framework *list = NULL;
		char text[512];
		size_t n = 0;
		int len = snprintf(text, sizeof(text),
		    "framework x { title_nl=a title_en=a edition=1 source=s\n"
		    " control C { title_nl=a title_en=a reason=attestation\n"
		    "  verified=%s %s%s } }",
		    tags[i].verified, tags[i].titled != NULL ? "titled=" : "",
		    tags[i].titled != NULL ? tags[i].titled : "");

		assert_int_equal(ERR_OK,
		    framework_parse("tags", text, (size_t)len, &list, &n));
		assert_int_equal(
		    tags[i].shown, control_is_shown(&list[0].controls[0]));
		framework_free(list, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_are_named_by_line),
		cmocka_unit_test(what_is_not_established_is_hidden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
