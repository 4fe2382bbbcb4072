/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_REDACT_H
#define COLLECTOR_VERIFY_REDACT_H

#include <stdbool.h>

#include "lib/base/buf.h"

struct event_part;
struct stored_message;
struct stored_trap;
struct verify;

/*
 * A line as evidence keeps it: with pseudonyms for those it names. One whose
 * names cannot all be found is not kept at all; the message itself, with its
 * names, is where it was, for as long as messages are kept.
 */
struct redacted {
	struct buf text, bytes;
	bool is_changed;
};

/* who is known already, or at is NULL. The buffers of out are the caller's. */
int redact_message(struct verify *v, const struct stored_message *m,
    const struct event_part *who, struct redacted *out);

/* The same of what a trap says, in words; its bytes are those that came, unless
 * somebody is named: then they are the words. */
void redact_trap(struct verify *v, const struct stored_trap *t,
    const char *text, struct redacted *out);
void redacted_free(struct redacted *r);

#endif
