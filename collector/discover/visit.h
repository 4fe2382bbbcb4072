/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_VISIT_H
#define COLLECTOR_DISCOVER_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/poll/device.h"
#include "lib/model/offer.h"

struct engine;
struct gathered;
struct plan;
struct range;
struct usm_user;

/*
 * One address that discovery looks at: is an SNMP engine there, which of the
 * range's credentials does it answer to, and what does it say that it is.
 *
 *	probe --silent--------------> communities, v2c before v1 --silent--> end
 *	  | an engine of SNMPv3          | one answers
 *	  v                              v
 *	users, the strongest first --> identity ---------------------------> end
 *	  | none answers
 *	  +--> communities
 *
 * The probe holds no secret (RFC 3414, 4). A user is tried once, and again
 * only when nothing at all came back: no account is locked by us. A port that
 * is closed ends the visit.
 */
struct visit;

/* A credential as it is needed to ask; borrowed for the call. */
struct visit_key {
	enum offer_kind kind;
	const char *community;       /* v1, v2c */
	const struct usm_user *user; /* v3 */
};

struct visit_hooks {
	/* False: there is none by that number, or it does not open. */
	bool (*key)(void *arg, int credential_id, struct visit_key *out);

	/* May proof of it be offered? visit_may answers, now or later. */
	void (*ask_may)(void *arg, struct visit *v, int credential_id);

	/* It answered to this one: no wrong key. */
	void (*right)(void *arg, struct visit *v, int credential_id);

	/* After its contact: what to ask further. */
	const struct plan *(*choose)(
	    void *arg, struct device *d, const struct gathered *said);

	/* Called once, perhaps before visit_start or visit_may returns; may
	 * free it. said: what it told of itself, or NULL. */
	void (*done)(void *arg, struct visit *v, const struct gathered *said);
	void *arg;
};

/* engine, range and hooks are borrowed. to has its port. */
struct visit *visit_new(struct engine *engine, const struct visit_hooks *hooks,
    const struct address *to, const struct range *range);
void visit_start(struct visit *v, int rows);

/* Ends it without its hooks, unless it has ended. NULL is fine. */
void visit_free(struct visit *v);

/* The answer to ask_may. */
void visit_may(struct visit *v, bool may);

const struct address *visit_address(const struct visit *v);
const struct range *visit_range(const struct visit *v);
void visit_set_range(struct visit *v, const struct range *range); /* the same */

/* Somebody is there, whether we were told anything or not. */
bool visit_answered(const struct visit *v);

/* What it answered to, once it did. */
const struct offer *visit_offer(const struct visit *v);

/* Of SNMPv3; returns its length, 0 when it is not known. */
size_t visit_engine_id(const struct visit *v, uint8_t id[32]);

/* For whoever keeps it; NULL at first. */
void *visit_tag(const struct visit *v);
void visit_set_tag(struct visit *v, void *tag);

#endif
