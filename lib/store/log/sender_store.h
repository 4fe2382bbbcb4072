/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SENDER_STORE_H
#define LIB_STORE_SENDER_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/* Who sends syslog without being a device of the register. */
int sender_store_unknown(struct db *db, int tenant, int64_t since,
    int64_t until, struct db_rows **out);

/* What became of a message of `patchwacht log-test`, by a word in its text. */
enum sender_found {
	SENDER_FOUND_TEXT,
	SENDER_FOUND_TRANSPORT,
	SENDER_FOUND_RECEIVED, /* time */
	SENDER_FOUND_DEVICE,
	SENDER_FOUND_CERTIFICATE,
	SENDER_FOUND_MASKED, /* bool */
	SENDER_FOUND_RELAYED,
};
int sender_store_find(struct db *db, int tenant, int64_t since,
    const char *word, struct db_rows **out);

#endif
