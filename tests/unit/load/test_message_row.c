/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/message_row.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/load/bind.h"
#include "lib/load/rows.h"
#include "lib/model/observation.h"
#include "lib/model/shape.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/notable.h"
#include "lib/profile/people.h"
#include "lib/profile/set.h"
#include "lib/store/loader_batch.h"
#include "lib/store/log/line_store.h"

#include "tests/unit/source.h"
#include "tests/unit/test.h"

/* Columns by their place in the COPY of loader.c. */
enum { DEVICE = 6, PRI = 8, SEVERITY, SECURITY, HOST_SOURCE, ZONED = 13 };
enum { HOST = 16, SD = 21, FLAGS = 22, HEAD, RAW, TEXT, NOTABLE, COLUMNS };

#define NOON (INT64_C(1780228800) * CLOCK_SECOND)

static struct loader_batch batch;

/* As shipped; NULL: none. */
static struct event_rules *accesses;

static const struct notable *notable; /* NULL: nothing is marked */
static struct people *people;
static int sender = 42; /* 0: of no device */

struct field {
	const char *at;
	int32_t len; /* -1: NULL */
};

static void
take_row(const struct buf *row, struct field out[COLUMNS])
{
	const char *p = (const char *)row->data + 19; /* PGCOPY's head */
	uint16_t columns;
	uint32_t len;

	memcpy(&columns, p, sizeof(columns));
	assert_int_equal(COLUMNS, be16toh(columns));
	p += sizeof(columns);
	for (int i = 0; i < COLUMNS; i++) {
		memcpy(&len, p, sizeof(len));
		p += sizeof(len);
		out[i] = (struct field){ p, (int32_t)be32toh(len) };
		if (out[i].len > 0)
			p += out[i].len;
	}
	assert_ptr_equal((const char *)row->data + row->len, p);
}

static void
make_row(const char *bytes, size_t len, struct field out[COLUMNS])
{
	struct bind bind = { 0 };
	struct rows_source source = { .bind = &bind,
		.accesses = accesses,
		.notable = notable,
		.people = people };
	struct rows_context context = { .uuid = (const uint8_t[16]){ 0 },
		.source = &source };
	struct observation obs = {
		.kind = OBSERVATION_MESSAGE,
		.tenant_id = 1,
		.realm_id = 1,
		.at = NOON,
		.message = { .from = { .family = 4, .bytes = { 192, 0, 2, 1 } },
		    .transport = MESSAGE_UDP,
		    .bytes = (const uint8_t *)bytes,
		    .len = len },
	};

	if (sender != 0)
		bind_add(&bind, 1, 1, sender, &obs.message.from);
	bind_sort(&bind);
	loader_batch_begin(&batch);
	message_row_add(&batch, &context, 9, &obs);
	take_row(&batch.table[LOADER_MESSAGE].rows, out);
	bind_free(&bind);
}

static void
assert_field(const char *want, const struct field *f)
{
	if (want == NULL) {
		assert_int_equal(-1, f->len);
		return;
	}
	assert_int_equal(strlen(want), f->len);
	assert_memory_equal(want, f->at, f->len);
}

static void
bytes_are_kept_once(void **state)
{
	static const struct {
		const char *bytes, *head, *raw, *text;
	} rows[] = {
		{ "<13>May 31 11:59:58 sw1 app: it works",
		    "<13>May 31 11:59:58 sw1 app: ", NULL, "it works" },
		{ "only a text", "", NULL, "only a text" },
		/* Escaped, text is not what came. */
		{ "<13>a\001b", NULL, "<13>a\001b", "a\\x01b" },
		{ "<13>caf\303\251", "<13>", NULL, "caf\303\251" },
		{ "<13>caf\351", NULL, "<13>caf\351", "caf\\xe9" },
		{ "<13>", NULL, "<13>", "" },
	};
	struct field f[COLUMNS];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_row(rows[i].bytes, strlen(rows[i].bytes), f);
		assert_field(rows[i].head, &f[HEAD]);
		assert_field(rows[i].raw, &f[RAW]);
		assert_field(rows[i].text, &f[TEXT]);
	}
}

static void
accesses_are_told_apart(void **state)
{
	static const struct {
		const char *bytes;
		bool security;
		int severity;
	} rows[] = {
		{ "<38>sshd[1]: Accepted publickey for root", true, 6 },
		{ "<85>sudo: root", true, 5 },
		{ "<109>audit", true, 5 },
		{ "<30>systemd[1]: started", false, 6 },
		{ "no priority", false, 5 },
		{ "<189>1: Jun 1 2026 01:02:03: %SYS-5-CONFIG_I: Configured "
		  "from console by vty0",
		    true, 5 },
		{ "<188>1: Jun 1 2026 01:02:03: %LINK-3-UPDOWN: Interface "
		  "Gi0/1, changed state to down",
		    false, 3 },
	};
	struct field f[COLUMNS];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_row(rows[i].bytes, strlen(rows[i].bytes), f);
		assert_int_equal(rows[i].security, f[SECURITY].at[0]);
		assert_int_equal(rows[i].severity, f[SEVERITY].at[1]);
	}
}

/* Facilities of devices say little: these are all of local use, or of none. */
static void
accesses_are_told_apart_by_what_is_said(void **state)
{
	static const struct {
		const char *bytes;
		bool security;
	} rows[] = {
		{ "<190>date=2026-11-24 time=10:00:00 devname=\"f\" "
		  "devid=\"F\" "
		  "logid=\"0100032001\" type=\"event\" subtype=\"system\" "
		  "logdesc=\"Admin login successful\" user=\"x\"",
		    true },
		{ "<14>Nov 24 10:00:00 nas1 Connection: User [x] from "
		  "[192.0.2.7] signed in to [DSM] successfully via [password].",
		    true },
		{ "<166>Nov 24 2026 10:00:00: %ASA-6-605005: Login permitted "
		  "from 192.0.2.7/3456 to inside:192.0.2.1/ssh for user "
		  "\"x\"",
		    true },
		{ "<29>1 2026-11-24T10:00:00Z mx1 mgd 6520 UI_COMMIT "
		  "[junos@2636 username=\"x\"] User 'x' requested 'commit' "
		  "operation (comment: none)",
		    true },
		{ "<189>1: Jun 1 2026 01:02:03: %SYS-5-RESTART: System "
		  "restarted --",
		    false },
		{ "<190>date=2026-11-24 time=10:00:00 devname=\"f\" "
		  "devid=\"F\" "
		  "logid=\"0100032009\" msg=\"FortiGate started\"",
		    false },
	};
	char path[SOURCE_MAX];
	struct field f[COLUMNS];

	(void)state;
	(void)source_path(path, "mibs/events.rules");
	assert_int_equal(ERR_OK, event_rules_load(path, &accesses));
	event_rules_limit(accesses, event_class_is_access);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_row(rows[i].bytes, strlen(rows[i].bytes), f);
		if (rows[i].security != (f[SECURITY].at[0] != 0))
			fail_msg("%s", rows[i].bytes);
	}
	event_rules_free(accesses);
	accesses = NULL;
}

static void
what_is_not_said_is_null(void **state)
{
	struct field f[COLUMNS];

	(void)state;
	make_row("text", 4, f);
	assert_field(NULL, &f[PRI]);
	assert_field(NULL, &f[HOST_SOURCE]);
	assert_field(NULL, &f[ZONED]);
	assert_field(NULL, &f[HOST]);
	assert_field(NULL, &f[SD]);
	assert_field(NULL, &f[FLAGS]);
	make_row("<13>1 2026-05-31T12:00:00Z h a - - [x@1 k=\"v\"] t", 47, f);
	assert_field("h", &f[HOST_SOURCE]);
	assert_field("\1", &f[ZONED]);
	assert_field("h", &f[HOST]);
	assert_field("\1{\"x@1\": {\"k\": \"v\"}}", &f[SD]);
}

static void
each_is_counted_for_its_device(void **state)
{
	struct field f[COLUMNS];

	(void)state;
	make_row("<11>text", 8, f);
	assert_int_equal(42, f[DEVICE].at[3]);
	assert_int_equal(1, batch.tally.count);
	assert_int_equal(42, batch.tally.counts[0].device_id);
	assert_int_equal(1, batch.tally.counts[0].severe);
	assert_int_equal(8, batch.tally.counts[0].bytes);
}

static const char start[] =
    "<189>1: Jun 1 2026 01:02:03: %SYS-5-RESTART: System restarted --";

static bool
is_marked(const char *bytes)
{
	struct field f[COLUMNS];

	make_row(bytes, strlen(bytes), f);
	assert_int_equal(1, f[NOTABLE].len);
	assert_int_equal(f[NOTABLE].at[0], batch.notable);
	assert_int_equal(notable->by, batch.marked_by);
	return f[NOTABLE].at[0] != 0;
}

static struct event_rules *events;
static struct profile_set *profiles;
static struct notable by_all;

/* By the rules, profiles and names of the tree. */
static void
use_marks(void)
{
	const char *dirs[] = { NULL, NULL };
	char path[SOURCE_MAX];

	(void)source_path(path, "mibs");
	dirs[0] = path;
	assert_int_equal(ERR_OK, profile_set_load(dirs, &profiles));
	(void)source_path(path, "mibs/events.rules");
	assert_int_equal(ERR_OK, event_rules_load(path, &events));
	(void)source_path(path, "mibs/people.rules");
	assert_int_equal(ERR_OK, people_load(path, &people));
	notable_init(&by_all, events, profiles);
	notable = &by_all;
}

static void
forget_marks(void)
{
	notable = NULL;
	notable_end(&by_all);
	event_rules_free(events);
	profile_set_free(profiles);
	people_free(people);
	events = NULL;
	profiles = NULL;
	people = NULL;
}

static void
lines_of_a_device_are_marked_for_who_concludes(void **state)
{
	struct field f[COLUMNS];

	(void)state;
	use_marks();
	assert_true(is_marked(start));
	assert_true(is_marked("<14>last message repeated 2 times"));
	assert_false(is_marked("<11>app: it is grave"));
	assert_false(is_marked("<14>app: it is fine"));
	assert_false(is_marked("app: no severity was told"));
	assert_false(is_marked(""));
	sender = 0;
	assert_false(is_marked(start));
	sender = 42;
	notable = NULL;
	make_row(start, sizeof(start) - 1, f);
	assert_field(NULL, &f[NOTABLE]);
	assert_int_equal(0, batch.marked_by);
	forget_marks();
}

static size_t
shapes_of(const char *bytes)
{
	struct field f[COLUMNS];

	make_row(bytes, strlen(bytes), f);
	return batch.templates.count;
}

/* Who reads what is marked need not read it for its shape. */
static void
the_shape_of_a_severe_line_is_counted_as_it_is_stored(void **state)
{
	const struct line_template *t;

	(void)state;
	use_marks();
	assert_int_equal(
	    1, shapes_of("<11>Jun 1 01:02:03 sw1 app[7]: card 3 failed"));
	t = &batch.templates.list[0];
	assert_string_equal("app", t->app);
	assert_null(t->code);
	assert_string_equal("card * failed", t->shape);
	assert_true(t->id == shape_id("app", NULL, "card * failed"));
	assert_int_equal(42, t->device_id);
	assert_int_equal(3, t->severity);
	assert_int_equal(1, t->count);
	assert_int_equal(NOON, t->hour);
	/* No name is kept in it. */
	assert_int_equal(1, shapes_of("<11>app: user jandevries has no card"));
	assert_string_equal(
	    "user * has no card", batch.templates.list[0].shape);
	assert_int_equal(0, shapes_of("<14>app: card 3 failed"));
	assert_int_equal(0, shapes_of("app: card 3 failed"));
	assert_int_equal(0, shapes_of("<11>last message repeated 2 times"));
	sender = 0;
	assert_int_equal(0, shapes_of("<11>app: card 3 failed"));
	sender = 42;
	notable = NULL;
	assert_int_equal(0, shapes_of("<11>app: card 3 failed"));
	forget_marks();
}

/* Rules that change while a batch is made: nobody relies on its marks. */
static void
a_batch_is_marked_by_one_set_of_rules(void **state)
{
	static const struct {
		int64_t by[3], all;
	} rows[] = { { { 5, 5, 5 }, 5 }, { { 5, 5, 7 }, 0 }, { { 5, 7, 7 }, 0 },
		{ { 5, 7, 5 }, 0 }, { { 0, 5, 5 }, 0 }, { { 5, 0, 5 }, 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		loader_batch_begin(&batch);
		for (int k = 0; k < 3; k++) {
			(void)loader_batch_row(&batch, LOADER_MESSAGE, 0, NOON);
			loader_batch_mark(&batch, rows[i].by[k], k != 1);
		}
		assert_int_equal(rows[i].all, batch.marked_by);
		assert_int_equal(2, batch.notable);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_kept_once),
		cmocka_unit_test(accesses_are_told_apart),
		cmocka_unit_test(accesses_are_told_apart_by_what_is_said),
		cmocka_unit_test(what_is_not_said_is_null),
		cmocka_unit_test(each_is_counted_for_its_device),
		cmocka_unit_test(
		    lines_of_a_device_are_marked_for_who_concludes),
		cmocka_unit_test(
		    the_shape_of_a_severe_line_is_counted_as_it_is_stored),
		cmocka_unit_test(a_batch_is_marked_by_one_set_of_rules),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	loader_batch_free(&batch);
	return rc;
}
