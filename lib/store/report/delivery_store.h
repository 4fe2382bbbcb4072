/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DELIVERY_STORE_H
#define LIB_STORE_DELIVERY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

struct db;

/*
 * Mails with reports that wait to be sent, as outbox.h has those of alerts: a
 * row is taken by writing when it may be tried again, before a byte goes out.
 */
struct delivery {
	int tenant_id;
	int64_t delivery_id;
	int attempts;    /* with this one */
	char *kind;      /* "mail", "anchors" */
	char *recipient; /* an address */
	char *language;
	char *detail; /* JSON, as reporter/deliver.c writes it */
	int64_t created;
	char *tenant, *zone;
	bool has_pdf;   /* there is one; maybe not here */
	struct buf pdf; /* empty where it may not go along */
};

/* What a mail may carry: see delivery_take. */
enum { DELIVERY_PDF_MAX = 10 << 20 };

/*
 * Up to max that are due. over_tls: to the server that they are sent over; only
 * then a document that is not public comes along. Takes no more than max
 * documents of DELIVERY_PDF_MAX into memory. holder: of lease.h.
 */
int delivery_take(struct db *db, bool over_tls, const char *holder, int64_t now,
    int64_t lease, int max, struct delivery **out, size_t *n);
void delivery_free(struct delivery *d); /* what it holds */

/* withheld: why it went without its document; NULL: with it. The document goes
 * with its last mail. */
int delivery_sent(
    struct db *db, const struct delivery *d, int64_t at, const char *withheld);
int delivery_failed(struct db *db, const struct delivery *d, const char *reason,
    int64_t next_try);

/* Not tried any more. */
int delivery_drop(
    struct db *db, const struct delivery *d, const char *reason, int64_t at);

#endif
