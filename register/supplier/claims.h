/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_SUPPLIER_CLAIMS_H
#define REGISTER_SUPPLIER_CLAIMS_H

#include <stdbool.h>

struct context;

/* Columns of a supplier's list of work done; ends with NULL. */
extern const char *const claim_columns[];

/*
 * Reads such a list. What is of a patch on a device of the register becomes a
 * claim there as well; the same list again changes nothing. mapping may be
 * NULL.
 */
int claims_import(struct context *c, const char *path, const char *supplier,
    const char *mapping, bool dry_run);

/* The same of lists that were exported, in which each row says whose it is. */
int claims_import_exported(struct context *c, const char *path, bool dry_run);

#endif
