/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_FRAMEWORK_MEASUREMENT_H
#define LIB_FRAMEWORK_MEASUREMENT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The ids that a control may name, in their order. What each one counts stands
 * with the reporter, which need not take all of them yet.
 */
size_t measurement_count(void);
const char *measurement_id(size_t i);
bool measurement_is_known(const char *id);

#endif
