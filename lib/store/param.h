/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PARAM_H
#define LIB_STORE_PARAM_H

#include <stddef.h>

#include "lib/base/clock.h"

/*
 * Arguments of a statement as libpq takes them: texts whose type the server
 * infers, and bytes as they are. Borrows from the arguments.
 */
struct db_arg;

enum { PARAMS_MAX = 64 };

struct params {
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX];
	int formats[PARAMS_MAX];
	char texts[PARAMS_MAX][CLOCK_TEXT_MAX];
};

void params_set(struct params *p, size_t count, const struct db_arg *args);

#endif
