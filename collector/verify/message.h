/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_MESSAGE_H
#define COLLECTOR_VERIFY_MESSAGE_H

#include <stdbool.h>

struct stored_message;
struct verify;

/* A banner may have begun, and its other lines not be in yet. */
bool message_is_early(const struct verify *v, const struct stored_message *m);

/*
 * What a log line tells, by its device's profile, else by the rules for all: a
 * boot, an upgrade that went well or did not. It is known by its sender's
 * address alone, so it never proves more than E2. Inside a transaction; most
 * of it goes to v->lines.
 */
int message_take(struct verify *v, const struct stored_message *m);

#endif
