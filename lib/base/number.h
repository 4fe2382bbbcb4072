/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_NUMBER_H
#define LIB_BASE_NUMBER_H

#include <stdint.h>

/*
 * A whole decimal number, and nothing behind it. ERR_PARSE: it is none;
 * ERR_RANGE: it is not within least..most. *out is written on success only.
 */
int number_parse(const char *text, int64_t least, int64_t most, int64_t *out);

#endif
