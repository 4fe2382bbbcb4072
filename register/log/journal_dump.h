/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_JOURNAL_DUMP_H
#define REGISTER_JOURNAL_DUMP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct dump_range {
	uint64_t from, to; /* record numbers */
	bool all;          /* with what the journal says of itself */
};

/* The records of one folder, a JSON object a line. */
int journal_dump(const char *dir, const char *name,
    const struct dump_range *range, FILE *out);

#endif
