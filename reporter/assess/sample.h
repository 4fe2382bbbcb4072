/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_SAMPLE_H
#define REPORTER_ASSESS_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/digest.h"

struct facts;
struct obligation;

/*
 * M-EVD-02: some installations for who audits to follow back, in a way that
 * another can draw again with sha256sum and sort:
 *
 *	population  those whose deadline fell in the period, as lines
 *	            REFERENCE tab DEVICE newline, sorted by their bytes
 *	            (names as in the evidence: masked.h has its marks)
 *	digest      SHA-256 of the population
 *	seed        head of the chain of changes when the report was made: who
 *	            patches does not know it, each report that is made moves it;
 *	            or what who audits gave, in the evidence as sample_seed
 *	drawn       those with the lowest SHA-256 of SEED tab their line
 */
enum { SAMPLE_SIZE = 25, SAMPLE_SEED_MAX = 128 };

struct drawn {
	const struct obligation *obligation;
	char digest[DIGEST_HEX_MAX];
};

struct sample {
	const char *seed; /* of the evidence; "" when it has no chain */
	bool is_given;    /* by who makes the report, for who audits */
	char population_sha256[DIGEST_HEX_MAX];
	size_t population;
	struct drawn *drawn; /* by digest */
	size_t n;
};

/* Can it be given? Printable ASCII, so that a shell draws the same. */
bool sample_is_seed(const char *text);

/* How many it is drawn from. */
size_t sample_population(const struct facts *f);

/* At most so many; all when there are fewer. */
void sample_draw(const struct facts *f, size_t most, struct sample *out);
void sample_free(struct sample *s);

#endif
