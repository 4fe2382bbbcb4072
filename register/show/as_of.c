/* SPDX-License-Identifier: Apache-2.0 */
#include "register/show/as_of.h"

#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "register/command.h"
#include "register/context.h"
#include "register/setup/check.h"

int
as_of(struct context *c, const char *tables, const char *text, int64_t *out)
{
	char time[ZONE_TEXT_MAX];
	struct buf why = { 0 };
	int64_t begins = 0;
	int rc;

	*out = 0;
	if (text == NULL)
		return ERR_OK;
	rc = check_tell(check_time(text, out, &why), "--as-of", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = past_check(c->db, c->tenant, tables, *out, &begins);
	if (rc == ERR_DENIED)
		complain("--as-of: how it stood is told to those who read all "
			 "of the organisation");
	if (rc != ERR_RANGE)
		return rc;
	if (*out < begins)
		complain("--as-of: how it stood is known from %s on",
		    zone_format(begins, time));
	else
		complain("--as-of: \"%s\" is yet to come", text);
	return ERR_PARSE;
}
