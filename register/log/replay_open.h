/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_REPLAY_OPEN_H
#define REGISTER_LOG_REPLAY_OPEN_H

struct context;
struct db;

/*
 * The database as the owner of its tables, with the organisation's zone: for
 * what rows are made of and taken from again. Tells who may when it is refused.
 */
int replay_open(struct context *c, struct db **out);

#endif
