/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/limit.h"

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/model/policy.h"
#include "reporter/assess/facts.h"

int64_t
limit_under(const struct json *policy, enum limit l)
{
	static const char *const columns[LIMITS] = {
		[LIMIT_FOLLOW_CRITICAL] = "follow_critical_s",
		[LIMIT_FOLLOW] = "follow_s",
		[LIMIT_DECIDE] = "decide_s",
		[LIMIT_ASSESS] = "assess_s",
		[LIMIT_MITIGATE] = "mitigate_s",
		[LIMIT_SKEW] = "skew_s",
		[LIMIT_LOG_SILENCE] = "log_silence_s",
		[LIMIT_ANSWERED] = "answered_percent",
	};
	struct policy p;
	const int64_t *usual[LIMITS] = {
		[LIMIT_FOLLOW_CRITICAL] = &p.follow_critical,
		[LIMIT_FOLLOW] = &p.follow,
		[LIMIT_DECIDE] = &p.decide,
		[LIMIT_ASSESS] = &p.assess,
		[LIMIT_MITIGATE] = &p.mitigate,
		[LIMIT_SKEW] = &p.skew,
		[LIMIT_LOG_SILENCE] = &p.log_silence,
	};

	policy_default(&p);
	if (usual[l] == NULL)
		return json_get_int(policy, columns[l], p.answered_percent);
	return json_get_int(policy, columns[l], *usual[l] / CLOCK_SECOND) *
	    CLOCK_SECOND;
}

int64_t
limit_of(const struct facts *f, enum limit l)
{
	return limit_under(f->policy, l);
}
