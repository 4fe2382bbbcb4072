/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/poll/device.h"
#include "collector/poll/probe.h"
#include "lib/base/err.h"
#include "lib/journal/reader.h"
#include "lib/profile/profile.h"
#include "lib/wire/varbind.h"
#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

enum { VALUE_LEN = 60000, BIG = 40, POLL_ID = 77 };

static char dir[SCRATCH_MAX];

static int
make_dir(void **state)
{
	(void)state;
	return mkdtemp(scratch_name(dir, "reading")) == NULL ? -1 : 0;
}

static int
remove_dir(void **state)
{
	char command[sizeof(dir) + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* n bindings of VALUE_LEN octets. */
static void
make_list(struct buf *list, size_t n)
{
	static uint8_t octets[VALUE_LEN];
	struct varbind vb = { OID_OF(0x2b, 6, 1, 4, 1),
		value_of_data(VALUE_STRING, octets, sizeof(octets)) };

	for (size_t i = 0; i < n; i++)
		varbind_add(list, &vb);
}

static void
a_long_poll_is_kept_in_parts_of_whole_bindings(void **state)
{
	struct profile profile = { .title = (char *)(uintptr_t) "example" };
	struct device d = { .tenant_id = 3,
		.realm_id = 4,
		.device_id = 5,
		.known = true,
		.profile = &profile,
		.peer = { .version = SNMP_V2C } };
	struct probe_result r = {
		.outcome = READING_ANSWERED, .started = 1000, .ended = 2000
	};
	const struct journal_position start = { 0 };
	struct journal_reader *reader;
	struct journal_record rec;
	struct observation o;
	struct journal *j;
	struct varbind vb;
	size_t parts = 0, bindings = 0;
	struct ber list;
	int rc;

	(void)state;
	make_list(&r.gathered.varbinds, BIG);
	assert_int_equal(address_parse("127.0.0.1:161", &d.peer.address), 0);
	assert_int_equal(journal_open(dir, &j), ERR_OK);
	assert_int_equal(
	    reading_append(j, &d, READING_SNAPSHOT, &r, POLL_ID), ERR_OK);
	assert_int_equal(journal_flush(j), ERR_OK);
	assert_int_equal(journal_reader_open(dir, &start, &reader), ERR_OK);
	while (journal_reader_next(reader, &rec) == ERR_OK) {
		assert_int_equal(
		    observation_decode(rec.payload, rec.len, &o), ERR_OK);
		assert_int_equal(o.kind, OBSERVATION_READING);
		assert_int_equal(o.reading.plan, READING_SNAPSHOT);
		assert_int_equal(o.tenant_id, 3);
		assert_int_equal(o.reading.poll_id, POLL_ID);
		assert_int_equal(o.reading.protocol, 2);
		assert_int_equal(o.reading.profile_len, strlen("example"));
		list =
		    (struct ber){ o.reading.varbinds, o.reading.varbinds_len };
		while ((rc = varbind_take(&list, &vb)) == ERR_OK)
			bindings++;
		assert_int_equal(rc, ERR_NOTFOUND);
		parts++;
	}
	assert_int_equal(bindings, BIG);
	assert_int_equal(parts, 3);
	journal_reader_close(reader);
	journal_close(j);
	buf_free(&r.gathered.varbinds);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_long_poll_is_kept_in_parts_of_whole_bindings),
	};
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
