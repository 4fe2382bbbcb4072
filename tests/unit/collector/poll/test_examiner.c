/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/examiner.h"

#include <stdint.h>
#include <string.h>

#include "collector/keys/keyring.h"
#include "collector/poll/request.h"
#include "collector/poll/trial.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/network/credential.h"

#include "tests/unit/test.h"

/*
 * The examiner between a desk and trials that are played here: what is asked
 * of them, and in which order.
 */

enum { ALL = 200, AT_ONCE = 64, BAD = 99 };

static request_begin *begin;
static void *begin_arg;
static struct request requests[ALL];
static const char *answers[ALL];
static size_t answered;

static struct trial {
	trial_done *done;
	void *arg;
	bool open;
} trials[ALL];
static size_t started, open_now, open_most;
static bool refuse_trials;

static const struct credential secret = { .kind = "v2c",
	.community = "public" };

void
request_desk_kind(
    struct request_desk *k, const char *kind, request_begin *b, void *arg)
{
	(void)k;
	(void)kind;
	begin = b;
	begin_arg = arg;
}

void
request_answer(struct request_desk *k, const struct request *r,
    const char *outcome, struct json *result)
{
	(void)k;
	answers[r - requests] = outcome;
	answered++;
	json_free(result);
}

const struct credential *
keyring_find(const struct keyring *k, int tenant, int id)
{
	(void)k;
	(void)tenant;
	return id == BAD ? NULL : &secret;
}

const struct usm_user *
keyring_user(const struct keyring *k, int tenant, int id)
{
	(void)k;
	(void)tenant;
	(void)id;
	return NULL;
}

struct trial *
trial_start(
    struct engine *e, const struct trial_way *way, trial_done *done, void *arg)
{
	struct trial *t = &trials[started];

	(void)e;
	assert_string_equal("public", way->community);
	if (refuse_trials)
		return NULL;
	*t = (struct trial){ done, arg, true };
	started++;
	open_now++;
	if (open_now > open_most)
		open_most = open_now;
	return t;
}

void
trial_free(struct trial *t)
{
	if (t == NULL || !t->open)
		return;
	t->open = false;
	open_now--;
}

bool
trial_found(const struct trial_result *r, enum finding f)
{
	return (r->findings >> f & 1) != 0;
}

static struct examiner *
open_examiner(void)
{
	memset(answers, 0, sizeof(answers));
	memset(trials, 0, sizeof(trials));
	answered = started = open_now = open_most = 0;
	refuse_trials = false;
	return examiner_new(NULL, NULL, NULL);
}

static void
ask(size_t i, int credential)
{
	struct json *args = json_new_object();

	json_put_text(args, "address", "192.0.2.1");
	json_put_int(args, "credential", credential);
	requests[i] = (struct request){ .tenant_id = 1, .args = args };
	begin(begin_arg, &requests[i]);
}

static void
forget(size_t n)
{
	for (size_t i = 0; i < n; i++)
		json_free((struct json *)(uintptr_t)requests[i].args);
}

static void
end_trial(size_t i)
{
	const struct trial_result r = { .answers = true };

	trials[i].done(trials[i].arg, &r);
}

static void
only_some_are_under_way_at_once(void **state)
{
	struct examiner *x = open_examiner();

	(void)state;
	for (size_t i = 0; i < ALL; i++)
		ask(i, 1);
	assert_int_equal(AT_ONCE, started);
	assert_int_equal(0, answered);
	for (size_t i = 0; i < ALL; i++)
		end_trial(i);
	assert_int_equal(ALL, answered);
	assert_int_equal(AT_ONCE, open_most);
	assert_int_equal(0, open_now);
	for (size_t i = 0; i < ALL; i++)
		assert_string_equal("answered", answers[i]);
	examiner_free(x);
	forget(ALL);
}

static void
one_that_cannot_begin_holds_up_nobody(void **state)
{
	struct examiner *x = open_examiner();

	(void)state;
	for (size_t i = 0; i < AT_ONCE; i++)
		ask(i, 1);
	ask(AT_ONCE, BAD);
	ask(AT_ONCE + 1, 1);
	assert_null(answers[AT_ONCE]);
	end_trial(0);
	assert_string_equal("no credential", answers[AT_ONCE]);
	assert_int_equal(AT_ONCE + 1, started);
	refuse_trials = true;
	end_trial(1);
	ask(AT_ONCE + 2, 1);
	assert_string_equal("busy", answers[AT_ONCE + 2]);
	examiner_free(x);
	assert_int_equal(0, open_now);
	forget(AT_ONCE + 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_some_are_under_way_at_once),
		cmocka_unit_test(one_that_cannot_begin_holds_up_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
