/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/role.h"

#include <string.h>

#include "collector/alert/alert.h"
#include "collector/poll/poll.h"

/* In the order in which they start. */
const struct role_ops *const role_table[] = {
	&poll_role,
