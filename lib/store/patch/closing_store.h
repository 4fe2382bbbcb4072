/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CLOSING_STORE_H
#define LIB_STORE_CLOSING_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * A patch as a whole. It is closed when it was for a device and each of its
 * deployments is stable, already met or withdrawn; a device that joins, or a
 * fix that is gone, opens it again. So do its vulnerabilities.
 */

/* tenant_id, patch_id, reference, whether it is to be closed; of all tenants.
 */
int closing_find(struct db *db, struct db_rows **out);

/*
 * Writes the step, with what it rests on: of each device the evidence of its
 * last step when it closes, of those that are not finished when it opens.
 * ERR_NOTFOUND, unlogged, when it was done meanwhile.
 */
int closing_take(struct db *db, int tenant, int patch, bool close, int64_t at,
    int policy_version);

/*
 * Per vulnerability: name, patches, devices, open, since when it is open
 * again, earliest deadline of those open. A device is open for it while no
 * patch that names it is proven there.
 */
int vulnerability_list(
    struct db *db, int tenant, int64_t at, struct db_rows **out);

#endif
