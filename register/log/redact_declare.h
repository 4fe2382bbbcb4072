/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_REDACT_DECLARE_H
#define REGISTER_LOG_REDACT_DECLARE_H

#include "lib/journal/redaction.h"

/*
 * How a redaction gets into the journal in dir, which name tells people; all of
 * it is told. One command at a time: *lock is closed when its records are
 * blank, since there is one request.
 */
int redact_lock(const char *dir, const char *name, int *lock);

/*
 * ERR_OK: it is declared, and signed. Otherwise nothing may be blanked; a
 * declaration may come yet, from a daemon that is slow.
 */
int redact_declare(const char *dir, const char *name, const struct redaction *r,
    const struct redaction_entry *list);

#endif
