/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_SAID_H
#define REPORTER_ASSESS_SAID_H

struct json;

/*
 * What a device said, as a report may print it. Addresses of network cards
 * become "[MAC]", whole or as evidence has them, with a mark for their second
 * half: they lead to a laptop, and so to a person. Log lines and claims may
 * name people and are not printed at all; their number is, and `patchwacht
 * evidence show` has the rest.
 */

/* Puts text under key; NULL stays null. */
void said_put(struct json *to, const char *key, const char *text);

#endif
