/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_BLOCK_H
#define REGISTER_BLOCK_H

struct context;
struct prefix;

/* Blocks of addresses and their realms, as they are typed; faults are told. */

/* ERR_PARSE names what was probably meant. */
int block_parse(const char *text, struct prefix *out);

/* By its name; NULL: the first one. */
int block_realm(struct context *c, const char *name, int *id);

#endif
