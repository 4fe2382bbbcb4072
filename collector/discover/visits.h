/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_VISITS_H
#define COLLECTOR_DISCOVER_VISITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/discover/findings.h"
#include "collector/discover/span.h"
#include "collector/discover/visit.h"

struct dblink;
struct planner;
struct transport;

/*
 * The addresses of a sweep that are being visited. Between a visit and the
 * database: it is asked before a credential is offered, and what was found is
 * put there. A visit that ends marks its number in the span; one whose answer
 * from the database is still to come is kept until then.
 */
struct visits;

/* What they work on: borrowed, and the owner's to change between two calls.
 * link may be NULL while there are none. */
struct visits_ground {
	struct dblink *link;
	struct transport *transport;
	struct planner *planner;
	struct sweep_run run;
	struct span span;
};

struct visits_hooks {
	/* As discover_hooks has it, */
	bool (*key)(
	    void *arg, int tenant_id, int credential_id, struct visit_key *out);
	void *key_arg;
	void (*ended)(void *arg); /* one has */
	void *arg;
};

/* hooks are copied. */
struct visits *visits_new(
    struct visits_ground *on, const struct visits_hooks *hooks);

/* Once no answer of the database can come any more. */
void visits_free(struct visits *v);

size_t visits_count(const struct visits *v);  /* under way */
bool visits_are_gone(const struct visits *v); /* nor an answer to come */
void visits_begin(struct visits *v, const struct address *to,
    const struct range *range, uint64_t number, int rows);

/* Asks the database what it could not be asked before. */
void visits_press(struct visits *v);

/* The ranges of the run were read anew: what is no longer of the one by whose
 * terms it is visited is left alone. */
void visits_leave_closed(struct visits *v);

/* Ends all, marking none. */
void visits_drop(struct visits *v);

#endif
