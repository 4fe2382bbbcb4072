/* SPDX-License-Identifier: Apache-2.0 */
#include "register/profile/profiles.h"

#include "lib/base/err.h"
#include "lib/mib/mib.h"
#include "lib/profile/object.h"
#include "lib/profile/set.h"
#include "register/context.h"

int
profiles_open(struct profile_set **out)
{
	struct context c;
	int rc = context_place(&c);

	if (rc == ERR_OK) {
		mib_use(c.place.data);
		object_resolve_with(mib_parse);
		rc = profile_set_load_default(c.place.data, out);
	}
	context_close(&c);
	return rc;
}
