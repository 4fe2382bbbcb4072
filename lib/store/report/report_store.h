/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_REPORT_STORE_H
#define LIB_STORE_REPORT_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/* Reports that were issued, as people ask for them. at: how it stood then, 0:
 * now. */

/*
 * The last version first: number, version, kind, language, site, period_from,
 * period_to, made, interim, drawn_up, reviewed, adopted (when), mailed and
 * waiting (how many), error (why the last one waits), reason, path, pdf_sha256,
 * evidence_sha256, actor, removed, report_id. number NULL: all.
 */
int report_list(struct db *db, int tenant, const char *number, int64_t at,
    struct db_rows **out);

/* version, language, kind, recipient, created, sent, withheld, attempts,
 * next_try, error, dropped. */
int report_deliveries(struct db *db, int tenant, const char *number, int64_t at,
    struct db_rows **out);

/* version, language, step, at, actor, note. */
int report_steps(struct db *db, int tenant, const char *number, int64_t at,
    struct db_rows **out);

/*
 * The last version of a document, in a language; NULL: in each. A row each:
 * report_id, language, version. ERR_NOTFOUND, unlogged.
 */
int report_find(struct db *db, int tenant, const char *number,
    const char *language, struct db_rows **out);

/*
 * In the name of who asks, inside a transaction; step: drawn_up, reviewed,
 * adopted. ERR_EXISTS, unlogged: it was taken before.
 */
int report_step_add(struct db *db, int tenant, const char *number,
    int64_t report, const char *step, const char *note);

#endif
