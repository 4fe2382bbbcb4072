/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ENTRY_VERB_ENTRY_H
#define REGISTER_ENTRY_VERB_ENTRY_H

#include <stdbool.h>

#include "register/entry/entry_input.h"
#include "register/flag.h"

struct import;

/* What the verbs of all kinds of entries share. */

/* The kind that this command is about, and what its options say. */
struct entry_command {
	const struct entry_kind *kind;
	const char *value[ENTRY_FIELDS];
	const char *reason, *date, *as_of, *mapping;
	bool all, dry_run, update;

	struct topics *topics; /* once entry_start read them */
	bool english;
};

extern struct entry_command entry;

/* Reads what attestations there are; does nothing for another kind. */
int entry_start(struct context *c);
void entry_end(void);

/* Its number, after telling that the text is none of its kind. */
int entry_read_id(const char *text, int64_t *number);

/* "A-12", of this kind. */
char *entry_id_text(int64_t number, char *out);

/* The verbs that look, and that which reads files. */
int entry_list_verb(int argc, char **argv);
int entry_show_verb(int argc, char **argv);
int entry_import_verb(int argc, char **argv);
int entry_topics_verb(int argc, char **argv);

#endif
