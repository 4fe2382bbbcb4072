/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/checking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/profile/baseline_judge.h"
#include "lib/store/device/check_store.h"
#include "lib/store/follow.h"
#include "lib/store/patch/evidence.h"

static void
read_facts(
    const struct check_facts *known, int64_t at, struct baseline_facts *out)
{
	out->category = known->category;
	out->legacy = known->legacy[0] == '\0' ? NULL : known->legacy;
	if (known->heard != CLOCK_NONE)
		out->log = (struct baseline_said){ .span = at - known->heard,
			.has_span = true };
	else if (known->is_heard)
		out->log.text = "not in a week";
	out->clock = (struct baseline_said){ .span = known->skew,
		.has_span = known->has_skew };
}

static struct json *
describe(const struct baseline_check *c, const struct baseline_facts *f)
{
	struct json *o = json_new_object();
	struct buf said = { 0 };
	const char *object;
	enum baseline_result result = baseline_judge(c, f, &said, &object);

	json_put_text(o, "name", c->title);
	json_put_text(o, "look", baseline_look_name(c->look));
	json_put_text(o, "result", baseline_result_name(result));
	json_put_text(o, "about", c->about);
	json_put_text(o, "said", buf_str(&said));
	json_put_text(o, "object", object);
	json_put_text(o, "source", c->source);
	buf_free(&said);
	return o;
}

static struct json *
judge_all(const struct verify *v, const struct baseline_facts *f)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < baseline_count(v->baseline); i++) {
		const struct baseline_check *c = baseline_at(v->baseline, i);

		if (baseline_is_for(c, f))
			json_add(list, describe(c, f));
	}
	return list;
}

/* All that was looked at: one copy for all that is new. */
static int
prove(struct verify *v, const struct stored_reading *r, const char *snmp,
    const struct json *list)
{
	struct json *o = json_new_object();
	int64_t id = 0;
	char *line;
	int rc;

	json_put_int(o, "device", r->device_id);
	json_put_time(o, "at", r->at);
	json_put_text(o, "snmp", snmp);
	json_put_text(o, "journal", r->journal);
	json_put_int(o, "seq", r->seq);
	json_put(o, "checks", json_share(list));
	line = json_line(o);
	rc = evidence_keep(v->db,
	    &(struct evidence){
		.tenant_id = r->tenant_id,
		.device_id = r->device_id,
		.at = r->at,
		.kind = "check",
		.content = line,
		.bytes = line,
		.len = strlen(line),
	    },
	    &id);
	if (rc == ERR_OK)
		rc = check_store_prove(
		    v->db, r->tenant_id, r->device_id, r->at, id);
	free(line);
	json_free(o);
	return rc;
}

int
checking_take(struct verify *v, const struct stored_reading *r,
    const struct snapshot *snapshot)
{
	struct baseline_facts facts = { .snapshot = snapshot };
	struct check_facts known;
	struct json *list;
	char snmp[40], *text;
	int n = 0, rc;

	if (v->baseline == NULL)
		return ERR_OK;
	rc =
	    check_store_facts(v->db, r->tenant_id, r->device_id, r->at, &known);
	if (rc < 0)
		return rc;
	snprintf(snmp, sizeof(snmp), "%s %s", r->protocol, r->level);
	facts.snmp = snmp;
	read_facts(&known, r->at, &facts);
	list = judge_all(v, &facts);
	text = json_line(list);
	rc = check_store_note(
	    v->db, r->tenant_id, r->device_id, r->at, text, &n);
	if (rc == ERR_OK && n > 0)
		rc = prove(v, r, snmp, list);
	free(text);
	json_free(list);
	return rc;
}
