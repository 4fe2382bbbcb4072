/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PROPOSAL_H
#define REGISTER_PROPOSAL_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct context;
struct db_rows;

/*
 * A proposal of discovery as a device of the register. What is NULL is as
 * discovery saw it: the name is what the device calls itself, the site that of
 * its range.
 */
struct proposal_wish {
	const char *name, *site, *category;
	int site_id, credential_id; /* 0: as discovered */
	bool anyway;                /* though it looks like one that is known */
	bool once;                  /* not what answers elsewhere, too */
	const char *reason;
};

enum proposal_end {
	PROPOSAL_ADDED,
	PROPOSAL_WAS,   /* accepted before: nothing to do */
	PROPOSAL_KNOWN, /* it is a device of the register: nothing done */
	PROPOSAL_TWICE, /* it answers at another address, too: nothing done */
};

/* The columns of proposal_list that are looked at. */
enum {
	PROPOSAL_ADDRESS = 0,
	PROPOSAL_PORT = 1,
	PROPOSAL_STATE = 2,
	PROPOSAL_NAME = 3,
	PROPOSAL_SITE = 8,
	PROPOSAL_CREDENTIAL = 9, /* its label; NULL: it was removed */
	PROPOSAL_DEVICE = 12,
	PROPOSAL_KNOWN_BY = 13,
	PROPOSAL_CLASS = 14,
	PROPOSAL_MEDICAL = 22,
	PROPOSAL_SAME_AS = 29,
	PROPOSAL_CREDENTIAL_ID = 30,
	PROPOSAL_SITE_ID = 31,
	PROPOSAL_TAGS = 32,
	PROPOSAL_REALM_ID = 33,
	PROPOSAL_THERE = 35, /* the device in service at that address */
};

/*
 * Of one row; inside a transaction. *name is what it is called, to be freed;
 * NULL unless ERR_OK. ERR_EXISTS when the name is taken, ERR_NOTFOUND when the
 * credential is gone: why says so.
 */
int proposal_accept(struct context *c, const struct db_rows *rows, size_t row,
    const struct proposal_wish *wish, struct buf *why, enum proposal_end *end,
    char **name);

#endif
