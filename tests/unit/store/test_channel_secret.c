/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/channel_secret.h"

#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "tests/unit/test.h"

static void
mute(const char *line)
{
	(void)line;
}

static void
a_secret_opens_for_its_own_row_only(void **state)
{
	static const struct channel_row row = { 1, 3, "webhook",
		"https://a.example/" };
	static const struct channel_row others[] = {
		{ 2, 3, "webhook", "https://a.example/" },
		{ 1, 4, "webhook", "https://a.example/" },
		{ 1, 3, "snmp", "https://a.example/" },
		/* Who moves it to a receiver of their own gets nothing. */
		{ 1, 3, "webhook", "https://b.example/" },
	};
	struct channel_secret s = { .hmac = "geheim" }, out = { 0 };
	struct box_keys keys, wrong;
	struct buf box = { 0 };

	(void)state;
	box_new_keys(&keys);
	box_new_keys(&wrong);
	assert_int_equal(
	    ERR_OK, channel_secret_seal(keys.public, &row, &s, &box));
	assert_int_equal(
	    ERR_OK, channel_secret_open(&keys, box.data, box.len, &row, &out));
	assert_string_equal("geheim", out.hmac);
	log_divert(mute);
	for (size_t i = 0; i < ROWS(others); i++)
		assert_int_equal(ERR_DENIED,
		    channel_secret_open(
			&keys, box.data, box.len, &others[i], &out));
	assert_int_equal(ERR_DENIED,
	    channel_secret_open(&wrong, box.data, box.len, &row, &out));
	assert_int_equal(ERR_DENIED,
	    channel_secret_open(&keys, box.data, box.len - 1, &row, &out));
	log_divert(NULL);
	memset(s.hmac, 'x', sizeof(s.hmac));
	assert_int_equal(
	    ERR_RANGE, channel_secret_seal(keys.public, &row, &s, &box));
	buf_free(&box);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_opens_for_its_own_row_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
