/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_FRAMEWORK_CATALOGUE_H
#define LIB_FRAMEWORK_CATALOGUE_H

#include <stddef.h>

#include "lib/base/digest.h"
#include "lib/framework/framework.h"

/*
 * All catalogues of a folder, in the order of their files. The hash is of their
 * bytes, one file after the other: a report prints it, because the same figures
 * under another catalogue are another matrix.
 */
struct catalogue {
	struct framework *list;
	size_t count;
	uint8_t sha256[DIGEST_LEN];
};

/* ERR_PARSE after each fault was logged; a name that two have is one. */
int catalogue_load(const char *folder, struct catalogue *out);
void catalogue_free(struct catalogue *c); /* an empty one is fine */

const struct framework *catalogue_find(
    const struct catalogue *c, const char *name);

#endif
