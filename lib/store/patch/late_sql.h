/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LATE_SQL_H
#define LIB_STORE_LATE_SQL_H

#include "lib/store/patch/states.h"

/*
 * What is late, by the clock: the flags of a deployment are as the verifier
 * left them, and who asks while it is away asks all the more. As deadline.h has
 * it.
 *
 *	FROM deployment x LATE_JOIN("x", "exception", "now()")
 *	WHERE IS_LATE("x", "now()")
 *
 * exceptions is that table, or "@exception($2)" in a statement of past.h; $1 is
 * the tenant.
 */
/* clang-format off */
#define LATE_JOIN(x, exceptions, at)                              \
	" LEFT JOIN " LATE_VALID(exceptions, at) " xa"            \
	" ON xa.patch_id=" x ".patch_id AND xa.device_id=0"       \
	" LEFT JOIN " LATE_VALID(exceptions, at) " xb"            \
	" ON xb.patch_id=" x ".patch_id"                          \
	" AND xb.device_id=" x ".device_id"
/* clang-format on */

/* The same of every organisation at once, where $1 is none of them. */
/* clang-format off */
#define LATE_JOIN_ALL(x, at)                                      \
	" LEFT JOIN " LATE_VALID_ALL(at) " xa"                    \
	" ON xa.tenant_id=" x ".tenant_id"                        \
	" AND xa.patch_id=" x ".patch_id AND xa.device_id=0"      \
	" LEFT JOIN " LATE_VALID_ALL(at) " xb"                    \
	" ON xb.tenant_id=" x ".tenant_id"                        \
	" AND xb.patch_id=" x ".patch_id"                         \
	" AND xb.device_id=" x ".device_id"
/* clang-format on */

/* Looked up together, for each patch and device once: 0 is of every device. */
#define LATE_VALID(exceptions, at)                                   \
	"(SELECT e.patch_id," LATE_APPROVED " FROM " exceptions " e" \
	" WHERE e.tenant_id=$1 AND " LATE_HOLDS(at) " GROUP BY e.patch_id,2)"
#define LATE_VALID_ALL(at)                                                  \
	"(SELECT e.patch_id," LATE_APPROVED ",e.tenant_id FROM exception e" \
	" WHERE " LATE_HOLDS(at) " GROUP BY e.tenant_id,e.patch_id,2)"
#define LATE_APPROVED                           \
	"coalesce(e.device_id,0) AS device_id," \
	"min(e.first_approved) AS approved"
#define LATE_HOLDS(at)                                    \
	"e.declared_by IS NULL AND e.first_approved<=" at \
	" AND e.valid_until>" at

#define IS_EXCEPTED(x) \
	"coalesce(least(xa.approved,xb.approved)<" x ".deadline,false)"
#define IS_LATE(x, at)                                                 \
	"(" x ".deadline<" at " AND " x ".state NOT IN(" STATES_ACTIVE \
	",'withdrawn') AND NOT " IS_EXCEPTED(x) ")"

#endif
