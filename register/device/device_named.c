/* SPDX-License-Identifier: Apache-2.0 */
#include "register/device/device_named.h"

#include <stddef.h>

#include "lib/base/err.h"
#include "lib/base/flags.h"
#include "lib/store/device/device_store.h"
#include "register/context.h"
#include "register/missing.h"

int
device_named(struct context *c, const char *name, int64_t at, int *id)
{
	int rc = at == 0 ? device_store_find_ever(c->db, c->tenant, name, id)
			 : device_store_find_at(c->db, c->tenant, name, at, id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE_EVER, name);
	return rc;
}

int
device_named_any(
    struct context *c, const struct words *rest, int64_t at, int *id)
{
	*id = 0;
	return rest->n == 0 ? ERR_OK : device_named(c, rest->word[0], at, id);
}
