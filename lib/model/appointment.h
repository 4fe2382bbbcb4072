/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_APPOINTMENT_H
#define LIB_MODEL_APPOINTMENT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Windows of a site in calendars. At each moment those that some device has
 * there are numbered from 0, by their beginnings, and that number is what a
 * calendar knows an appointment by.
 */
struct appointment {
	int64_t start, end;   /* of the window */
	int64_t since, until; /* a device had it; until is after that */
};

/*
 * For each number that there ever was, from 0: which row had it at the last
 * moment at which it was given out, as an index. out has room for n; returns
 * how many there are.
 */
size_t appointments_last(const struct appointment *rows, size_t n, size_t *out);

#endif
