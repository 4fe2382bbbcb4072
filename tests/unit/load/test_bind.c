/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/bind.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

static void
add(struct bind *b, int realm, int device, const char *text)
{
	struct address a;

	assert_int_equal(ERR_OK, address_parse(text, &a));
	bind_add(b, 1, realm, device, &a);
}

static int
find(const struct bind *b, int realm, const char *text)
{
	struct address a;

	assert_int_equal(ERR_OK, address_parse(text, &a));
	return bind_find(b, 1, realm, &a);
}

static void
an_address_means_a_device_of_its_realm(void **state)
{
	struct bind b = { 0 };

	(void)state;
	assert_int_equal(0, find(&b, 1, "10.0.0.1"));
	add(&b, 1, 7, "10.0.0.1");
	add(&b, 2, 8, "10.0.0.1");
	add(&b, 1, 9, "2001:db8::1");
	bind_sort(&b);
	assert_int_equal(7, find(&b, 1, "10.0.0.1:514"));
	assert_int_equal(8, find(&b, 2, "10.0.0.1"));
	assert_int_equal(9, find(&b, 1, "2001:db8::1"));
	assert_int_equal(7, find(&b, 1, "::ffff:10.0.0.1"));
	assert_int_equal(0, find(&b, 1, "10.0.0.2"));
	assert_int_equal(0, find(&b, 3, "10.0.0.1"));
	bind_free(&b);
}

static void
a_shared_address_means_nobody(void **state)
{
	struct bind b = { 0 };

	(void)state;
	for (int i = 1; i <= 100; i++)
		add(&b, 1, i, "127.0.0.1");
	add(&b, 1, 101, "127.0.0.2");
	bind_sort(&b);
	assert_int_equal(0, find(&b, 1, "127.0.0.1"));
	assert_int_equal(101, find(&b, 1, "127.0.0.2"));
	bind_free(&b);
}

static int
find_host(const struct bind *b, int tenant, const char *host)
{
	return bind_find_host(b, tenant, 1, host, strlen(host));
}

static void
a_host_is_a_device_by_name_or_address(void **state)
{
	struct bind b = { 0 };

	(void)state;
	assert_int_equal(0, find_host(&b, 1, "core-sw1"));
	add(&b, 1, 7, "10.0.0.1");
	bind_add_name(&b, 1, 1, 7, "Core-SW1");
	bind_add_name(&b, 1, 1, 8, "edge.example.org");
	bind_add_name(&b, 2, 1, 9, "core-sw1");
	bind_sort(&b);
	assert_int_equal(7, find_host(&b, 1, "core-sw1"));
	assert_int_equal(7, find_host(&b, 1, "CORE-sw1.example.org"));
	assert_int_equal(7, find_host(&b, 1, "10.0.0.1"));
	assert_int_equal(8, find_host(&b, 1, "edge.example.org"));
	assert_int_equal(0, find_host(&b, 1, "edge"));
	assert_int_equal(9, find_host(&b, 2, "core-sw1"));
	assert_int_equal(0, find_host(&b, 1, ""));
	assert_int_equal(0, find_host(&b, 1, "10.0.0.2"));
	assert_int_equal(0, find_host(&b, 1, ".example.org"));
	bind_clear(&b);
	assert_int_equal(0, find_host(&b, 1, "core-sw1"));
	bind_free(&b);
}

static void
a_device_writes_in_its_own_zone_or_its_tenants(void **state)
{
	struct bind b = { 0 };
	bool own;

	(void)state;
	assert_null(bind_find_zone(&b, 1, 1, &own));
	bind_add_zone(&b, 1, 1, "", "Europe/Amsterdam");
	bind_add_zone(&b, 1, 2, "Asia/Tokyo", "Europe/Amsterdam");
	bind_add_zone(&b, 2, 1, "", "Europe/London");
	bind_sort(&b);
	assert_string_equal("Europe/Amsterdam", bind_find_zone(&b, 1, 1, &own));
	assert_false(own);
	assert_string_equal("Asia/Tokyo", bind_find_zone(&b, 1, 2, &own));
	assert_true(own);
	assert_string_equal("Europe/London", bind_find_zone(&b, 2, 0, &own));
	assert_false(own);
	assert_null(bind_find_zone(&b, 3, 1, &own));
	bind_free(&b);
}

/* Two customers may each have a core-sw1: a name is of its realm, too. */
static void
a_name_means_a_device_of_its_realm(void **state)
{
	struct bind b = { 0 };

	(void)state;
	bind_add_name(&b, 1, 1, 7, "core-sw1");
	bind_add_name(&b, 1, 3, 8, "edge");
	bind_sort(&b);
	assert_int_equal(7, find_host(&b, 1, "core-sw1"));
	assert_int_equal(0, find_host(&b, 1, "edge.example.org"));
	assert_int_equal(8, bind_find_host(&b, 1, 3, "edge", 4));
	assert_int_equal(0, bind_find_host(&b, 1, 3, "core-sw1.example", 16));
	bind_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_device_writes_in_its_own_zone_or_its_tenants),
		cmocka_unit_test(an_address_means_a_device_of_its_realm),
		cmocka_unit_test(a_shared_address_means_nobody),
		cmocka_unit_test(a_host_is_a_device_by_name_or_address),
		cmocka_unit_test(a_name_means_a_device_of_its_realm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
