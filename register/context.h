/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_CONTEXT_H
#define REGISTER_CONTEXT_H

struct db;

/* Where a verb works: an organisation's register, as the person who asks. */
struct context {
	struct db *db;
	int tenant;
	char *home;     /* the installation's folder */
	char *database; /* "embedded", or a DSN */
	char *data;     /* where mibs/ and templates/ are; NULL: default */
	char *actor;    /* the database's name for who asks */
};

/* Finds out home, database and data; opens nothing. Logs what is wrong. */
int context_place(struct context *c);

/*
 * The same, connects, and takes on the organisation's zone. Tells what to do
 * when there is no database, no rights in it or no organisation.
 */
int context_open(struct context *c);
void context_close(struct context *c); /* a zeroed one is fine */

/* A path below home; the caller's to free(). */
char *context_path(const struct context *c, const char *below);

#endif
