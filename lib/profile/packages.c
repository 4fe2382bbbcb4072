/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/packages.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/model/evr.h"

/* uname -m, and what Debian and RPM call the same; RPM appends it. */
static const char *const machines[] = { "x86_64", "i386", "i486", "i586",
	"i686", "noarch", "aarch64", "armv7hl", "armv6hl", "ppc64le", "ppc64",
	"s390x", "riscv64", "src" };

static bool
is_machine(const char *text)
{
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		if (strcmp(machines[i], text) == 0)
			return true;
	}
	return false;
}

static bool
give(char *name_end, const char *text, char *version, char **name, char **out)
{
	*name = mem_dup_text(text, (size_t)(name_end - text));
	*out = mem_dup_str(version);
	return true;
}

/* Neither a name nor a version of Debian holds an underscore. */
static bool
split_dpkg(char *text, char **name, char **version)
{
	char *first = strchr(text, '_');
	char *second = first == NULL ? NULL : strchr(first + 1, '_');

	if (second == NULL || first == text ||
	    strchr(second + 1, '_') != NULL || second[1] == '\0')
		return false;
	*second = '\0';
	if (!evr_is_dpkg(first + 1))
		return false;
	return give(first, text, first + 1, name, version);
}

/* The last two hyphens stand before version and release. */
static bool
split_rpm(char *text, char **name, char **version)
{
	char *dot = strrchr(text, '.'), *release, *v;

	if (dot != NULL && is_machine(dot + 1))
		*dot = '\0';
	release = strrchr(text, '-');
	if (release == NULL || release == text)
		return false;
	*release = '\0';
	v = strrchr(text, '-');
	*release = '-';
	if (v == NULL || v == text || !isdigit((unsigned char)v[1]) ||
	    !evr_is_rpm(v + 1))
		return false;
	return give(v, text, v + 1, name, version);
}

bool
package_split(
    const char *text, char **name, char **version, enum package_form *form)
{
	char *copy = mem_dup_str(text);
	bool good;

	*form = PACKAGE_DPKG;
	good = split_dpkg(copy, name, version);
	if (!good) {
		free(copy);
		copy = mem_dup_str(text);
		*form = PACKAGE_RPM;
		good = split_rpm(copy, name, version);
	}
	free(copy);
	return good;
}
