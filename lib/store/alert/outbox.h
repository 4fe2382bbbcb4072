/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_OUTBOX_H
#define LIB_STORE_ALERT_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

struct db;

/*
 * What has to reach a channel: a row of notification with the saying that it
 * brings. Rows are taken by writing when they may be tried again, before any
 * byte goes out, so that a crash, or a second daemon, sends nothing twice
 * within that time; what was written then is the same as before, to the byte.
 */
struct outbox_item {
	int tenant_id;
	int64_t notification_id;
	int attempts; /* with this one */
	int64_t saying_id;
	int64_t incident_id; /* 0: of none */
	int64_t answers;     /* the saying that opened it there; 0: this one */
	int64_t at;          /* when it was said */
	char *kind;          /* "opened" */
	char *rule, *severity;
	char *detail; /* JSON, as lib/store/alert/incident_store.c writes it */
	int channel_id;
	char *means;  /* "mail" */
	char *name;   /* of the channel */
	char *target; /* an address, a URL */
	char *function, *language;
	char *settings;    /* JSON */
	struct buf secret; /* sealed; empty: none */
	char *tenant, *zone;
};

struct outbox {
	struct outbox_item *item; /* oldest first */
	size_t count;
};

/*
 * The name of who receives an item: "mail" is the mail server, for all mails;
 * of other means it is the channel, "1/7".
 */
void outbox_receiver(const struct outbox_item *m, struct buf *out);

/* Of whom: lists are SQL's, "{mail,webhook}". */
struct outbox_want {
	const char *means;
	const char *except; /* receivers that get none now */
	const char *only;   /* or the one that gets any; NULL: each */
	const char *holder; /* of lease.h: who takes them */
};

/*
 * Up to max items that are due, to be tried again at lease unless they are
 * marked by then. What comes later of an incident waits, for each channel, for
 * what comes first.
 */
int outbox_take(struct db *db, const struct outbox_want *want, int64_t now,
    int64_t lease, int max, struct outbox *out);
void outbox_free(struct outbox *o);
void outbox_item_free(struct outbox_item *m);

int outbox_sent(struct db *db, const struct outbox_item *m, int64_t at);
int outbox_failed(struct db *db, const struct outbox_item *m,
    const char *reason, int64_t next_try);

/* Those of channels that are removed are not sent any more, and stay. */
int outbox_drop(struct db *db, int64_t now);

#endif
