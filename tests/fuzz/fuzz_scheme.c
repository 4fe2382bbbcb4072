/* SPDX-License-Identifier: Apache-2.0 */

/* Any text as schemes; one that loads then orders a few versions. */

#include <stdint.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/scheme.h"
#include "lib/model/version.h"
#include "lib/profile/scheme_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char *const versions[] = { "", "1.2", "1.10a", "15.2(7)E3",
	"1:2.0-1~rc1", "v7.2.10,build1706", "20.4R3-S10" };

enum { VERSIONS = sizeof(versions) / sizeof(versions[0]) };

static void
quiet(const char *line)
{
	(void)line;
}

static enum version_order
reverse(enum version_order o)
{
	return o == VERSION_APART ? o : (enum version_order)(-(int)o);
}

/* Whatever the scheme: a against b is the other way round for b against a. */
static void
order_all(const struct scheme *s)
{
	for (size_t i = 0; i < VERSIONS; i++) {
		for (size_t j = 0; j < VERSIONS; j++) {
			const char *a = versions[i], *b = versions[j];

			if (version_compare(s, a, b, NULL) !=
			    reverse(version_compare(s, b, a, NULL)))
				abort();
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct scheme_set set = { 0 };

	log_divert(quiet);
	if (scheme_file_parse("t", (const char *)data, len, &set) == ERR_OK) {
		for (size_t i = 0; i < set.n; i++)
			order_all(set.scheme[i]);
	}
	scheme_set_free(&set);
	return 0;
}
