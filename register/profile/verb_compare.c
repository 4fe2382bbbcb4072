/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/scheme.h"
#include "lib/model/version.h"
#include "lib/profile/set.h"
#include "register/command.h"
#include "register/profile/profiles.h"
#include "register/verbs.h"

static void
print_order(const struct scheme *s, const char *a, const char *b, bool why)
{
	struct buf reason = { 0 };
	enum version_order o = version_compare(s, a, b, &reason);

	printf("%c\n", version_sign(o));
	if (why)
		printf("%s\n", buf_str(&reason));
	buf_free(&reason);
}

int
verb_compare(int argc, char **argv)
{
	bool why = false;
	const struct flag flags[] = {
		{ "why", FLAG_YES, &why, NULL, "say the reason as well" },
		{ 0 },
	};
	const struct synopsis synopsis = { "compare", "SCHEME A B", 3, 3, flags,
		"Prints <, =, > or ? (not comparable) for A against B.\n" };
	struct profile_set *set = NULL;
	struct words rest = { 0 };
	struct buf unknown = { 0 };
	const struct scheme *s;
	int rc, code = EXIT_SUCCESS;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc < 0)
		return flag_exit(rc);
	if (profiles_open(&set) < 0) {
		words_free(&rest);
		return EXIT_FAILURE;
	}
	s = profiles_scheme(set, rest.word[0], &unknown);
	if (s == NULL) {
		complain("%s", buf_str(&unknown));
		code = EXIT_USAGE;
	} else {
		print_order(s, rest.word[1], rest.word[2], why);
	}
	buf_free(&unknown);
	profile_set_free(set);
	words_free(&rest);
	return code;
}
