/* SPDX-License-Identifier: Apache-2.0 */
#include "register/profile/profiles.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/nearest.h"
#include "lib/mib/mib.h"
#include "lib/model/scheme.h"
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

bool
profiles_check(const struct profile_set *set, const char *name, struct buf *why)
{
	char text[NEAREST_TEXT_MAX];
	struct nearest near;

	if (profile_set_find(set, name) != NULL)
		return true;
	nearest_start(&near, name, strlen(name));
	for (size_t i = 0; i < profile_set_count(set); i++)
		nearest_offer(&near, profile_set_at(set, i)->title);
	buf_printf(why, "there is no profile \"%s\"%s", name,
	    near.word != NULL ? nearest_text(&near, text)
			      : "; `patchwacht profile list` names them");
	return false;
}

const struct scheme *
profiles_scheme(
    const struct profile_set *set, const char *name, struct buf *why)
{
	const struct scheme_set *all = profile_set_schemes(set);
	const struct scheme *s = scheme_find(all, name);
	struct choice c;

	if (s != NULL)
		return s;
	choice_start(&c, name);
	for (size_t i = 0; i < all->n; i++)
		choice_offer(&c, all->scheme[i]->name);
	buf_add_str(why, "scheme ");
	choice_tell(&c, why);
	return NULL;
}
