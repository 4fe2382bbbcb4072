/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Appends messages of 200 bytes to a journal, as listen does: a thread writes
 * and syncs one group while the next is gathered. Prints records a second, CPU
 * microseconds a record, and those of them that the loop would miss.
 */

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/journal/journal.h"
#include "lib/model/observation.h"

enum { MESSAGE_LEN = 200, AT_ONCE = 64, AHEAD_MAX = 4 << 20 };

static int64_t
cpu_us(int who)
{
	struct rusage r;

	getrusage(who, &r);
	return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * CLOCK_SECOND +
	    r.ru_utime.tv_usec + r.ru_stime.tv_usec;
}

/* What a pass of the loop does with its journal; senders wait meanwhile when it
 * is behind. */
static int
go_on(struct journal *j)
{
	struct pollfd p = { .fd = journal_fd(j), .events = POLLIN };
	bool is_behind = journal_pending(j) >= AHEAD_MAX;
	int rc = ERR_OK;

	if (poll(&p, 1, is_behind ? -1 : 0) > 0)
		rc = journal_settle(j);
	if (rc == ERR_OK && journal_gathered(j) >= JOURNAL_GROUP_LEN)
		journal_send(j);
	return rc;
}

static int
append_all(struct journal *j, int64_t count)
{
	static uint8_t text[MESSAGE_LEN];
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.tenant_id = 1,
		.realm_id = 1,
		.message = { .transport = MESSAGE_TCP,
		    .bytes = text,
		    .len = sizeof(text) } };
	int rc = ERR_OK;

	memset(text, 'x', sizeof(text));
	for (int64_t i = 0; rc == ERR_OK && i < count; i++) {
		memcpy(text, &i, sizeof(i));
		obs.at = clock_now();
		rc = journal_append(j, &obs);
		if (rc == ERR_OK && i % AT_ONCE == 0)
			rc = go_on(j);
	}
	return rc == ERR_OK ? journal_flush(j) : rc;
}

int
main(int argc, char **argv)
{
	const struct journal_limits limits = { .reserve = 64 << 20,
		.is_ahead = true };
	struct journal *j = NULL;
	int64_t count, wall, cpu, loop;

	if (argc != 3 || number_parse(argv[2], 1, INT32_MAX, &count) < 0) {
		fprintf(stderr, "usage: append FOLDER COUNT\n");
		return 2;
	}
	if (journal_open_limited(argv[1], &limits, &j) < 0)
		return 1;
	wall = clock_monotonic();
	journal_run(j);
	cpu = cpu_us(RUSAGE_SELF);
	loop = cpu_us(RUSAGE_THREAD);
	if (append_all(j, count) < 0)
		return 1;
	wall = clock_monotonic() - wall;
	cpu = cpu_us(RUSAGE_SELF) - cpu;
	loop = cpu_us(RUSAGE_THREAD) - loop;
	journal_close(j);
	printf("%lld %.3f %.3f\n", (long long)(count * CLOCK_SECOND / wall),
	    (double)cpu / (double)count, (double)loop / (double)count);
	return 0;
}
