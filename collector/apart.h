/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_APART_H
#define COLLECTOR_APART_H

struct config;

/*
 * Warns when rows of one organisation are there for people of another. For
 * --check alone: a database that does not answer now is no fault.
 */
void apart_check(const struct config *c);

#endif
