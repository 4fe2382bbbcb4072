/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_SYSTEM_SYSTEM_INPUT_H
#define REGISTER_SYSTEM_SYSTEM_INPUT_H

/* Columns of a file of systems; ends with NULL. */
extern const char *const system_columns[];

#endif
