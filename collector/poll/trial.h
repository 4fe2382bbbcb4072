/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_TRIAL_H
#define COLLECTOR_POLL_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "collector/engine/engine.h"
#include "collector/engine/security.h"
#include "lib/model/finding.h"

/*
 * Asks one address step by step with one credential, to find out why it does
 * not answer, or whether it says all that we need:
 *
 *	who it is -> its interfaces, its parts, a long answer
 *	nothing came: without a secret; without privacy; without a context
 *
 * A secret is shown only where it was meant to go: a community is sent once
 * more only in a retry, and no other one is tried.
 */
struct trial;

struct trial_way {
	struct address address;
	enum snmp_version version;
	const char *community;       /* v1, v2c; copied */
	const struct usm_user *user; /* v3; copied */
	bool any_source;
	int retries;
};

enum { TRIAL_TEXT_MAX = 256 };

struct trial_result {
	bool answers;      /* to who it is */
	uint64_t findings; /* a bit for each */
	int64_t rtt;       /* of the first answer; 0: none */
	char sys_descr[TRIAL_TEXT_MAX], sys_name[TRIAL_TEXT_MAX];
	char sys_object_id[TRIAL_TEXT_MAX];
	struct address other;          /* that answered instead; family 0 */
	struct security_engine engine; /* v3; len 0: not known */
};

/* Called once, later; frees the trial. r is borrowed. */
typedef void trial_done(void *arg, const struct trial_result *r);

/* NULL: there are too many questions already. */
struct trial *trial_start(
    struct engine *e, const struct trial_way *way, trial_done *done, void *arg);
void trial_free(struct trial *t); /* without a call; NULL is fine */

bool trial_found(const struct trial_result *r, enum finding f);

#endif
