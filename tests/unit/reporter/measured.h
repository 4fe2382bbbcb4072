/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_REPORTER_MEASURED_H
#define TESTS_UNIT_REPORTER_MEASURED_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/measures.h"
#include "tests/unit/reporter/evidence_text.h"

#include "tests/unit/test.h"

/*
 * Evidence of a quarter, 1 July to 30 September 2026 in Amsterdam, and what is
 * counted in it by hand. Of QUARTER the poller stood still from 1 to 10 August.
 */
struct measured {
	const char *story;
	const char *sections; /* "\"devices\":[...]" */
	void (*take)(const struct facts *f, struct measurement *m);
	int64_t part, whole, unknown;
	enum outcome outcome;
};

static inline void
measured_check(const struct measured *c)
{
	struct measurement m = { .id = "M-PAT-01" };
	struct buf text = { 0 };
	struct json *v = NULL;
	struct facts f;

	buf_printf(&text, "{%s,%s}", QUARTER, c->sections);
	assert_int_equal(
	    ERR_OK, json_parse(c->story, buf_str(&text), text.len, &v));
	assert_int_equal(ERR_OK, facts_read(v, &f));
	c->take(&f, &m);
	if (m.part != c->part || m.whole != c->whole ||
	    m.unknown != c->unknown || m.outcome != c->outcome)
		fail_msg("%s: %lld of %lld, %lld unknown: %s", c->story,
		    (long long)m.part, (long long)m.whole, (long long)m.unknown,
		    outcome_name(m.outcome));
	facts_free(&f);
	json_free(v);
	buf_free(&text);
}

static inline void
measured_check_all(const struct measured *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		measured_check(&c[i]);
}

/* An installation of patch 5 on a device; a step of it. */
#define ON(id, fields)                                                       \
	"{\"patch_id\":5,\"device_id\":" #id                                 \
	",\"reference\":\"P\",\"device\":\"sw" #id                           \
	"\",\"priority\":\"critical\",\"created\":\"2026-09-01T00:00:00Z\"," \
	"\"clock_start\":\"2026-09-08T12:00:00Z\","                          \
	"\"deadline\":\"2026-09-15T12:00:00Z\"," fields "}"
#define STEP(id, at, to, cause)                                         \
	"{\"transition_id\":1,\"patch_id\":5,\"device_id\":" #id        \
	",\"at\":\"" at "\",\"to_state\":\"" to "\",\"cause\":\"" cause \
	"\",\"flag\":null}"
#define ANSWERED "\"2026-09-30T20:00:00Z\""

#endif
