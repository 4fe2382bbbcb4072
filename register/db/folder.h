/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_FOLDER_H
#define REGISTER_DB_FOLDER_H

#include <sys/types.h>

struct account;

/*
 * Makes path as a's folder. One that is there must be a real folder (not a
 * link) of a's, or ours to give when we are root: ERR_DENIED otherwise.
 */
int folder_own(const char *path, mode_t mode, const struct account *a);

/* ERR_DENIED unless path is a real folder of a's; ERR_NOTFOUND: no such. */
int folder_check(const char *path, const struct account *a);

/* Removes a folder and all in it, with a's rights (NULL: ours). */
int folder_remove(const char *path, const struct account *a);

/* fsync of a folder, so that a rename in it stays. */
int folder_sync(const char *path);

#endif
