/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/packages.h"

#include <stdlib.h>

#include "tests/unit/test.h"

static const struct {
	const char *text, *name, *version;
	enum package_form form;
} packages[] = {
	{ "openssl_3.0.15-1~deb12u1_amd64", "openssl", "3.0.15-1~deb12u1",
	    PACKAGE_DPKG },
	{ "openssh-server_1:9.2p1-2+deb12u5_amd64", "openssh-server",
	    "1:9.2p1-2+deb12u5", PACKAGE_DPKG },
	{ "libstdc++6_12.2.0-14_amd64", "libstdc++6", "12.2.0-14",
	    PACKAGE_DPKG },
	{ "openssl-libs-3.0.7-24.el9.x86_64", "openssl-libs", "3.0.7-24.el9",
	    PACKAGE_RPM },
	{ "tzdata-2023c-1.el9.noarch", "tzdata", "2023c-1.el9", PACKAGE_RPM },
	{ "kernel-3.10.0-957.el7", "kernel", "3.10.0-957.el7", PACKAGE_RPM },
};

static const char *const others[] = { "", "_", "-", "__", "a_b", "a_1_",
	"_1_amd64", "Microsoft Office 2016", "name-1.0", "a-b-c", "a--1",
	"JUNOS Base OS boot [18.2R1.9]" };

static void
packages_are_split_in_name_and_version(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(packages); i++) {
		char *name, *version;
		enum package_form form;

		assert_true(
		    package_split(packages[i].text, &name, &version, &form));
		assert_string_equal(packages[i].name, name);
		assert_string_equal(packages[i].version, version);
		assert_int_equal(packages[i].form, form);
		free(name);
		free(version);
	}
}

static void
other_software_is_left_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(others); i++) {
		char *name, *version;
		enum package_form form;

		if (package_split(others[i], &name, &version, &form))
			fail_msg("'%s' is '%s' '%s'", others[i], name, version);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packages_are_split_in_name_and_version),
		cmocka_unit_test(other_software_is_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
