/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/secure.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/datagrams.h"
#include "collector/trap/roll.h"
#include "collector/trap/said.h"
#include "collector/trap/seen.h"
#include "collector/trap/self.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/wire/usm.h"
#include "lib/wire/varbind.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static char clocks[SCRATCH_MAX];

#define START (1000 * CLOCK_SECOND)

static const uint8_t cold_start[] = { 0x2b, 6, 1, 6, 3, 1, 1, 5, 1 };
static const struct ber sender = { (const uint8_t *)"sender", 6 };

static struct {
	struct self self;
	struct target target;
	struct usm_user user, wrong, nobody;
	struct said_by by;
	struct seen *seen;
	struct secure *secure;
	struct said said;
	struct buf answer, message;
	int32_t request;
} t;

static int
set_up(void **state)
{
	(void)state;
	memset(&t, 0, sizeof(t));
	clock_freeze(START);
	t.self = (struct self){ .id = "ourselves",
		.len = 9,
		.boots = 3,
		.started = START - 500 * CLOCK_SECOND };
	t.target = (struct target){ .tenant_id = 1, .device_id = 7 };
	t.user = (struct usm_user){ .name = "u",
		.auth = USM_AUTH_SHA256,
		.priv = USM_PRIV_AES128,
		.auth_ku = { 1 },
		.priv_ku = { 2 } };
	t.wrong = t.user;
	t.wrong.auth_ku[0] = 9;
	t.nobody = (struct usm_user){ .name = "" };
	t.by = (struct said_by){
		.target = &t.target, .users = { &t.user }, .count = 1
	};
	t.seen = seen_new();
	unlink(clocks);
	t.secure = secure_new(&t.self, t.seen, clocks);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	secure_free(t.secure);
	seen_free(t.seen);
	buf_free(&t.answer);
	buf_free(&t.message);
	clock_thaw();
	return 0;
}

/* What is sent. */
struct letter {
	struct ber engine;
	int32_t boots, time;
	uint8_t flags;
	uint8_t pdu;
	const struct usm_user *user;
};

static void
add_scoped(struct buf *scoped, const struct letter *l)
{
	const struct oid name = OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0);
	const struct varbind vb = { name,
		value_of_data(VALUE_OID, cold_start, sizeof(cold_start)) };
	struct buf list = { 0 }, pdu = { 0 };

	varbind_add(&list, &vb);
	snmp_message_add_pdu(&(struct snmp_message){ .version = SNMP_V3,
				 .pdu = l->pdu,
				 .id = ++t.request,
				 .varbinds = { list.data, list.len } },
	    &pdu, NULL);
	snmp3_build_scoped(l->engine, (struct ber){ NULL, 0 },
	    (struct ber){ pdu.data, pdu.len }, scoped);
	buf_free(&list);
	buf_free(&pdu);
}

static void
write_letter(const struct letter *l)
{
	const struct snmp3_message head = { .id = 1 + t.request,
		.max_size = 1500,
		.flags = l->flags,
		.engine_id = l->engine,
		.boots = l->boots,
		.time = l->time,
		.user = {
		    (const uint8_t *)l->user->name, strlen(l->user->name) } };
	struct buf scoped = { 0 };
	struct usm_keys keys;

	buf_clear(&t.message);
	assert_int_equal(ERR_OK, usm_localise(l->user, l->engine, &keys));
	add_scoped(&scoped, l);
	assert_int_equal(ERR_OK,
	    usm_build(&head, l->user, &keys, 1,
		(struct ber){ scoped.data, scoped.len }, &t.message));
	buf_free(&scoped);
}

static enum belief
deliver(void)
{
	const struct datagram d = { .from = { .family = 4 },
		.data = t.message.data,
		.len = t.message.len };

	buf_clear(&t.answer);
	t.said = (struct said){ 0 };
	return secure_take(t.secure, &d, &t.by, 1, &t.said, &t.answer);
}

static enum belief
take(const struct letter *l)
{
	write_letter(l);
	return deliver();
}

/* A trap of the sender, by its clock. */
static struct letter
a_trap(int32_t boots, int32_t time)
{
	return (struct letter){ sender, boots, time, SNMP3_AUTH | SNMP3_PRIV,
		SNMP_TRAP, &t.user };
}

static struct letter
an_inform(int32_t boots, int32_t time)
{
	return (struct letter){ { t.self.id, t.self.len }, boots, time,
		SNMP3_AUTH | SNMP3_PRIV | SNMP3_REPORTABLE, SNMP_INFORM,
		&t.user };
}

static enum usm_report
report(void)
{
	struct snmp3_message m;
	struct snmp3_scoped s;

	assert_int_equal(ERR_OK, snmp3_parse(t.answer.data, t.answer.len, &m));
	assert_int_equal(ERR_OK, snmp3_parse_scoped(m.data, &s));
	assert_int_equal(SNMP_REPORT, s.pdu.pdu);
	return usm_report_of(s.pdu.varbinds);
}

static void
a_signed_trap_is_believed_once(void **state)
{
	struct letter l = a_trap(1, 100);

	(void)state;
	assert_int_equal(BELIEVED, take(&l));
	assert_ptr_equal(&t.target, t.said.target);
	assert_int_equal(READING_PRIV, t.said.level);
	assert_memory_equal(cold_start, t.said.pdu.name, sizeof(cold_start));
	assert_int_equal(0, t.answer.len);
	assert_int_equal(BELIEF_REPEATED, deliver());
}

static void
what_is_not_signed_right_teaches_nothing(void **state)
{
	struct letter forged = a_trap(2000, 1), l = a_trap(1, 100);

	(void)state;
	forged.user = &t.wrong;
	assert_int_equal(BELIEF_DIGEST, take(&forged));
	assert_int_equal(BELIEVED, take(&l));
	l.flags = 0;
	assert_int_equal(BELIEF_LEVEL, take(&l));
	l.flags = SNMP3_AUTH;
	assert_int_equal(BELIEVED, take(&l));
	assert_int_equal(READING_AUTH, t.said.level);
}

static void
a_trap_of_an_earlier_time_is_refused(void **state)
{
	struct letter now = a_trap(2, 1000), late = a_trap(2, 840),
		      within = a_trap(2, 860), earlier = a_trap(1, 5000),
		      restarted = a_trap(3, 1);

	(void)state;
	assert_int_equal(BELIEVED, take(&now));
	assert_int_equal(BELIEF_TIME, take(&late));
	assert_int_equal(BELIEVED, take(&within));
	assert_int_equal(BELIEF_TIME, take(&earlier));
	assert_int_equal(BELIEVED, take(&restarted));
	assert_int_equal(BELIEF_TIME, take(&now));
}

/* What the poller has learnt holds for the first trap after a start. */
static void
the_pollers_clock_is_where_it_begins(void **state)
{
	struct letter old = a_trap(4, 100), l = a_trap(5, 1100);

	(void)state;
	memcpy(t.target.engine, sender.data, sender.len);
	t.target.engine_len = sender.len;
	t.target.boots = 5;
	t.target.time = 1000;
	t.target.engine_at = START - 100 * CLOCK_SECOND;
	assert_int_equal(BELIEF_TIME, take(&old));
	old = a_trap(5, 900);
	assert_int_equal(BELIEF_TIME, take(&old));
	assert_int_equal(BELIEVED, take(&l));
}

static void
save(void)
{
	struct buf text = { 0 };

	if (secure_print(t.secure, &text))
		assert_int_equal(
		    ERR_OK, file_write(clocks, text.data, text.len, 0600));
	buf_free(&text);
}

/* Our own last word holds over a restart, without any key in the file. */
static void
a_restart_does_not_make_an_old_trap_new(void **state)
{
	struct letter old = a_trap(5, 100), l = a_trap(5, 1000);

	(void)state;
	assert_int_equal(BELIEVED, take(&old));
	assert_int_equal(BELIEVED, take(&l));
	save();
	secure_free(t.secure);
	clock_freeze(START + 10 * CLOCK_SECOND);
	t.secure = secure_new(&t.self, t.seen, clocks);
	assert_int_equal(BELIEF_TIME, take(&old));
	l = a_trap(5, 1011);
	assert_int_equal(BELIEVED, take(&l));
	/* Who has not spoken since is not forgotten by the next one. */
	save();
	secure_free(t.secure);
	t.secure = secure_new(&t.self, t.seen, clocks);
	save();
	old = a_trap(4, 5000);
	assert_int_equal(BELIEF_TIME, take(&old));
}

static void
who_wants_to_inform_us_learns_our_engine_and_clock(void **state)
{
	struct letter l = { { NULL, 0 }, 0, 0, SNMP3_REPORTABLE, SNMP_GET,
		&t.nobody };
	struct snmp3_message m;

	(void)state;
	assert_int_equal(BELIEFS, take(&l));
	assert_int_equal(USM_REPORT_ENGINE, report());
	assert_int_equal(ERR_OK, snmp3_parse(t.answer.data, t.answer.len, &m));
	assert_int_equal(t.self.len, m.engine_id.len);
	assert_int_equal(3, m.boots);
	assert_int_equal(500, m.time);
	l = an_inform(3, 200);
	assert_int_equal(BELIEF_TIME, take(&l));
	assert_int_equal(USM_REPORT_WINDOW, report());
	l = an_inform(2, 500);
	assert_int_equal(BELIEF_TIME, take(&l));
	l = an_inform(3, 490);
	assert_int_equal(BELIEVED, take(&l));
	assert_true(t.said.pdu.is_inform);
	assert_true(t.answer.len > 0);
	assert_false(t.said.again);
	/* Its answer was lost: it is answered again, and is no other one. */
	assert_int_equal(BELIEVED, deliver());
	assert_true(t.said.again);
	assert_true(t.answer.len > 0);
}

static void
a_trap_by_our_clock_and_an_inform_by_theirs_are_none(void **state)
{
	struct letter trap = an_inform(3, 500), inform = a_trap(1, 1);

	(void)state;
	trap.pdu = SNMP_TRAP;
	assert_int_equal(BELIEF_OTHER, take(&trap));
	inform.pdu = SNMP_INFORM;
	assert_int_equal(BELIEF_OTHER, take(&inform));
	inform.flags |= SNMP3_REPORTABLE;
	assert_int_equal(BELIEF_ENGINE, take(&inform));
	assert_int_equal(USM_REPORT_ENGINE, report());
}

static void
reports_do_not_go_on_without_end(void **state)
{
	struct letter l = { { NULL, 0 }, 0, 0, SNMP3_REPORTABLE, SNMP_GET,
		&t.nobody };
	int sent = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(BELIEFS, take(&l));
		sent += t.answer.len > 0;
	}
	assert_int_equal(20, sent);
	clock_freeze(START + CLOCK_SECOND);
	assert_int_equal(BELIEFS, take(&l));
	assert_true(t.answer.len > 0);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_signed_trap_is_believed_once),
		TEST(what_is_not_signed_right_teaches_nothing),
		TEST(a_trap_of_an_earlier_time_is_refused),
		TEST(the_pollers_clock_is_where_it_begins),
		TEST(a_restart_does_not_make_an_old_trap_new),
		TEST(who_wants_to_inform_us_learns_our_engine_and_clock),
		TEST(a_trap_by_our_clock_and_an_inform_by_theirs_are_none),
		TEST(reports_do_not_go_on_without_end),
	};
	int fd = mkstemp(scratch_name(clocks, "clocks")), rc;

	if (fd == -1)
		return 1;
	close(fd);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(clocks);
	return rc;
}
