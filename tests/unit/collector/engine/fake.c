/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector/engine/fake.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"

static void
keep(void *arg, const struct address *to, const void *data, size_t len)
{
	struct fake *f = arg;

	(void)to;
	f->datagrams++;
	if (f->count < FAKE_WIRE)
		buf_add(&f->sent[f->count++], data, len);
}

void
fake_start(struct fake *f, const char *recording, int window)
{
	const struct engine_limits limits = { .window = window,
		.timeout = CLOCK_SECOND };

	memset(f, 0, sizeof(*f));
	f->now = 1000 * CLOCK_SECOND;
	clock_freeze(f->now);
	if (recording_parse(
		recording, strlen(recording), NULL, NULL, &f->recording) < 0 ||
	    address_parse("127.1.0.1:161", &f->peer.address) < 0)
		fatalx("fake: recording");
	f->rows = rows_from(f->recording);
	f->agent = agent_new(&f->peer.address, f->now);
	f->agent->recording = f->rows;
	f->peer.version = SNMP_V2C;
	f->peer.community = "public";
	f->peer.community_len = strlen("public");
	f->engine = engine_new(&limits, 42, keep, f);
}

void
fake_stop(struct fake *f)
{
	for (size_t i = 0; i < f->count; i++)
		buf_free(&f->sent[i]);
	engine_free(f->engine);
	agent_free(f->agent);
	rows_free(f->rows);
	snapshot_free(f->recording);
	clock_thaw();
}

bool
fake_deliver(struct fake *f)
{
	struct buf question, answer = { 0 };
	int rc;

	if (f->count == 0)
		return false;
	question = f->sent[0];
	memmove(&f->sent[0], &f->sent[1], --f->count * sizeof(f->sent[0]));
	f->sent[f->count] = (struct buf){ 0 };
	rc = agent_answer(
	    f->agent, f->now, question.data, question.len, &answer);
	if (rc == ERR_OK)
		engine_receive(f->engine, &f->peer.address, answer.data,
		    answer.len, clock_monotonic());
	buf_free(&question);
	buf_free(&answer);
	return true;
}

void
fake_wait(struct fake *f, int64_t microseconds)
{
	int64_t until = f->now + microseconds;

	while (f->now < until) {
		f->now += ENGINE_TICK;
		clock_freeze(f->now);
		engine_tick(f->engine);
	}
}

void
fake_run(struct fake *f)
{
	while (engine_busy(f->engine)) {
		if (!fake_deliver(f))
			fake_wait(f, ENGINE_TICK);
	}
}
