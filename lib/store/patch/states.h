/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_STATES_H
#define LIB_STORE_STATES_H

/*
 * States of deployments (lib/model/deployment.h) as lists of SQL, for
 * "state IN(" STATES_ACTIVE ")". An index that is of some of them is used only
 * where a statement has the same list, in the same order.
 */

/* The fix is there: deployment_is_active. */
#define STATES_ACTIVE \
	"'confirmed','observing','stable','regressed','already_met'"

/* There, and nothing broke. */
#define STATES_SOUND "'confirmed','observing','stable','already_met'"

/* Nothing is left to do. */
#define STATES_FINISHED "'stable','already_met','withdrawn'"

#endif
