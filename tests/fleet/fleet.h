/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_FLEET_H
#define TESTS_FLEET_FLEET_H

#include <stddef.h>
#include <stdint.h>

#include "tests/fleet/agent.h"

/*
 * All simulated devices, and the commands that make and change them: one a
 * line, in a scenario file and over the control socket alike (README.md).
 *
 *	127.1.0.1-127.1.0.9 recording switch.snmprec
 *	127.1.0.4 silent on
 */
struct fleet;

/* Recordings with a relative path are found below folder. */
struct fleet *fleet_new(const char *folder);
void fleet_free(struct fleet *f); /* NULL is fine */

struct agent *fleet_find(const struct fleet *f, struct in_addr address);
size_t fleet_count(const struct fleet *f);

/* Does what a line says. ERR_PARSE: *reason says why not; nothing changed. */
int fleet_command(
    struct fleet *f, const char *line, int64_t now, const char **reason);

/* Does a whole file; faults are logged as PATH:LINE: reason. */
int fleet_load(struct fleet *f, const char *path, int64_t now);

#endif
