/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/context.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/set.h"
#include "lib/store/patch/policy_store.h"

#define ASK_EVERY (5 * CLOCK_SECOND)

void
verify_set_profiles(struct verify *v, struct profile_set *set)
{
	profile_set_free(v->profiles);
	v->profiles = set;
	memset(v->reader, 0, sizeof(v->reader));
}

void
verify_forget_reader(struct verify *v, int device)
{
	v->reader[(unsigned)device % READERS_KEPT] =
	    (struct verify_reader){ 0 };
}

int
verify_policy_version(
    struct verify *v, int tenant, int version, const struct policy **out)
{
	struct verify_policy *p;
	int rc;

	for (unsigned i = 0; i < v->policies && i < POLICIES_KEPT; i++) {
		p = &v->policy[i];
		if (p->tenant_id == tenant && p->version == version) {
			*out = &p->policy;
			return ERR_OK;
		}
	}
	p = &v->policy[v->policies % POLICIES_KEPT];
	*p = (struct verify_policy){ 0 };
	rc = policy_store_load_version(v->db, tenant, version, &p->policy);
	if (rc < 0)
		return rc;
	p->tenant_id = tenant;
	p->version = version;
	v->policies++;
	*out = &p->policy;
	return ERR_OK;
}

int
verify_policy_now(struct verify *v, int tenant, const struct policy **out)
{
	struct verify_policy *p =
	    &v->in_force[(unsigned)tenant % POLICIES_KEPT];
	int rc;

	*out = &p->policy;
	if (p->tenant_id == tenant && v->now - p->asked < ASK_EVERY)
		return ERR_OK;
	p->tenant_id = 0;
	rc = policy_store_load(v->db, tenant, v->now, &p->policy);
	/* None is in force yet: silence and boots still have their terms. */
	if (rc == ERR_NOTFOUND) {
		policy_default(&p->policy);
		rc = ERR_OK;
	}
	if (rc < 0)
		return rc;
	p->tenant_id = tenant;
	p->asked = v->now;
	return ERR_OK;
}
