/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/proof.h"

#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/redact.h"
#include "collector/verify/wave.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/identity.h"
#include "lib/store/db.h"
#include "lib/store/follow.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/patch/verdict.h"

#include "tests/unit/test.h"

#define AT (20788 * CLOCK_DAY) /* 2026-12-01 */

static struct verify v;
static struct wave wave;
static struct buf told, bytes;
static int64_t kept, in_wave, claim_id; /* 0: there is none */
static int looks;

static int
note(const char *how, const struct evidence *e, int64_t *id)
{
	assert_non_null(e->content);
	buf_printf(&told, "%s %s %d/%d %s:%d %s;", how, e->kind, e->tenant_id,
	    e->device_id, e->journal != NULL ? e->journal : "-", (int)e->seq,
	    e->content);
	buf_clear(&bytes);
	buf_add(&bytes, e->bytes, e->len);
	*id = 42;
	return ERR_OK;
}

int
evidence_keep(struct db *db, const struct evidence *e, int64_t *id)
{
	(void)db;
	return note("keep", e, id);
}

int
evidence_add(struct db *db, const struct evidence *e, int64_t *id)
{
	(void)db;
	return note("add", e, id);
}

int
evidence_find(
    struct db *db, int tenant, const char *journal, int64_t seq, int64_t *id)
{
	(void)db;
	(void)tenant;
	(void)journal;
	(void)seq;
	looks++;
	*id = kept;
	return kept != 0 ? ERR_OK : ERR_NOTFOUND;
}

int
evidence_find_claim(
    struct db *db, int tenant, int patch, int device, int64_t *id)
{
	(void)db;
	assert_int_equal(1, tenant);
	assert_int_equal(10, patch);
	assert_int_equal(5, device);
	*id = claim_id;
	return claim_id != 0 ? ERR_OK : ERR_NOTFOUND;
}

int64_t
wave_find_kept(const struct wave *w, int tenant, int64_t seq)
{
	(void)w;
	(void)tenant;
	(void)seq;
	return in_wave;
}

void
wave_add_kept(struct wave *w, int tenant, int64_t seq, int64_t id)
{
	(void)w;
	buf_printf(&told, "wave has %d/%d as %d;", tenant, (int)seq, (int)id);
}

int
follow_find_reading(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **rows)
{
	(void)db;
	(void)tenant;
	(void)device;
	(void)at;
	looks++;
	*rows = NULL; /* it is gone */
	return ERR_OK;
}

void
follow_reading(const struct db_rows *rows, size_t i, struct stored_reading *out)
{
	(void)rows;
	(void)i;
	(void)out;
	fail_msg("there is no row to read");
}

static int
begin(void **state)
{
	(void)state;
	v = (struct verify){ .now = AT };
	wave = (struct wave){ .journal = "poll" };
	kept = in_wave = claim_id = 0;
	looks = 0;
	buf_clear(&told);
	buf_clear(&bytes);
	return 0;
}

static void
a_line_is_kept_as_it_may_be_kept(void **state)
{
	const struct stored_message m = { .tenant_id = 1,
		.device_id = 5,
		.journal = "listen",
		.seq = 9,
		.rcvd = AT,
		.transport = "tls",
		.peer = "192.0.2.1",
		.text = "jan logged in" };
	struct redacted as = { .is_changed = true };
	int64_t id = 0;

	(void)state;
	buf_add_str(&as.text, "p1 logged in");
	buf_add_str(&as.bytes, "<13>p1 logged in");
	assert_int_equal(
	    ERR_OK, proof_of_message(&v, &m, &as, "boot", "1.2", &id));
	assert_int_equal(42, id);
	assert_string_equal(
	    "keep message 1/5 listen:9 {\"at\": \"2026-12-01T00:00:00Z\", "
	    "\"transport\": \"tls\", \"address\": \"192.0.2.1\", \"class\": "
	    "\"boot\", "
	    "\"value\": \"1.2\", \"raw\": \"p1 logged in\", \"pseudonyms\": "
	    "true};",
	    buf_str(&told));
	assert_string_equal("<13>p1 logged in", buf_str(&bytes));
	buf_free(&as.text);
	buf_free(&as.bytes);
}

static void
a_trap_is_kept_with_its_name(void **state)
{
	const struct stored_trap t = { .tenant_id = 1,
		.device_id = 5,
		.journal = "trap",
		.seq = 3,
		.at = AT,
		.protocol = "v3",
		.level = "authPriv",
		.peer = "192.0.2.1",
		.oid = "1.3.6.1.6.3.1.1.5.1" };
	struct redacted as = { 0 };
	int64_t id = 0;

	(void)state;
	buf_add_str(&as.text, "coldStart");
	buf_add_str(&as.bytes, "bytes");
	assert_int_equal(ERR_OK, proof_of_trap(&v, &t, &as, "coldStart", &id));
	assert_non_null(strstr(buf_str(&told), "keep trap 1/5 trap:3 {"));
	assert_non_null(
	    strstr(buf_str(&told), "\"oid\": \"1.3.6.1.6.3.1.1.5.1\""));
	assert_non_null(strstr(buf_str(&told), "\"level\": \"authPriv\""));
	assert_non_null(strstr(buf_str(&told), "\"pseudonyms\": false"));
	assert_string_equal("bytes", buf_str(&bytes));
	buf_free(&as.text);
	buf_free(&as.bytes);
}

static struct verdict
deployment(void)
{
	return (struct verdict){ .tenant_id = 1,
		.patch_id = 10,
		.device_id = 5,
		.reference = "P-10",
		.device = "sw1",
		.exception_until = CLOCK_NONE,
		.last_try = CLOCK_NONE,
		.row = {
		    .deadline = AT + CLOCK_DAY, .window_start = CLOCK_NONE } };
}

/* Nothing was observed: the description is what was seen. */
static void
that_a_moment_came_is_its_own_proof(void **state)
{
	struct verdict d = deployment();
	int64_t id = 0;

	(void)state;
	assert_int_equal(ERR_OK, proof_of_clock(&v, &d, "deadline", &id));
	assert_string_equal(
	    "keep clock 1/5 -:0 {\"at\": \"2026-12-01T00:00:00Z\", "
	    "\"cause\": \"deadline\", \"patch\": \"P-10\", \"device\": "
	    "\"sw1\", "
	    "\"deadline\": \"2026-12-02T00:00:00Z\", "
	    "\"out_of_scope\": false};",
	    buf_str(&told));
	assert_non_null(strstr(buf_str(&told), buf_str(&bytes)));
	d.row.window_start = AT;
	d.row.window_end = d.exception_until = d.exception_approved = AT;
	d.running = "1.1";
	buf_clear(&told);
	assert_int_equal(ERR_OK, proof_of_clock(&v, &d, "deadline", &id));
	assert_non_null(strstr(buf_str(&told), "\"window_end\":"));
	assert_non_null(strstr(buf_str(&told), "\"exception_until\":"));
	assert_non_null(strstr(buf_str(&told), "\"running\": \"1.1\""));
}

static void
a_claim_rests_on_what_was_kept_as_it_was_made(void **state)
{
	const struct verdict d = deployment();
	int64_t id = 0;

	(void)state;
	claim_id = 17;
	assert_int_equal(ERR_OK, proof_of_claim(&v, &d, "claimed", &id));
	assert_int_equal(17, id);
	assert_int_equal(0, told.len);
	/* Anything else that people did has no such evidence. */
	assert_int_equal(ERR_OK, proof_of_claim(&v, &d, "withdrawn", &id));
	assert_int_equal(42, id);
	assert_non_null(strstr(buf_str(&told), "keep claim 1/5"));
	/* Nor has a claim of before there was. */
	claim_id = 0;
	buf_clear(&told);
	assert_int_equal(ERR_OK, proof_of_claim(&v, &d, "claimed_again", &id));
	assert_int_equal(42, id);
	assert_non_null(strstr(buf_str(&told), "\"cause\": \"claimed_again\""));
}

static void
a_reading_is_kept_once(void **state)
{
	const struct stored_reading r = { .tenant_id = 1,
		.device_id = 5,
		.journal = "poll",
		.seq = 8,
		.at = AT,
		.poll_id = 3,
		.outcome = "answered",
		.protocol = "v2c",
		.level = "none",
		.address = "192.0.2.1",
		.varbinds = (const uint8_t *)"abc",
		.varbinds_len = 3 };
	static char empty[] = "";
	/* As of a device that no profile knows. */
	const struct identity none = { .vendor = empty,
		.class = empty,
		.model = empty,
		.serial = empty,
		.version = empty,
		.oid = empty,
		.raw = empty };
	const struct verdict_list wanted = { 0 };
	int64_t id = 0;

	(void)state;
	assert_int_equal(ERR_OK, proof_of_reading(&v, &r, &none, &wanted, &id));
	assert_int_equal(42, id);
	assert_int_equal(1, looks);
	assert_non_null(strstr(buf_str(&told), "add reading 1/5 poll:8 {"));
	assert_non_null(strstr(buf_str(&told), "\"confidence\": \"none\""));
	assert_non_null(strstr(buf_str(&told), "\"components\": []"));
	assert_string_equal("abc", buf_str(&bytes));
	kept = 41;
	buf_clear(&told);
	assert_int_equal(ERR_OK, proof_of_reading(&v, &r, &none, &wanted, &id));
	assert_int_equal(41, id);
	assert_int_equal(0, told.len);
	/* Of a wave it is known without a look, also that it is not there. */
	v.wave = &wave;
	looks = 0;
	in_wave = 40;
	assert_int_equal(ERR_OK, proof_of_reading(&v, &r, &none, &wanted, &id));
	assert_int_equal(40, id);
	in_wave = 0;
	assert_int_equal(ERR_OK, proof_of_reading(&v, &r, &none, &wanted, &id));
	assert_int_equal(0, looks);
	assert_non_null(strstr(buf_str(&told), "wave has 1/8 as 42;"));
	in_wave = -1;
	assert_int_equal(ERR_OK, proof_of_reading(&v, &r, &none, &wanted, &id));
	assert_int_equal(1, looks);
}

static void
a_moment_is_looked_for_once_in_a_wave(void **state)
{
	const struct verdict_list wanted = { 0 };
	int64_t id = 7;

	(void)state;
	v.wave = &wave;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
		    ERR_OK, proof_of_moment(&v, 1, 5, AT, &wanted, &id));
		assert_int_equal(0, id); /* the reading is gone */
	}
	assert_int_equal(1, looks);
	assert_int_equal(ERR_OK, proof_of_moment(&v, 1, 6, AT, &wanted, &id));
	assert_int_equal(2, looks);
	assert_int_equal(
	    ERR_OK, proof_of_moment(&v, 1, 6, AT + 1, &wanted, &id));
	assert_int_equal(3, looks);
	/* Of two that are asked for in turn none is looked for again. */
	assert_int_equal(ERR_OK, proof_of_moment(&v, 1, 6, AT, &wanted, &id));
	assert_int_equal(
	    ERR_OK, proof_of_moment(&v, 1, 6, AT + 1, &wanted, &id));
	assert_int_equal(3, looks);
}

static int
end(void **state)
{
	(void)state;
	buf_free(&told);
	buf_free(&bytes);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_line_is_kept_as_it_may_be_kept, begin),
		cmocka_unit_test_setup(a_trap_is_kept_with_its_name, begin),
		cmocka_unit_test_setup(
		    that_a_moment_came_is_its_own_proof, begin),
		cmocka_unit_test_setup(
		    a_claim_rests_on_what_was_kept_as_it_was_made, begin),
		cmocka_unit_test_setup(a_reading_is_kept_once, begin),
		cmocka_unit_test_setup(
		    a_moment_is_looked_for_once_in_a_wave, begin),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
