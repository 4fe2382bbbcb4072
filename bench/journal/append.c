/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Appends messages of 200 bytes to a journal in groups, as listen does, each
 * group synced; prints records a second, and CPU microseconds a record.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/journal/journal.h"
#include "lib/model/observation.h"

enum { MESSAGE_LEN = 200 };

static int64_t
cpu_us(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * CLOCK_SECOND +
	    r.ru_utime.tv_usec + r.ru_stime.tv_usec;
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
		if (rc == ERR_OK && journal_pending(j) >= JOURNAL_GROUP_LEN)
			rc = journal_flush(j);
	}
	return rc == ERR_OK ? journal_flush(j) : rc;
}

int
main(int argc, char **argv)
{
	const struct journal_limits limits = { .reserve = 64 << 20,
		.is_ahead = true };
	struct journal *j = NULL;
	int64_t count, wall, cpu;

	if (argc != 3 || number_parse(argv[2], 1, INT32_MAX, &count) < 0) {
		fprintf(stderr, "usage: append FOLDER COUNT\n");
		return 2;
	}
	if (journal_open_limited(argv[1], &limits, &j) < 0)
		return 1;
	wall = clock_monotonic();
	cpu = cpu_us();
	if (append_all(j, count) < 0)
		return 1;
	wall = clock_monotonic() - wall;
	cpu = cpu_us() - cpu;
	journal_close(j);
	printf("%lld %.3f\n", (long long)(count * CLOCK_SECOND / wall),
	    (double)cpu / (double)count);
	return 0;
}
