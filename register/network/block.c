/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/block.h"

#include "lib/base/err.h"
#include "lib/model/prefix.h"
#include "lib/store/network/range_store.h"
#include "register/command.h"
#include "register/context.h"

int
block_parse(const char *text, struct prefix *out)
{
	char meant[PREFIX_TEXT_MAX];
	int rc = prefix_parse(text, out);

	if (rc == ERR_RANGE)
		complain("%s: bits are set behind its length; %s?", text,
		    prefix_format(out, meant));
	else if (rc < 0)
		complain("%s: not a block of addresses such as 10.1.0.0/16 or "
			 "2001:db8::/120",
		    text);
	return rc < 0 ? ERR_PARSE : ERR_OK;
}

int
block_realm(struct context *c, const char *name, int *id)
{
	int rc;

	*id = 1;
	if (name == NULL)
		return ERR_OK;
	rc = realm_find(c->db, c->tenant, name, id);
	if (rc == ERR_NOTFOUND)
		complain("--realm: there is no realm \"%s\"", name);
	return rc;
}
