/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_HOLIDAY_STORE_H
#define LIB_STORE_HOLIDAY_STORE_H

#include <stddef.h>

/* School holidays of the calendars that sites and windows name: table holiday.
 */
struct db;
struct db_rows;
struct day_range;

/* The names of calendars that a site or a window has. */
int holiday_calendars(struct db *db, struct db_rows **out);

/* A calendar is what is given, and nothing else. */
int holiday_set(struct db *db, const char *calendar,
    const struct day_range *range, size_t n);

#endif
