/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_LAYOUT_H
#define REGISTER_DB_LAYOUT_H

struct cluster;

/* Where things of a private cluster are: folders and the socket. */

/* Major version of the data folder below base, 0 when there is none. */
int layout_find_version(const char *base);

/* Makes base and all above it that is missing. */
int layout_make_base(const struct cluster *c);

/*
 * Makes the socket's folder and sets c->socket; when base is too long for a
 * socket's address it is a short one, which the file base/socket names.
 */
int layout_make_socket(struct cluster *c);

/* A socket and its lock that a dead server left. */
void layout_clear_socket(const struct cluster *c);

#endif
