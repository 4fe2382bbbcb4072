/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ENTRY_INPUT_H
#define REGISTER_ENTRY_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "register/entry/entry_kind.h"

struct context;
struct topics;

/* An entry as people describe it: options of its verb, columns of its file. */
struct entry_input {
	const struct entry_kind *kind;
	const struct topics *topics; /* of attestations; else NULL */
	bool english;                /* in which language their titles are */
	const char *value[ENTRY_FIELDS]; /* NULL: not given; "": empty now */

	/* Told each fault; field may be NULL. */
	void (*fault)(void *arg, const char *field, const char *why);
	void *arg;

	char *own[ENTRY_FIELDS]; /* what the entry's texts stand in */
};

/*
 * Overlays what is given on e, which is empty for a new one. ERR_RANGE when a
 * fault was told.
 */
int entry_input_read(
    struct context *c, struct entry_input *in, struct entry *e);
void entry_input_free(struct entry_input *in);

/*
 * "A-12", "a-12" or "12" of its kind; ERR_PARSE adds the reason to why, which
 * can stand behind "ID: ".
 */
struct buf;
int entry_id_parse(const struct entry_kind *k, const char *text,
    int64_t *number, struct buf *why);

#endif
