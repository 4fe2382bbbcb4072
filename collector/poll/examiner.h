/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_EXAMINER_H
#define COLLECTOR_POLL_EXAMINER_H

struct engine;
struct keyring;
struct request_desk;

/*
 * Answers requests of the kinds test and credential_test: an address and a
 * credential, tried (trial.h), some at once and the others in their turn. The
 * arguments are
 *
 *	{"address": "192.0.2.1", "port": 161, "credential": 3,
 *	 "any_source": false}
 */
struct examiner;

/* All are borrowed. */
struct examiner *examiner_new(struct engine *engine, const struct keyring *keys,
    struct request_desk *desk);
void examiner_free(struct examiner *x); /* before desk; NULL is fine */

#endif
