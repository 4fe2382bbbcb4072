/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_OUTBOX_H
#define LIB_STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

/*
 * Mails to send: a row of notification with what its alert and recipient say.
 * Rows are taken by writing when they may be tried again, so that a crash, or
 * a second daemon, sends nothing twice within that time.
 */
struct outbox_mail {
	int tenant_id;
	int64_t notification_id;
	int64_t alert_id;
	bool closing;           /* the alert is over */
	int attempts;           /* with this one */
	int64_t opened, closed; /* DB_NO_TIME while it is open */
	char *rule, *severity;
	char *detail; /* JSON, see collector/alert/message.h */
	char *mail, *function, *language;
	char *zone; /* of the organisation */
};

struct outbox {
	struct outbox_mail *mails; /* oldest first */
	size_t count;
};

/*
 * Up to max mails that are due, to be tried again at lease unless they are
 * marked by then. A closing mail waits for its opening one.
 */
int outbox_take(
    struct db *db, int64_t now, int64_t lease, int max, struct outbox *out);
void outbox_free(struct outbox *o);

int outbox_sent(struct db *db, const struct outbox_mail *m, int64_t at);
int outbox_failed(struct db *db, const struct outbox_mail *m,
    const char *reason, int64_t next_try);

#endif
