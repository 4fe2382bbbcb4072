/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_HELD_SQL_H
#define LIB_STORE_HELD_SQL_H

/*
 * Whoever changes many deployments in a transaction takes them in one order,
 * by organisation, device and patch, before the first is changed: two that want
 * the same ones in other orders wait for each other. After them come ids and
 * the trail. Not FOR UPDATE, for which a step of a deployment would have to
 * wait.
 */
#define DEPLOYMENTS_IN_TURN                            \
	" ORDER BY d.tenant_id,d.device_id,d.patch_id" \
	" FOR NO KEY UPDATE OF d"

/* The rows of wanted, which has the columns of a deployment's key: not to be
 * joined with it again, since neither has an index. */
#define DEPLOYMENTS_HELD                       \
	"held AS MATERIALIZED(SELECT wanted.*" \
	" FROM wanted JOIN deployment d"       \
	" USING(tenant_id,patch_id,device_id)" DEPLOYMENTS_IN_TURN ")"

#endif
