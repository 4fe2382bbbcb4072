/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/plan_check.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/model/assessment.h"
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
		    "not planned for production: %s is missing. A test is "
		    "noted with `patchwacht patch test %s`, a recovery plan "
		    "with `patchwacht patch edit %s --recovery-plan TEXT`; "
		    "without time for them there is `patchwacht patch "
		    "emergency`",
		    buf_str(&missing), v->value[PATCH_REFERENCE],
		    v->value[PATCH_REFERENCE]);
		rc = ERR_RANGE;
	}
	buf_free(&missing);
	return rc;
}

int
deadline_check(
    struct context *c, int id, const struct patch_values *v, struct buf *why)
{
	const char *given = v->value[PATCH_DEADLINE];
	char text[ZONE_TEXT_MAX];
	int64_t latest, at;
	int rc;

	if (given == NULL || clock_parse(given, &at) < 0)
		return ERR_OK;
	rc = plan_latest(c->db, c->tenant, id, v, &latest);
	if (rc == ERR_OK && at > latest) {
		buf_printf(why,
		    "the policy gives until %s; more time is an exception "
		    "(`patchwacht exception request`)",
		    zone_format(latest, text));
		rc = ERR_RANGE;
	}
	return rc;
}

static bool
is_exploited(const struct patch_values *v)
{
	const char *known = v->value[PATCH_KNOWN_EXPLOITED];

	return known != NULL && *known == 't';
}

int
class_check(const struct patch_values *was, const struct patch_values *v,
    struct buf *why)
{
	enum priority from, to;
	int rc = priority_parse(was->value[PATCH_PRIORITY], &from);

	if (rc == ERR_OK)
		rc = priority_parse(v->value[PATCH_PRIORITY], &to);
	if (rc != ERR_OK ||
	    !assessment_lowers(from, is_exploited(was), to, is_exploited(v)))
		return rc;
	buf_printf(why,
	    "asks less than before: `patchwacht patch assess %s`, with which "
	    "a second person agrees",
	    was->value[PATCH_REFERENCE]);
	return ERR_RANGE;
}
