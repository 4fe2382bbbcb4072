/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_MIGRATIONS_H
#define LIB_STORE_MIGRATIONS_H

#include "lib/base/embedded.h"

/*
 * The files of lib/store/schema, in order: "001-ground.sql" is version 1. An
 * applied one is never edited: its SHA-256 stands in schema_version.
 */
extern const struct embedded migrations[];

#endif
