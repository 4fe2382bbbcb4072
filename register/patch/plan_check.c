/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/plan_check.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/patch/patch_store.h"
#include "lib/store/patch/plan_store.h"
#include "register/context.h"

int
plan_check(struct context *c, int id, const struct patch_values *v,
    bool window_given, struct buf *why)
{
	const char *end = v->value[PATCH_WINDOW_END];
	struct buf missing = { 0 };
	int64_t at;
	int rc;

	if (!window_given || end == NULL || clock_parse(end, &at) < 0 ||
	    at <= clock_now())
		return ERR_OK;
	rc = plan_missing(c->db, c->tenant, id, v, &missing);
	if (rc == ERR_OK && missing.len > 0) {
		buf_printf(why,
		    "not planned for production: %s is missing (`patchwacht "
		    "patch test`, --recovery-plan), or it is an emergency "
		    "(`patch emergency`)",
		    buf_str(&missing));
		rc = ERR_DENIED;
	}
	buf_free(&missing);
	return rc;
}
