/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_REFUSALS_H
#define COLLECTOR_LISTEN_REFUSALS_H

/*
 * Connections that were sent away, and why. Each reason is one LOSS a second,
 * however many there were, and in the log once an hour for each source: whoever
 * knocks without end must not fill the disk by it.
 */
struct refusals;
struct address;
struct config_space;
struct event_base;
struct intake;

/* name stands in the log ("listen tls 0.0.0.0:6514") and is copied. */
struct refusals *refusals_new(
    const char *name, struct intake *in, struct event_base *base);

/* Writes what was counted. NULL is fine. */
void refusals_free(struct refusals *r);

/* why lives for ever; detail, for the log only, may be NULL. */
void refusals_note(struct refusals *r, const struct config_space *space,
    const struct address *from, const char *why, const char *detail);

#endif
