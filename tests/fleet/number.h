/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_NUMBER_H
#define TESTS_FLEET_NUMBER_H

/* A number on the command line, within min..max; else the program ends. */
long number_argument(const char *text, long min, long max);

#endif
