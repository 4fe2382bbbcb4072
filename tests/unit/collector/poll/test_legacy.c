/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/legacy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/engine/engine.h"
#include "collector/keys/keyring.h"
#include "collector/poll/request.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/wire/varbind.h"

#include "tests/unit/test.h"

/* A desk, a keyring and an engine that are played here. */

static const char *communities[3];
static size_t n_communities;
static char asked[20][300];
static size_t n_asked;
static engine_done *done;
static void *done_arg;
static bool engine_is_full;
static char outcome[40], *result;
static unsigned cancelled;

size_t
keyring_communities(
    const struct keyring *k, int tenant, const char *out[], size_t most)
{
	size_t n = n_communities < most ? n_communities : most;

	(void)k;
	assert_int_equal(7, tenant);
	memcpy(out, communities, n * sizeof(*out));
	return n;
}

int
engine_ask(struct engine *e, struct engine_peer *peer,
    const struct engine_question *q, engine_done *d, void *arg,
    uint32_t *ticket)
{
	(void)e;
	if (engine_is_full)
		return ERR_AGAIN;
	assert_int_equal(SNMP_GET, q->pdu);
	snprintf(asked[n_asked++], sizeof(asked[0]), "%s %.*s",
	    peer->version == SNMP_V1 ? "v1" : "v2c", (int)peer->community_len,
	    peer->community);
	done = d;
	done_arg = arg;
	*ticket = 1;
	return ERR_OK;
}

void
engine_cancel(struct engine *e, uint32_t ticket)
{
	(void)e;
	(void)ticket;
	cancelled++;
}

void
request_answer(struct request_desk *k, const struct request *r, const char *o,
    struct json *j)
{
	(void)k;
	(void)r;
	snprintf(outcome, sizeof(outcome), "%s", o);
	free(result);
	result = j == NULL ? NULL : json_line(j);
	json_free(j);
}

static void
start(size_t n)
{
	n_asked = cancelled = 0;
	n_communities = n;
	engine_is_full = false;
	outcome[0] = '\0';
}

static void
answer(bool comes)
{
	static const uint8_t bytes[] = { 0x30, 0x00 };
	const struct snmp_message m = { .varbinds = { bytes, 2 } };
	const struct engine_end end = { .answer = comes ? &m : NULL };

	done(done_arg, &end);
}

static const struct address nowhere;

static void
without_a_permission_nothing_is_sent(void **state)
{
	const struct request r = { .tenant_id = 7 };
	struct legacy *l = legacy_new(NULL, NULL, NULL);

	(void)state;
	start(1);
	legacy_try(l, &r, &nowhere);
	assert_int_equal(0, n_asked);
	assert_string_equal("not permitted", outcome);
	legacy_free(l);
}

static void
each_way_is_tried_once_and_one_after_the_other(void **state)
{
	static const char *const ways[] = { "v1 public", "v1 geheim",
		"v2c public", "v2c geheim" };
	const struct request r = { .tenant_id = 7, .permitted = true };
	struct legacy *l = legacy_new(NULL, NULL, NULL);

	(void)state;
	start(2);
	communities[0] = "geheim";
	communities[1] = "public"; /* is tried anyhow */
	legacy_try(l, &r, &nowhere);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(i + 1, n_asked);
		assert_string_equal(ways[i], asked[i]);
		answer(i == 3);
	}
	assert_string_equal("tried", outcome);
	assert_string_equal(
	    "{\"answers\": \"v2c configured\", "
	    "\"tried\": [\"v1 public\", \"v1 configured\", "
	    "\"v2c public\", \"v2c configured\"], "
	    "\"raw\": [{\"way\": \"v2c configured\", \"error\": 0, "
	    "\"varbinds\": \"3000\"}]}",
	    result);
	legacy_free(l);
}

static void
who_answers_nothing_is_silent(void **state)
{
	const struct request r = { .tenant_id = 7, .permitted = true };
	struct legacy *l = legacy_new(NULL, NULL, NULL);

	(void)state;
	start(0);
	legacy_try(l, &r, &nowhere);
	answer(false);
	answer(false);
	assert_non_null(strstr(result, "\"answers\": \"silent\""));
	legacy_free(l);
}

static void
what_was_not_tried_to_the_end_says_nothing(void **state)
{
	const struct request r = { .tenant_id = 7, .permitted = true };
	struct legacy *l = legacy_new(NULL, NULL, NULL);

	(void)state;
	start(0);
	legacy_try(l, &r, &nowhere);
	engine_is_full = true;
	answer(false);
	assert_string_equal("busy", outcome);
	engine_is_full = false;
	legacy_try(l, &r, &nowhere);
	legacy_free(l); /* while one is open */
	assert_int_equal(1, cancelled);
	free(result);
	result = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_permission_nothing_is_sent),
		cmocka_unit_test(
		    each_way_is_tried_once_and_one_after_the_other),
		cmocka_unit_test(who_answers_nothing_is_silent),
		cmocka_unit_test(what_was_not_tried_to_the_end_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
