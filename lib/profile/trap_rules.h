/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_TRAP_RULES_H
#define LIB_PROFILE_TRAP_RULES_H

#include <stdbool.h>

#include "lib/wire/oid.h"

/*
 * What notifications are called and what they mean, by rules that are data
 * (mibs/traps.rules says how they look).
 */
enum trap_class {
	TRAP_OTHER,
	TRAP_COLD_START,
	TRAP_WARM_START,
	TRAP_LINK_DOWN,
	TRAP_LINK_UP,
	TRAP_AUTH_FAILURE,
	TRAP_UPGRADE,
	TRAP_CHANGE, /* a part, a member, a tunnel came, went or fails */
};

struct trap_rule {
	const char *name; /* "linkDown" */
	enum trap_class class;
	struct oid oid;
};

struct trap_rules;

/* *out is the caller's to free; faults are logged as FILE:LINE: reason. */
int trap_rules_load(const char *path, struct trap_rules **out);

/*
 * The site's own (SYSCONFDIR/mibs), else the shipped ones. data may be NULL:
 * lib/base/data.h finds them.
 */
int trap_rules_load_default(const char *data, struct trap_rules **out);
void trap_rules_free(struct trap_rules *r); /* NULL is fine */

/* NULL: no rule names it. */
const struct trap_rule *trap_rules_find(
    const struct trap_rules *r, struct oid oid);

const char *trap_class_name(enum trap_class class); /* "cold_start" */

/* Does it say that the device may be another than we know? */
bool trap_class_makes_due(enum trap_class class);

#endif
