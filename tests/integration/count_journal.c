/* SPDX-License-Identifier: Apache-2.0 */

/* Prints what a journal holds: records, first and last number, faults. */

#include <stdio.h>

#include "lib/base/err.h"
#include "lib/journal/verify.h"

int
main(int argc, char **argv)
{
	struct journal_report r;
	int rc;

	if (argc != 2) {
		fprintf(stderr, "usage: count_journal FOLDER\n");
		return 2;
	}
	rc = journal_verify(argv[1], &r);
	printf("%llu %llu %llu %llu\n", (unsigned long long)r.records,
	    (unsigned long long)r.first_seq, (unsigned long long)r.last_seq,
	    (unsigned long long)r.faults);
	if (r.faults > 0)
		fprintf(stderr, "segment %llu byte %llu: %s\n",
		    (unsigned long long)r.segment, (unsigned long long)r.offset,
		    r.why);
	return rc == ERR_OK ? 0 : 1;
}
