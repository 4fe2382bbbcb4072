/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/orders.h"

#include <stdlib.h>
#include <string.h>

#include "collector/keys/keyring.h"
#include "collector/poll/request.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/network/credential.h"
#include "lib/wire/usm.h"

struct orders {
	const struct keyring *keys;
	struct request_desk *desk;
	struct discover *discover;
	bool ready;
};

static bool
on_key(void *arg, int tenant_id, int credential_id, struct visit_key *out)
{
	struct orders *o = arg;
	const struct credential *c =
	    keyring_find(o->keys, tenant_id, credential_id);

	*out = (struct visit_key){ .kind = OFFER_V2C };
	if (c == NULL)
		return false;
	if (strcmp(c->kind, "v3") == 0) {
		out->user = keyring_user(o->keys, tenant_id, credential_id);
		if (out->user != NULL)
			out->kind = offer_of_level(
			    out->user->auth != 0, out->user->priv != 0);
		return out->user != NULL;
	}
	if (strcmp(c->kind, "v1") == 0)
		out->kind = OFFER_V1;
	out->community = c->community;
	return true;
}

static void
on_request(void *arg, const struct request *r)
{
	struct orders *o = arg;

	discover_begin(o->discover, r->tenant_id,
	    (int)json_get_int(r->args, "discovery", 0));
	request_answer(o->desk, r, "begun", NULL);
}

struct orders *
orders_new(struct event_base *base, const struct db_target *target,
    const struct keyring *keys, struct request_desk *desk)
{
	struct orders *o = mem_new(1, sizeof(*o));
	const struct discover_hooks hooks = { on_key, o };

	o->keys = keys;
	o->desk = desk;
	o->discover = discover_new(base, target, &hooks);
	request_desk_kind(desk, "discover", on_request, o);
	return o;
}

void
orders_free(struct orders *o)
{
	if (o == NULL)
		return;
	discover_free(o->discover);
	free(o);
}

void
orders_ready(struct orders *o)
{
	if (!o->ready)
		discover_resume(o->discover);
	o->ready = true;
}

void
orders_use(struct orders *o, struct planner *planner,
    const struct discover_terms *terms)
{
	discover_use(o->discover, planner, terms);
}
