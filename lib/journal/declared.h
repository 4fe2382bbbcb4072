/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_DECLARED_H
#define LIB_JOURNAL_DECLARED_H

#include "lib/journal/redaction.h"

/*
 * ERR_OK: all of r stands in the journal in dir, as redaction_ask asked for it,
 * and a checkpoint behind it is signed with a key of that journal. Before that
 * no record may be blanked: it would be a fault for good. ERR_NOTFOUND: it does
 * not.
 */
int declared_find(const char *dir, const struct redaction *r,
    const struct redaction_entry *list);

#endif
