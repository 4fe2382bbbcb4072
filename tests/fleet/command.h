/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_COMMAND_H
#define TESTS_FLEET_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

struct agent;
struct buf;
struct fleet;

/*
 * A command as it is being done, for one agent. What takes a word or more
 * refuses the command, with ERR_PARSE and a reason, when they do not fit.
 */
struct command {
	struct fleet *fleet;
	struct agent *agent;
	int64_t now;
	char *words; /* what stands behind the verb, and is still to be read */
	const char *reason;
};

struct verb {
	const char *word;
	int (*run)(struct command *c);
};

/* Each ends with a word of NULL. */
extern const struct verb state_verbs[], fault_verbs[], secure_verbs[],
    notice_verbs[];

char *command_word(struct command *c); /* NULL: none is left */
int command_refuse(struct command *c, const char *reason);
int command_number(struct command *c, long min, long max, long *out);
int command_switch(struct command *c, bool *out);
int command_oid(struct command *c, struct buf *out); /* "off": empty */
int command_hex(struct command *c, struct buf *out); /* "off": empty */

/* "OID TYPE VALUE" to the end of the words, as a binding added to out. */
int command_binding(struct command *c, struct buf *out);

#endif
