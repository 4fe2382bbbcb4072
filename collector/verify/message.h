/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_MESSAGE_H
#define COLLECTOR_VERIFY_MESSAGE_H

struct stored_message;
struct verify;

/*
 * What a log line tells: a boot, an upgrade that went well or did not. It is
 * known by its sender's address alone, so it never proves more than E2. Inside
 * a transaction.
 */
int message_take(struct verify *v, const struct stored_message *m);

#endif
