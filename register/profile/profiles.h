/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PROFILES_H
#define REGISTER_PROFILES_H

struct profile_set;

/* The profiles of this installation; needs no database. Logs what is wrong. */
int profiles_open(struct profile_set **out);

#endif
