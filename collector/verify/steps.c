/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/proof.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/device/device_state.h"
#include "lib/store/follow.h"
#include "lib/store/patch/alert.h"
#include "lib/store/patch/verdict.h"

/* No chain of steps on the same facts is longer, or the table has a circle. */
enum { STEPS_MAX = 16, EVIDENCE_MAX = 8 };

struct proofs {
	int64_t id[EVIDENCE_MAX];
	size_t n;
};

static void
add_proof(struct proofs *p, int64_t id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->id[i] == id)
			return;
	if (id != 0 && p->n < EVIDENCE_MAX)
		p->id[p->n++] = id;
}

int
steps_facts(
    struct verify *v, const struct verdict *d, struct deployment_facts *out)
{
	int rc;

	*out = (struct deployment_facts){
		.priority = d->priority,
		.now = v->now,
		.boot_at = d->boot_at,
		.hinted = CLOCK_NONE,
		.last_try = d->last_try,
		.silent_since = CLOCK_NONE,
		.sleeps = d->sleeps,
		.out_of_scope = d->out_of_scope,
		.scope_why = d->scope_why,
		.exception_approved = d->exception_approved,
		.exception_until = d->exception_until,
		.compared = d->compared,
		.paused = d->waits,
	};
	rc = verify_policy_version(
	    v, d->tenant_id, d->policy_version, &out->policy);
	/* Within a day there is nothing to compare. */
	if (rc == ERR_OK && out->policy->observe < CLOCK_DAY)
		out->compared.passed = true;
	if (rc == ERR_OK && d->silent_polls >= out->policy->silent_polls)
		out->silent_since = d->silent_since;
	return rc;
}

/* The other reading of a pair; seen is what the row said before the step. */
static int64_t
partner_of(const struct deployment_facts *f, const struct deployment_outcome *o,
    int64_t seen)
{
	if (f->reading->verdict == FIX_MET)
		return seen != CLOCK_NONE && seen < f->reading->at ? seen
								   : CLOCK_NONE;
	return o->flag == 0 ? f->reading->before : CLOCK_NONE;
}

/* The last reading of the version before, where the step is that it is gone. */
static int
find_turn(struct verify *v, const struct verdict *d,
    const struct deployment_facts *f, const struct deployment_outcome *o,
    int64_t *out)
{
	*out = CLOCK_NONE;
	if (o->flag != 0)
		return ERR_OK;
	if (o->to == STATE_ROLLED_BACK)
		return follow_answer_before(
		    v->db, d->tenant_id, d->device_id, f->reading->since, out);
	if (o->to == STATE_SEEN || o->to == STATE_CONFIRMED)
		*out = d->row.last_old;
	return ERR_OK;
}

static int
prove_by_moment(struct verify *v, const struct verdict *d,
    const struct step_source *source, int64_t at, struct proofs *out)
{
	int64_t id = 0;
	int rc = at == CLOCK_NONE ? ERR_OK
				  : proof_of_moment(v, d->tenant_id,
					d->device_id, at, source->wanted, &id);

	if (rc == ERR_OK)
		add_proof(out, id);
	return rc;
}

static int
prove_by_reading(struct verify *v, const struct verdict *d,
    const struct deployment_facts *f, const struct step_source *source,
    const struct deployment_outcome *o, int64_t seen, struct proofs *out)
{
	int64_t id = 0, turn;
	int rc = find_turn(v, d, f, o, &turn);

	if (rc == ERR_OK)
		rc = prove_by_moment(v, d, source, turn, out);
	if (rc == ERR_OK)
		rc = prove_by_moment(v, d, source, partner_of(f, o, seen), out);
	if (rc == ERR_OK)
		rc = proof_of_reading(
		    v, source->reading, source->identity, source->wanted, &id);
	if (rc == ERR_OK)
		add_proof(out, id);
	return rc;
}

static int
prove(struct verify *v, const struct verdict *d,
    const struct deployment_facts *f, const struct step_source *source,
    const struct deployment_outcome *o, int64_t seen, struct proofs *out)
{
	int64_t id = 0;
	int rc;

	switch (o->rests_on) {
	case RESTS_READING:
		if (f->reading != NULL)
			return prove_by_reading(v, d, f, source, o, seen, out);
		break;
	case RESTS_MESSAGE:
		add_proof(out, source->message);
		return ERR_OK;
	case RESTS_CLAIM:
		rc = proof_of_claim(v, d, o->cause, &id);
		add_proof(out, id);
		return rc;
	case RESTS_COMPARISON:
		add_proof(out, d->worse_evidence);
		return ERR_OK;
	case RESTS_CLOCK:
		break;
	}
	rc = proof_of_clock(v, d, o->cause, &id);
	add_proof(out, id);
	return rc;
}

static void
mark_confirmed(struct verdict *d, const struct step_source *source,
    const struct deployment_facts *f)
{
	d->protocol = source->reading->protocol;
	d->security_level = source->reading->level;
	d->profile_tested = f->reading->tested;
}

static int
take_step(struct verify *v, struct verdict *d, const struct deployment_facts *f,
    const struct step_source *source, const struct deployment_outcome *o,
    int64_t seen, struct proofs *proofs)
{
	int64_t at = v->now;
	int rc;

	*proofs = (struct proofs){ 0 };
	rc = prove(v, d, f, source, o, seen, proofs);
	if (rc < 0)
		return rc;
	if (o->flag == 0) {
		at = d->row.entered;
		snprintf(
		    d->reason_text, sizeof(d->reason_text), "%s", o->reason);
		d->reason = d->reason_text;
		log_info("device %s: patch %s: %s -> %s: %s", d->device,
		    d->reference, state_name(o->from), state_name(o->to),
		    o->reason);
	}
	if (o->flag == 0 &&
	    (o->to == STATE_CONFIRMED || o->to == STATE_ALREADY_MET))
		mark_confirmed(d, source, f);
	return verdict_add_transition(v->db, d, o, at, proofs->id, proofs->n);
}

static char *
alert_detail(const struct verdict *d, const struct deployment_facts *f)
{
	static const char *const levels[] = { "E0", "E1", "E2", "E3", "E4" };
	struct json *o = json_new_object();
	char *line;

	json_put_text(o, "device", d->device);
	json_put_text(o, "address", d->address);
	if (d->site != NULL)
		json_put_text(o, "site", d->site);
	json_put_text(o, "patch", d->reference);
	json_put_text(o, "title", d->title);
	json_put_text(o, "priority", priority_name(d->priority));
	json_put_text(o, "state", state_name(d->row.state));
	json_put_time(o, "since", d->row.entered);
	json_put_time(o, "deadline", d->row.deadline);
	if (d->target != NULL)
		json_put_text(o, "target", d->target);
	if (d->running != NULL)
		json_put_text(o, "seen", d->running);
	json_put_text(o, "level", levels[d->row.level]);
	if (d->reason != NULL)
		json_put_text(o, "reason", d->reason);
	if (d->claimed_by != NULL && d->row.claimed != CLOCK_NONE) {
		json_put_text(o, "reported_by", d->claimed_by);
		json_put_time(o, "reported", d->row.claimed);
	}
	if (f->silent_since != CLOCK_NONE)
		json_put_time(o, "silent_since", f->silent_since);
	if (d->row.window_end != CLOCK_NONE)
		json_put_time(o, "window_end", d->row.window_end);
	line = json_line(o);
	json_free(o);
	return line;
}

static int
set_alert(struct verify *v, const struct verdict *d,
    const struct deployment_facts *f, enum alert_rule rule,
    const struct proofs *proofs)
{
	struct alert_subject s = {
		.tenant_id = d->tenant_id,
		.rule = alert_rule_name(rule),
		.severity = alert_severity(rule),
		.device_id = d->device_id,
		.patch_id = d->patch_id,
	};
	bool holds = deployment_alerts(&d->row, f, rule);
	struct proofs last = *proofs;
	int64_t id = v->alerts == NULL ? 0 : alert_open_id(v->alerts, &s);
	int rc = ERR_OK;
	char *detail;

	if (v->alerts != NULL && (id != 0) == holds)
		return ERR_OK;
	if (last.n == 0)
		rc = verdict_last_evidence(
		    v->db, d, last.id, EVIDENCE_MAX, &last.n);
	if (rc < 0)
		return rc;
	detail = alert_detail(d, f);
	rc = v->alerts != NULL
	    ? alert_change(
		  v->db, &s, id, holds, v->now, detail, last.id, last.n)
	    : alert_set(v->db, &s, holds, v->now, detail, last.id, last.n);
	free(detail);
	return rc;
}

static int
set_alerts(struct verify *v, const struct verdict *d,
    const struct deployment_facts *f, const struct proofs *proofs)
{
	int rc = ERR_OK;

	for (int r = 0; rc == ERR_OK && r < ALERT_UNEXPECTED_REBOOTS; r++)
		rc = set_alert(v, d, f, (enum alert_rule)r, proofs);
	return rc;
}

/* While it waits, a row says what the last reading said. */
static void
note_reading(struct verdict *d, const struct deployment_facts *f)
{
	const struct judgement *r = f->reading;

	if (r == NULL)
		return;
	if (*r->running != '\0')
		d->running = r->running;
	if (!deployment_is_active(d->row.state) && *r->why != '\0')
		d->reason = r->why;
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Beside the last reading of the old version, which each such reading moves. */
static bool
is_moved(const struct verdict *a, const struct verdict *b)
{
	struct deployment now = b->row;

	if (a->row.last_old != CLOCK_NONE)
		now.last_old = a->row.last_old;
	return !deployment_is_same(&a->row, &now) ||
	    !is_same_text(a->running, b->running) ||
	    !is_same_text(a->reason, b->reason) ||
	    !is_same_text(a->serial, b->serial);
}

bool
steps_are_due(const struct verdict *d, const struct deployment_facts *f)
{
	struct deployment row = d->row;
	struct deployment_outcome o;

	deployment_observe(&row, f);
	return deployment_step(&row, f, &o) == ERR_OK ||
	    !deployment_is_same(&row, &d->row);
}

int
steps_take(struct verify *v, struct verdict *d,
    const struct deployment_facts *f, const struct step_source *source)
{
	const struct verdict before = *d;
	struct deployment_outcome o;
	struct proofs proofs = { 0 };
	int rc = ERR_OK, steps = 0;

	deployment_observe(&d->row, f);
	note_reading(d, f);
	for (;;) {
		int64_t seen = d->row.seen;

		if (deployment_step(&d->row, f, &o) < 0)
			break;
		if (++steps > STEPS_MAX)
			fatalx("patch %s on %s: steps in a circle: %s",
			    d->reference, d->device, o.cause);
		rc = take_step(v, d, f, source, &o, seen, &proofs);
		if (rc < 0)
			return rc;
	}
	d->moved = steps > 0 || d->serial_changed || is_moved(&before, d);
	if (d->moved || d->row.last_old != before.row.last_old)
		rc = verdict_save(v->db, d);
	/* The next reading may find it elsewhere than the last one left it. */
	if (rc == ERR_OK && d->moved && source->reading == NULL)
		rc = device_state_wake(v->db, d->tenant_id, d->device_id);
	/* Without a step only time moves an alert: the clock's look sees it. */
	if (rc == ERR_OK &&
	    (steps > 0 || (source->reading == NULL && v->alerts != NULL)))
		rc = set_alerts(v, d, f, &proofs);
	return rc;
}
