/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/lookup.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static struct lookup *
look_up(const char *conninfo)
{
	const struct timespec gap = { 0, 10 * 1000 * 1000 };
	struct lookup *l = lookup_start(conninfo);

	assert_non_null(l);
	for (int i = 0; i < 3000 && !lookup_is_done(l); i++)
		nanosleep(&gap, NULL);
	assert_true(lookup_is_done(l));
	return l;
}

static void
sockets_and_addresses_need_nothing(void **state)
{
	(void)state;
	assert_null(lookup_start("host=/run/postgresql dbname=x"));
	assert_null(lookup_start("dbname=x"));
	assert_null(lookup_start("host=db.example hostaddr=192.0.2.1"));
	assert_null(lookup_start("host='db.example"));
}

static void
a_host_gets_its_addresses(void **state)
{
	struct buf info = { 0 };
	struct lookup *l = look_up("host=127.0.0.1 port=5433");

	(void)state;
	buf_printf(&info, "host='127.0.0.1'");
	assert_int_equal(ERR_OK, lookup_add(l, &info));
	assert_string_equal("host='127.0.0.1' host='127.0.0.1'"
			    " hostaddr='127.0.0.1' port='5433'",
	    buf_str(&info));
	buf_free(&info);
	lookup_free(l);
}

/* Lists stay in step: a host, its address, its port. */
static void
several_hosts_keep_their_ports(void **state)
{
	struct buf info = { 0 };
	struct lookup *l = look_up("host=/tmp,127.0.0.1,::1 port=1,2,3");

	(void)state;
	assert_int_equal(ERR_OK, lookup_add(l, &info));
	assert_string_equal("host='/tmp,127.0.0.1,::1'"
			    " hostaddr=',127.0.0.1,::1' port='1,2,3'",
	    buf_str(&info));
	buf_free(&info);
	lookup_free(l);
}

/* RFC 6761, 6.4: a name that never exists. */
static void
one_that_is_nowhere_says_why(void **state)
{
	struct buf info = { 0 };
	struct lookup *l = look_up("host=nowhere.invalid");

	(void)state;
	assert_int_equal(ERR_AGAIN, lookup_add(l, &info));
	assert_int_equal(0, info.len);
	assert_true(strlen(lookup_why(l)) > 0);
	buf_free(&info);
	lookup_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sockets_and_addresses_need_nothing),
		cmocka_unit_test(a_host_gets_its_addresses),
		cmocka_unit_test(several_hosts_keep_their_ports),
		cmocka_unit_test(one_that_is_nowhere_says_why),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
