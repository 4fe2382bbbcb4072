/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/rows.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/reader.h"
#include "lib/load/bind.h"
#include "lib/load/sampler.h"
#include "lib/model/observation.h"
#include "lib/store/loader_batch.h"

#include "tests/unit/test.h"

#define NOON (INT64_C(1780228800) * CLOCK_SECOND)

static struct loader_batch batch;
static struct sampler sampler;
static struct bind bind;
static const struct rows_source source = { .bind = &bind };
static const struct rows_context context = {
	.uuid = (const uint8_t[16]){ 1 }, .source = &source, .sampler = &sampler
};

/* 1.3.6.1.6.3.1.1.5.1, and an empty list of variables. */
static const uint8_t cold_start[] = { 0x2b, 6, 1, 6, 3, 1, 1, 5, 1 };
static const uint8_t nothing[] = { 0x30, 0 };

#define SENDER                                                            \
	"runs_out 2026-12-10T11:00:00Z 000102030405060708090a0b0c0d0e0f " \
	"192.0.2.1 core-sw1.example.org certified"

static const struct {
	struct observation obs;
	enum loader_table table;
} kinds[] = {
	{ { .kind = OBSERVATION_READING,
	      .reading = { .device_id = 1,
		  .outcome = READING_ANSWERED,
		  .protocol = 2,
		  .address = { .family = 4 },
		  .varbinds = nothing,
		  .varbinds_len = sizeof(nothing) } },
	    LOADER_READING },
	{ { .kind = OBSERVATION_MESSAGE,
	      .message = { .from = { .family = 4 },
		  .transport = MESSAGE_UDP,
		  .bytes = (const uint8_t *)"<13>text",
		  .len = 8 } },
	    LOADER_MESSAGE },
	{ { .kind = OBSERVATION_LOSS,
	      .loss = { .reason = LOSS_SOCKET,
		  .count = 7,
		  .what = "udp",
		  .what_len = 3 } },
	    LOADER_LOSS },
	{ { .kind = OBSERVATION_MARK,
	      .mark = { .kind = MARK_START, .what = "x", .what_len = 1 } },
	    LOADER_LOSS },
	{ { .kind = OBSERVATION_MARK,
	      .mark = { .kind = MARK_SENDER,
		  .what = SENDER,
		  .what_len = sizeof(SENDER) - 1 } },
	    LOADER_LOSS },
	{ { .kind = OBSERVATION_MARK,
	      .mark = { .kind = MARK_SENDERS,
		  .what = "7 certified",
		  .what_len = 11 } },
	    LOADER_LOSS },
	{ { .kind = OBSERVATION_TRAP,
	      .trap = { .device_id = 1,
		  .from = { .family = 4 },
		  .protocol = 2,
		  .oid = cold_start,
		  .oid_len = sizeof(cold_start),
		  .varbinds = nothing,
		  .varbinds_len = sizeof(nothing) } },
	    LOADER_TRAP },
};

/* Where the one row went. */
static enum loader_table
add(const void *payload, size_t len)
{
	const struct journal_record rec = {
		.seq = 9, .at = NOON, .payload = payload, .len = len
	};
	enum loader_table where = LOADER_TABLES;
	size_t rows = 0;

	loader_batch_begin(&batch);
	rows_add(&batch, &context, &rec);
	for (enum loader_table t = 0; t < LOADER_TABLES; t++) {
		rows += batch.table[t].count;
		if (batch.table[t].count > 0)
			where = t;
	}
	loader_batch_end(&batch);
	assert_int_equal(1, rows);
	return where;
}

static void
encode(size_t kind, struct buf *out)
{
	struct observation obs = kinds[kind].obs;

	obs.tenant_id = obs.realm_id = 1;
	obs.at = NOON;
	assert_int_equal(ERR_OK, observation_encode(&obs, out));
}

static void
each_kind_has_its_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct buf raw = { 0 };

		encode(i, &raw);
		assert_int_equal(kinds[i].table, add(raw.data, raw.len));
		assert_int_equal(NOON, batch.table[kinds[i].table].first);
		assert_int_equal(NOON, batch.table[kinds[i].table].last);
		buf_free(&raw);
	}
}

static bool
holds(const struct buf *b, const char *text)
{
	return memmem(b->data, b->len, text, strlen(text)) != NULL;
}

static void
what_is_no_observation_is_set_aside(void **state)
{
	const struct buf *rows = &batch.table[LOADER_QUARANTINE].rows;

	(void)state;
	assert_int_equal(LOADER_QUARANTINE, add("some bytes", 10));
	assert_true(holds(rows, "not an observation"));
	assert_true(holds(rows, "some bytes"));
	assert_int_equal(LOADER_QUARANTINE, add("", 0));
	assert_true(holds(rows, "not an observation"));
	assert_int_equal(LOADER_QUARANTINE, add(NULL, 0));
	assert_true(holds(rows, "redacted"));
}

/* SQL takes it apart, and stops at what is none. */
static void
a_sender_that_is_none_is_set_aside(void **state)
{
	static const struct mark marks[] = {
		{ MARK_SENDER, "runs_out soon", 13 },
		{ MARK_SENDERS, "many", 4 },
	};
	struct observation obs = { .kind = OBSERVATION_MARK,
		.tenant_id = 1,
		.realm_id = 1,
		.at = NOON };

	(void)state;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct buf raw = { 0 };

		obs.mark = marks[i];
		assert_int_equal(ERR_OK, observation_encode(&obs, &raw));
		assert_int_equal(LOADER_QUARANTINE, add(raw.data, raw.len));
		buf_free(&raw);
	}
}

/* By its name; else by its address, as its messages are. */
static void
a_sender_is_of_a_device(void **state)
{
	static const char eight[] = { 0, 0, 0, 4, 0, 0, 0, 8 };
	struct address from;
	struct buf raw = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, address_parse("192.0.2.1", &from));
	bind_add(&bind, 1, 1, 7, &from);
	bind_add_name(&bind, 1, 1, 8, "core-sw1");
	bind_sort(&bind);
	encode(4, &raw);
	assert_int_equal(LOADER_LOSS, add(raw.data, raw.len));
	assert_non_null(memmem(batch.table[LOADER_LOSS].rows.data,
	    batch.table[LOADER_LOSS].rows.len, eight, sizeof(eight)));
	bind_clear(&bind);
	bind_sort(&bind);
	buf_free(&raw);
}

/* Whatever was cut or flipped is one row, nothing is read past its end. */
static void
each_record_is_one_row_whatever_it_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct buf raw = { 0 };

		encode(i, &raw);
		for (size_t len = 1; len < raw.len; len++) {
			uint8_t *cut = malloc(len);

			assert_non_null(cut);
			memcpy(cut, raw.data, len);
			(void)add(cut, len);
			free(cut);
		}
		for (size_t bit = 0; bit < 8 * raw.len; bit++) {
			raw.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
			(void)add(raw.data, raw.len);
			raw.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		assert_int_equal(kinds[i].table, add(raw.data, raw.len));
		buf_free(&raw);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_has_its_table),
		cmocka_unit_test(what_is_no_observation_is_set_aside),
		cmocka_unit_test(a_sender_that_is_none_is_set_aside),
		cmocka_unit_test(a_sender_is_of_a_device),
		cmocka_unit_test(each_record_is_one_row_whatever_it_holds),
	};
	int rc;

	bind_sort(&bind);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	loader_batch_free(&batch);
	sampler_free(&sampler);
	bind_free(&bind);
	return rc;
}
