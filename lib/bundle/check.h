/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BUNDLE_CHECK_H
#define LIB_BUNDLE_CHECK_H

#include <stdbool.h>

/*
 * Holds a bundle, a folder, against its manifest: needs no database, and no
 * installation. Whoever can change a file can change the manifest as well; what
 * they cannot change is a signature, a hash that was printed, and the report
 * before this one. Each of those that the caller has is asked.
 */
struct bundle_known {
	const char *manifest_sha256; /* as printed or told; NULL */
	const char *previous;        /* file of the report before; NULL */
	const char *ca_file;         /* who certified the seal; NULL */
};

/* What is right and what is not, in words; faulty: it is not. */
typedef void bundle_say(void *of, bool faulty, const char *line);

/* How many faults; negative when there is no bundle to look at, or ca_file has
 * no certificates to hold it against. */
int bundle_check(const char *folder, const struct bundle_known *known,
    bundle_say *say, void *of);

#endif
