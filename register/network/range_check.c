/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/range_check.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/range.h"
#include "lib/store/network/range_store.h"
#include "register/context.h"

static int
check_pair(const struct range *r, const struct range *other, struct buf *why)
{
	char name[PREFIX_TEXT_MAX];

	prefix_format(&other->block, name);
	if (other->medical && !r->medical &&
	    prefix_within(&r->block, &other->block))
		buf_printf(why,
		    "it lies in the medical range %s: --medical, and an "
		    "approval of its own",
		    name);
	else if (r->medical && !other->medical &&
	    prefix_within(&other->block, &r->block))
		buf_printf(why,
		    "%s lies in it and is not medical: `patchwacht range "
		    "remove %s`, and list it anew with --medical",
		    name, name);
	else
		return ERR_OK;
	return ERR_RANGE;
}

int
range_check(
    struct context *c, int realm_id, const struct range *r, struct buf *why)
{
	struct range *list = NULL;
	size_t n = 0;
	int rc = range_load(c->db, c->tenant, realm_id, &list, &n);

	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = check_pair(r, &list[i], why);
	free(list);
	return rc;
}
