/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_CONTEXT_H
#define REGISTER_CONTEXT_H

#include "lib/store/place.h"

struct db;

/* Where a verb works: an organisation's register, as the person who asks. */
struct context {
	struct db *db;
	int tenant;
	struct place place;
	char *actor; /* the database's name for who asks */
};

/* Finds the installation, by the options of all verbs; opens nothing. */
int context_place(struct context *c);

/*
 * Connects, and tells what to do when there is no database or no way in.
 * context_open does all three, and takes on the organisation's zone.
 */
int context_connect(struct context *c);
int context_open(struct context *c);
void context_close(struct context *c); /* a zeroed one is fine */

#endif
