/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_REDACT_SHAPES_H
#define REGISTER_LOG_REDACT_SHAPES_H

#include <stdint.h>

/*
 * Grave lines that no rule knows are counted by their shape, which has what is
 * the same in them: a name in it may be all that is left of a redacted line.
 */
struct db;
struct people;
struct redaction_done;

/* Of messages that are to be redacted, while their text is there; arguments as
 * of redaction_store_apply. */
int redact_shapes(struct db *db, const struct people *people,
    const char *journal, const char *seqs, int64_t first, int64_t last,
    struct redaction_done *done);

#endif
