/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CLAIM_STORE_H
#define LIB_STORE_CLAIM_STORE_H

#include <stdint.h>

#include "lib/store/row_batch.h"

/*
 * "It is installed", says who is connected: a claim, its evidence (kind
 * 'claim', content with claim_id, patch, device, actor, function, at, made,
 * note), and deployment.claimed, from which the verifier goes on. at is when
 * it is said to be installed. Inside a transaction.
 */
struct claim {
	int patch, device;
	int64_t at;
	const char *function, *note; /* may be NULL */
};

/* ERR_NOTFOUND when there is no such deployment. */
int claim_add(struct db *db, int tenant, const struct claim *c);

/*
 * Claims by the thousand (row_batch.h). What was said before, of that patch,
 * device and moment by that function, is not said again; look says which, and
 * has patch and device by name.
 */
enum claim_outcome {
	CLAIM_ADDED = ROW_WRITTEN,
	CLAIM_KNOWN,
	CLAIM_NOWHERE,  /* the patch is not for that device */
	CLAIM_WITHDRAWN /* as it is withdrawn; of a file only */
};
enum { CLAIM_LOOK_OUTCOME, CLAIM_LOOK_PATCH, CLAIM_LOOK_DEVICE };

struct row_batch *claim_batch_new(int tenant);
int claim_batch_add(
    struct db *db, struct row_batch *b, const struct claim *c, unsigned line);

#endif
