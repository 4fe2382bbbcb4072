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
	rc = journal_verify(argv[1], NULL, 0, &r);
	printf("%llu %llu %llu %llu\n", (unsigned long long)r.records,
	    (unsigned long long)r.first_seq, (unsigned long long)r.last_seq,
	    (unsigned long long)r.faults);
	for (size_t i = 0; i < r.faults && i < JOURNAL_FAULTS_MAX; i++)
		fprintf(stderr, "segment %llu byte %llu: %s: %s\n",
		    (unsigned long long)r.fault[i].segment,
		    (unsigned long long)r.fault[i].offset,
		    journal_fault_name(r.fault[i].kind), r.fault[i].why);
	return rc == ERR_OK ? 0 : 1;
}
