/* SPDX-License-Identifier: Apache-2.0 */

/* The first page: counts that cannot be turned green. */

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "reporter/assess/gate.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/value_parts.h"

static void
put_measured(struct json *o, const struct measurement *m)
{
	json_put_int(o, "due", m->whole);
	json_put_int(o, "on_time", m->part);
	json_put_int(o, "unknown", m->unknown);
	json_put_int(o, "excepted", m->excepted);
	json_put_int(o, "late", m->whole - m->part - m->unknown - m->excepted);
	json_put_text(o, "outcome", outcome_name(m->outcome));
	if (m->whole == 0) {
		json_put_null(o, "share");
		json_put_null(o, "share_high");
		return;
	}
	json_put_real(o, "share", measure_low(m));
	json_put_real(o, "share_high", measure_high(m));
}

static struct json *
new_priority(
    const struct facts *f, enum priority p, const struct measurement *m)
{
	struct json *row = json_new_object();

	json_put_text(row, "priority", priority_name(p));
	put_measured(row, m);
	value_copy(row, "within", f->policy, "within_percent");
	return row;
}

void
value_priorities(const struct facts *f, struct json *v)
{
	struct json *all = json_new_array(), *due = json_new_array();

	for (int i = 0; i < PRIORITIES; i++) {
		enum priority p = (enum priority)i;
		struct measurement m;

		measure_in_time_of(f, p, &m);
		gate_apply(f, &m);
		json_add(all, new_priority(f, p, &m));
		if (m.whole > 0)
			json_add(due, new_priority(f, p, &m));
	}
	json_put(v, "priorities", all);
	json_put(v, "priorities_due", due);
}

/* "x van y patches op alle apparaten op tijd" */
static void
put_patches(const struct facts *f, struct json *o)
{
	const struct json *list = json_get(f->evidence, "patches");
	int64_t due = 0, whole = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		int64_t id = json_get_int(json_at(list, i), "patch_id", 0);
		bool any = false, all = true;

		for (size_t k = 0; k < f->nobligations; k++) {
			const struct obligation *ob = &f->obligations[k];

			if (ob->patch_id != id || !ob->in_cohort)
				continue;
			any = true;
			all &= ob->timing == TIMING_ON_TIME;
		}
		due += any;
		whole += any && all;
	}
	json_put_int(o, "patches_due", due);
	json_put_int(o, "patches_on_time", whole);
}

struct tally {
	int64_t implemented, already, overdue, late_or_overdue, rolled_back,
	    failed, undeterminable, observing, stable, confirmed, secure, open,
	    from_registration;
};

static bool
is_secure(const struct obligation *o)
{
	return strcmp(facts_text(o->row, "protocol"), "v3") == 0 &&
	    strcmp(facts_text(o->row, "security_level"), "none") != 0;
}

static void
count_one(const struct facts *f, const struct obligation *o, struct tally *t)
{
	bool in_period =
	    o->seen != FACTS_NO_TIME && o->seen >= f->from && o->seen < f->cut;

	t->implemented += o->active && in_period;
	t->already += o->already;
	t->overdue += o->overdue;
	t->late_or_overdue +=
	    o->overdue || (o->in_cohort && o->timing == TIMING_LATE);
	t->rolled_back += strcmp(o->state, "rolled_back") == 0;
	t->failed += strcmp(o->state, "failed") == 0;
	t->undeterminable += strcmp(o->state, "undeterminable") == 0;
	t->observing += strcmp(o->state, "observing") == 0;
	t->stable += strcmp(o->state, "stable") == 0;
	t->open += facts_is_open(o);
	t->from_registration += o->in_cohort &&
	    strcmp(facts_text(o->row, "clock_basis"), "registered") == 0;
	if (o->active) {
		t->confirmed++;
		t->secure += is_secure(o);
	}
}

static void
put_tally(const struct facts *f, struct json *o)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < f->nobligations; i++)
		count_one(f, &f->obligations[i], &t);
	json_put_int(o, "implemented", t.implemented);
	json_put_int(o, "already", t.already);
	json_put_int(o, "overdue", t.overdue);
	json_put_int(o, "late_or_overdue", t.late_or_overdue);
	json_put_int(o, "rolled_back", t.rolled_back);
	json_put_int(o, "failed", t.failed);
	json_put_int(o, "undeterminable", t.undeterminable);
	json_put_int(o, "observing", t.observing);
	json_put_int(o, "stable", t.stable);
	json_put_int(o, "open", t.open);
	json_put_int(o, "from_registration", t.from_registration);
	json_put_int(o, "confirmed", t.confirmed);
	json_put_int(o, "confirmed_secure", t.secure);
	json_put_int(o, "confirmed_insecure", t.confirmed - t.secure);
}

static void
put_blind(const struct facts *f, struct json *o)
{
	const struct json *senders = json_get(f->evidence, "senders");
	int64_t devices = 0, measured = 0, claimed = 0;

	for (size_t i = 0; i < f->ndevices; i++) {
		if (f->devices[i].retired)
			continue;
		devices++;
		measured += f->devices[i].measured;
		claimed += f->devices[i].only_claimed;
	}
	json_put_int(o, "devices", devices);
	json_put_int(o, "measured", measured);
	json_put_int(o, "unmeasured", devices - measured);
	json_put_int(o, "only_claimed", claimed);
	value_copy(o, "unknown_senders", senders, "unknown_senders");
	if (devices > 0)
		json_put_real(o, "measured_share",
		    100.0 * (double)measured / (double)devices);
	else
		json_put_null(o, "measured_share");
}

static void
put_alerts(const struct facts *f, struct json *o)
{
	const struct json *list = json_get(f->evidence, "alerts");
	int64_t open = 0;

	for (size_t i = 0; i < json_len(list); i++)
		open += json_get_text(json_at(list, i), "closed") == NULL;
	json_put_int(o, "alerts", (int64_t)json_len(list));
	json_put_int(o, "alerts_open", open);
}

/* What the first sentence counts: critical ones first, where there were any. */
static const char *
fell_due(int64_t due, int64_t critical)
{
	if (critical > 0)
		return "critical";
	return due > 0 ? "other" : "none";
}

void
value_summary(const struct facts *f, struct json *v)
{
	struct json *o = json_new_object(), *critical = json_new_object();
	struct measurement m = { 0 };

	m.id = "M-PAT-01";
	measure_in_time(f, &m);
	gate_apply(f, &m);
	put_measured(o, &m);
	put_patches(f, o);
	put_tally(f, o);
	put_blind(f, o);
	put_alerts(f, o);
	json_put_int(
	    o, "patches", (int64_t)json_len(json_get(f->evidence, "patches")));
	measure_in_time_of(f, PRIORITY_CRITICAL, &m);
	gate_apply(f, &m);
	put_measured(critical, &m);
	json_put_text(o, "fell_due",
	    fell_due(
		json_get_int(o, "due", 0), json_get_int(critical, "due", 0)));
	json_put(o, "critical", critical);
	json_put(v, "summary", o);
}
