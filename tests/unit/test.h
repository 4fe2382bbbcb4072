/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

/* cmocka, with the headers it wants before it, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/*
 * Where each costs fifty times as much, as under valgrind, ONE_IN=20 makes one
 * in twenty of the trials that differ in their numbers only.
 */
static inline int
one_in(void)
{
	const char *n = getenv("ONE_IN");
	long number = n == NULL ? 1 : strtol(n, NULL, 10);

	return number > 1 && number <= 1000 ? (int)number : 1;
}

#endif
