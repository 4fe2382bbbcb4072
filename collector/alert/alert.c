/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/alert.h"

#include "lib/base/err.h"

static int
alert_start(struct role *r)
{
	(void)r;
	return ERR_OK;
}

const struct role_ops alert_role = {
	.name = "alert",
	.rights = ROLE_INET | ROLE_DATABASE,
	.start = alert_start,
};
