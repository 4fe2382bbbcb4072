/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_ACCOUNT_H
#define REGISTER_DB_ACCOUNT_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * The operating system's user that a private cluster runs as. Started as root,
 * it is a system user of its own; PostgreSQL refuses root, and sharing nobody
 * or postgres with others would share the data. Otherwise it is ourselves.
 */
struct account {
	uid_t uid;
	gid_t gid;
	char *name;
	bool from_root;
};

/*
 * user: its name when we are root; NULL for the owner of the folder base, or
 * "patchwacht" when there is none yet.
 */
int account_find(const char *user, const char *base, struct account *out);
void account_free(struct account *a);

/* For good, in a child: rights, groups and environment; ends it on failure. */
void account_become(const struct account *a);

/* For a moment: what the kernel lets that user see. */
void account_assume(const struct account *a);
void account_resume(const struct account *a);

#endif
