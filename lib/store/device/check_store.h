/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHECK_STORE_H
#define LIB_STORE_CHECK_STORE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What baseline checks say of devices: table check_result.
 *
 * M-CFG-01: rows of checks_at that passed / rows that passed or failed; those
 * that are not observable, and devices in scope without any row, are counted
 * apart and are in neither. A row whose seen lies more than seven days before
 * the moment is unknown: nobody has looked since.
 */
struct db;
struct db_rows;

/* What is known of a device beside its reading. */
struct check_facts {
	char category[32]; /* "": the device is gone */
	char legacy[64];   /* "": nobody tried */
	int64_t heard;     /* its last message of a week, or CLOCK_NONE */
	int64_t skew;      /* of its clock, where has_skew */
	bool has_skew;
	bool is_heard; /* somebody was, within a day */
};

int check_store_facts(
    struct db *db, int tenant, int device, int64_t at, struct check_facts *out);

/* found is JSON; *n: how many are new and want evidence. */
int check_store_note(struct db *db, int tenant, int device, int64_t at,
    const char *found, int *n);
int check_store_prove(
    struct db *db, int tenant, int device, int64_t at, int64_t evidence);

/* device 0: of all; at 0: now. */
int check_store_list(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out);

#endif
