/* SPDX-License-Identifier: Apache-2.0 */

/* Two lines as versions, by each algorithm: an order, whatever they hold. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/model/evr.h"
#include "lib/profile/packages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check(enum version_order (*compare)(const char *, const char *), const char *a,
    const char *b)
{
	enum version_order ab = compare(a, b), ba = compare(b, a);

	if (ab == VERSION_APART ? ba != ab : (int)ab != -(int)ba)
		abort();
	if (compare(a, a) != VERSION_EQUAL && compare(a, a) != VERSION_APART)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *a = mem_dup_text((const char *)data, len);
	char *b = strchr(a, '\n'), *name, *version;
	enum package_form form;

	if (b != NULL)
		*b++ = '\0';
	else
		b = a;
	check(evr_compare_dpkg, a, b);
	check(evr_compare_rpm, a, b);
	check(evr_compare_semver, a, b);
	if (package_split(a, &name, &version, &form)) {
		free(name);
		free(version);
	}
	free(a);
	return 0;
}
