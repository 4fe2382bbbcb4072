/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_FLEET_H
#define TESTS_FLEET_FLEET_H

#include <stddef.h>
#include <stdint.h>

#include "tests/fleet/agent.h"

/*
 * All simulated devices, with the recordings and users that they share. An
 * agent is known by its address; of IPv6, where loopback has one address only,
 * the port counts too: how far it is above the fleet's own.
 */
struct fleet;
struct notices;

/* Recordings with a relative path are found below folder. */
struct fleet *fleet_new(const char *folder);
void fleet_free(struct fleet *f); /* NULL is fine */

struct agent *fleet_find(const struct fleet *f, const struct address *address);
struct agent *fleet_add(
    struct fleet *f, const struct address *address, int64_t now);
size_t fleet_count(const struct fleet *f);
struct agent *fleet_at(const struct fleet *f, size_t i); /* as added */

/* Read once; NULL when it cannot be. */
const struct rows *fleet_recording(struct fleet *f, const char *name);

/* Of each password the key is made once. NULL: an empty one. */
const struct usm_user *fleet_user(struct fleet *f, const char *name,
    enum usm_auth auth, const char *auth_password, enum usm_priv priv,
    const char *priv_password);

struct notices *fleet_notices(struct fleet *f);

/*
 * Commands, one a line, in a scenario file and over the control socket alike
 * (README.md):
 *
 *	127.1.0.1-127.1.0.9 recording switch.snmprec
 *	127.1.0.4 silent on
 *
 * Does what a line says. ERR_PARSE: *reason says why not; of a range, agents
 * before the one that was wrong have changed.
 */
int fleet_command(
    struct fleet *f, const char *line, int64_t now, const char **reason);

/* Does a whole file; faults are logged as PATH:LINE: reason. */
int fleet_load(struct fleet *f, const char *path, int64_t now);

#endif
