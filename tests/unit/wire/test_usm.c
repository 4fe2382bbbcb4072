/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/usm.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"
#include "tests/unit/test.h"

static const uint8_t engine[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 };
static const struct ber engine_id = { engine, sizeof(engine) };

static void
from_hex(const char *hex, uint8_t *out)
{
	assert_int_equal(digest_from_hex(hex, out, strlen(hex) / 2), ERR_OK);
}

/* RFC 3414, A.3: Ku and Kul of "maplesyrup". */
static const struct {
	enum usm_auth auth;
	const char *ku, *kul;
} passwords[] = {
	{ USM_AUTH_MD5, "9faf3283884e92834ebc9847d8edd963",
	    "526f5eed9fcce26f8964c2930787d82b" },
	{ USM_AUTH_SHA1, "9fb5cc0381497b3793528939ff788d5d79145211",
	    "6695febc9288e36282235fc7151f128497b38f3f" },
};

static void
passwords_become_the_published_keys(void **state)
{
	struct usm_user u = { .priv = USM_PRIV_AES128 };
	uint8_t want[USM_KEY_MAX];
	struct usm_keys keys;

	(void)state;
	for (size_t i = 0; i < ROWS(passwords); i++) {
		size_t len = usm_key_len(passwords[i].auth);

		u.auth = passwords[i].auth;
		assert_int_equal(
		    usm_password(u.auth, "maplesyrup", 10, u.auth_ku), ERR_OK);
		from_hex(passwords[i].ku, want);
		assert_memory_equal(u.auth_ku, want, len);
		memcpy(u.priv_ku, u.auth_ku, sizeof(u.priv_ku));
		assert_int_equal(usm_localise(&u, engine_id, &keys), ERR_OK);
		from_hex(passwords[i].kul, want);
		assert_memory_equal(keys.auth, want, len);
		assert_memory_equal(keys.priv, want, 16);
	}
	assert_int_equal(usm_password(USM_AUTH_NONE, "x", 1, want), ERR_RANGE);
	assert_int_equal(usm_password(USM_AUTH_MD5, "", 0, want), ERR_RANGE);
}

static void
only_reeders_way_is_slow_and_only_for_short_digests(void **state)
{
	(void)state;
	assert_true(usm_is_slow(USM_AUTH_SHA1, USM_PRIV_AES192_C));
	assert_true(usm_is_slow(USM_AUTH_SHA224, USM_PRIV_AES256_C));
	assert_false(usm_is_slow(USM_AUTH_SHA224, USM_PRIV_AES192_C));
	assert_false(usm_is_slow(USM_AUTH_SHA256, USM_PRIV_AES256_C));
	assert_false(usm_is_slow(USM_AUTH_MD5, USM_PRIV_AES256));
	assert_false(usm_is_slow(USM_AUTH_MD5, USM_PRIV_DES));
}

/* A message of one user; text makes the list longer. */
static void
make(const struct usm_user *u, const struct usm_keys *keys, size_t text,
    struct buf *out)
{
	static const uint8_t letters[64];
	const struct snmp3_message head = { .id = 77,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = usm_level(u) | SNMP3_REPORTABLE,
		.engine_id = engine_id,
		.boots = 3,
		.time = 4711,
		.user = { (const uint8_t *)u->name, strlen(u->name) } };
	const struct varbind vb = { OID_OF(0x2b, 6, 1, 2, 1, 1, 5, 0),
		value_of_data(VALUE_STRING, letters, text) };
	struct snmp_message m = { .pdu = SNMP_RESPONSE, .id = 78 };
	struct buf list = { 0 }, pdu = { 0 }, scoped = { 0 };

	varbind_add(&list, &vb);
	m.varbinds = (struct ber){ list.data, list.len };
	snmp_message_add_pdu(&m, &pdu, NULL);
	snmp3_build_scoped(engine_id, (struct ber){ NULL, 0 },
	    (struct ber){ pdu.data, pdu.len }, &scoped);
	assert_int_equal(usm_build(&head, u, keys, 0x0102030405060708,
			     (struct ber){ scoped.data, scoped.len }, out),
	    ERR_OK);
	buf_free(&list);
	buf_free(&pdu);
	buf_free(&scoped);
}

static void
read_back(const struct usm_user *u, const struct usm_keys *keys, size_t text)
{
	struct buf out = { 0 }, plain = { 0 };
	struct snmp3_scoped scoped;
	struct snmp3_message m;

	buf_add_str(&out, "before"); /* is left alone */
	make(u, keys, text, &out);
	assert_int_equal(snmp3_parse(out.data + 6, out.len - 6, &m), ERR_OK);
	assert_int_equal(m.id, 77);
	assert_int_equal(m.flags, usm_level(u) | SNMP3_REPORTABLE);
	assert_int_equal(m.time, 4711);
	if (u->auth != USM_AUTH_NONE)
		assert_int_equal(usm_check(&m, u->auth, keys), ERR_OK);
	assert_int_equal(usm_read(&m, u->priv, keys, &plain, &scoped), ERR_OK);
	assert_int_equal(scoped.pdu.id, 78);
	assert_int_equal(scoped.pdu.version, SNMP_V3);
	assert_int_equal(scoped.engine_id.len, sizeof(engine));
	out.data[out.len - 1] ^= 1;
	if (u->auth != USM_AUTH_NONE)
		assert_int_equal(usm_check(&m, u->auth, keys), ERR_DENIED);
	buf_free(&out);
	buf_free(&plain);
}

static void
every_pair_of_protocols_comes_back(void **state)
{
	struct usm_user u = { .name = "reader" };
	struct usm_keys keys;

	(void)state;
	for (int auth = 0; auth < USM_AUTHS; auth++) {
		for (int priv = 0; priv < USM_PRIVS; priv++) {
			if (auth == USM_AUTH_NONE && priv != USM_PRIV_NONE)
				continue;
			u.auth = (enum usm_auth)auth;
			u.priv = (enum usm_priv)priv;
			memset(u.auth_ku, 'a', usm_key_len(u.auth));
			memset(u.priv_ku, 'p', usm_key_len(u.auth));
			usm_localise(&u, engine_id, &keys);
			for (size_t text = 0; text < 10; text++)
				read_back(&u, &keys, text);
		}
	}
}

static void
names_are_read_as_they_are_printed(void **state)
{
	enum usm_auth auth;
	enum usm_priv priv;

	(void)state;
	for (int i = 0; i < USM_AUTHS; i++) {
		assert_int_equal(
		    usm_auth_parse(usm_auth_name((enum usm_auth)i), &auth),
		    ERR_OK);
		assert_int_equal(auth, i);
	}
	for (int i = 0; i < USM_PRIVS; i++) {
		assert_int_equal(
		    usm_priv_parse(usm_priv_name((enum usm_priv)i), &priv),
		    ERR_OK);
		assert_int_equal(priv, i);
	}
	assert_int_equal(usm_auth_parse("sha", &auth), ERR_OK);
	assert_int_equal(auth, USM_AUTH_SHA1);
	assert_int_equal(usm_auth_parse("sha512", &auth), ERR_OK);
	assert_int_equal(auth, USM_AUTH_SHA512);
	assert_int_equal(usm_priv_parse("aes192c", &priv), ERR_OK);
	assert_int_equal(priv, USM_PRIV_AES192_C);
	assert_int_equal(usm_priv_parse("AES", &priv), ERR_OK);
	assert_int_equal(priv, USM_PRIV_AES128);
	assert_int_equal(usm_auth_parse("SHA-3", &auth), ERR_PARSE);
	assert_int_equal(usm_priv_parse("", &priv), ERR_PARSE);
}

static void
reports_are_known_by_their_counters(void **state)
{
	struct buf list = { 0 };

	(void)state;
	for (int i = USM_REPORT_LEVEL; i < USM_REPORT_OTHER; i++) {
		buf_clear(&list);
		usm_report_add((enum usm_report)i, 5, &list);
		assert_int_equal(
		    usm_report_of((struct ber){ list.data, list.len }), i);
	}
	assert_int_equal(
	    usm_report_of((struct ber){ NULL, 0 }), USM_REPORT_OTHER);
	buf_free(&list);
}

static void
an_authority_has_a_window_of_150_seconds(void **state)
{
	(void)state;
	assert_true(usm_is_timely(3, 1000, 3, 1150));
	assert_true(usm_is_timely(3, 1000, 3, 850));
	assert_false(usm_is_timely(3, 1000, 3, 1151));
	assert_false(usm_is_timely(3, 1000, 3, 849));
	assert_false(usm_is_timely(3, 1000, 2, 1000));
	assert_false(usm_is_timely(3, 1000, 4, 1000));
	assert_false(usm_is_timely(USM_BOOTS_MAX, 5, USM_BOOTS_MAX, 5));
}

static void
a_clock_is_followed_and_does_not_go_back(void **state)
{
	const int64_t now = 1000 * CLOCK_SECOND;
	struct usm_clock c = { 0 };

	(void)state;
	usm_clock_seed(&c, 9, 100, now);
	assert_int_equal(usm_clock_time(&c, now + 7 * CLOCK_SECOND), 107);
	/* What is signed wins over what was not, though it be earlier. */
	assert_true(usm_clock_accept(&c, 3, 500, now));
	usm_clock_seed(&c, 9, 100, now);
	assert_int_equal(c.boots, 3);
	assert_true(usm_clock_accept(&c, 3, 400, now)); /* on its way */
	assert_false(usm_clock_accept(&c, 3, 349, now));
	assert_false(usm_clock_accept(&c, 2, 9999, now));
	assert_int_equal(usm_clock_time(&c, now), 500);
	/* It runs on here, too. */
	assert_false(usm_clock_accept(&c, 3, 500, now + 151 * CLOCK_SECOND));
	assert_true(usm_clock_accept(&c, 4, 1, now));
	assert_int_equal(usm_clock_time(&c, now), 1);
	assert_false(usm_clock_accept(&c, USM_BOOTS_MAX, 1, now));
	usm_clock_set(&c, 1, 10, now);
	assert_true(usm_clock_accept(&c, 1, 10, now));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passwords_become_the_published_keys),
		cmocka_unit_test(
		    only_reeders_way_is_slow_and_only_for_short_digests),
		cmocka_unit_test(every_pair_of_protocols_comes_back),
		cmocka_unit_test(names_are_read_as_they_are_printed),
		cmocka_unit_test(reports_are_known_by_their_counters),
		cmocka_unit_test(an_authority_has_a_window_of_150_seconds),
		cmocka_unit_test(a_clock_is_followed_and_does_not_go_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
