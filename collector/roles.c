/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/role.h"

#include <string.h>

#include "collector/alert/alert.h"
#include "collector/listen/listen.h"
#include "collector/poll/poll.h"
#include "collector/program/program.h"
#include "collector/store/store.h"
#include "collector/trap/trap.h"
#include "collector/verify/verify.h"

/* In the order in which they start. */
const struct role_ops *const role_table[] = {
	&listen_role,
	&poll_role,
	&trap_role,
	&store_role,
	&verify_role,
	&alert_role,
	&program_role,
	NULL,
};

const struct role_ops *
role_find(const char *name)
{
	for (size_t i = 0; role_table[i] != NULL; i++) {
		if (strcmp(role_table[i]->name, name) == 0)
			return role_table[i];
	}
	return NULL;
}

unsigned
role_instances(const struct role_ops *ops, const struct config *c)
{
	return ops->instances == NULL ? 1 : ops->instances(c);
}

bool
role_listens(const struct role_ops *ops, enum listen_kind kind)
{
	unsigned right = kind == LISTEN_TRAP ? ROLE_TRAP : ROLE_LISTEN;

	return (ops->rights & right) != 0;
}
