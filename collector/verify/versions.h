/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_VERSIONS_H
#define COLLECTOR_VERIFY_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/store/patch/version_point.h"

struct identity;
struct verdict_list;

/* An identity as what its components say, the product first among them. */
struct versions {
	struct version_said *said;
	size_t n;
	char **text; /* scheme lists that said borrows */
	size_t n_texts;
};

/* wanted says which packages a fix asks for. */
void versions_collect(const struct identity *id,
    const struct verdict_list *wanted, struct versions *out);
void versions_free(struct versions *v);

/* Whether a fix for component ("", "kernel", "package:NAME") is for it. */
bool versions_concerns(const char *component, const struct version_said *said);

#endif
