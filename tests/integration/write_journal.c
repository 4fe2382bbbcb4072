/* SPDX-License-Identifier: Apache-2.0 */

/* Writes a journal of some messages, of 1970 or of some days ago, and packs a
 * segment of it. */

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/journal/archive.h"
#include "lib/journal/journal.h"
#include "lib/model/observation.h"

int
main(int argc, char **argv)
{
	static const char text[] = "<14>Nov 24 10:00:00 sw1 test: message";
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.tenant_id = 1,
		.realm_id = 1,
		.at = 1,
		.message = { .transport = MESSAGE_UDP,
		    .bytes = (const uint8_t *)text,
		    .len = sizeof(text) - 1 } };
	struct journal *j = NULL;
	int64_t n, pack = 0, days = 0;
	int rc;

	if (argc < 3 || argc > 5 ||
	    number_parse(argv[2], 0, INT32_MAX, &n) < 0 ||
	    (argc > 3 && number_parse(argv[3], 0, INT32_MAX, &pack) < 0) ||
	    (argc > 4 && number_parse(argv[4], 1, 9999, &days) < 0)) {
		fprintf(stderr,
		    "usage: write_journal FOLDER COUNT [SEGMENT [DAYS]]\n");
		return 2;
	}
	if (n == 0)
		return archive_segment(argv[1], (uint64_t)pack) == ERR_OK ? 0
									  : 1;
	if (days != 0)
		obs.at = clock_now() - days * CLOCK_DAY;
	rc = journal_open(argv[1], &j);
	for (; rc == ERR_OK && n > 0; n--)
		rc = journal_append(j, &obs);
	if (rc == ERR_OK)
		rc = journal_flush(j);
	journal_close(j);
	if (rc == ERR_OK && pack != 0)
		rc = archive_segment(argv[1], (uint64_t)pack);
	return rc == ERR_OK ? 0 : 1;
}
