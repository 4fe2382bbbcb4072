/* SPDX-License-Identifier: Apache-2.0 */

/* Lists of obligations: implemented, open, unknown, and the proof of each. */

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/json.h"
#include "reporter/assess/said.h"
#include "reporter/assess/value_parts.h"

/* The last step with evidence into a state; NULL takes any state. */
static const struct json *
last_step(const struct obligation *o, const char *state)
{
	for (size_t i = o->nsteps; i-- > 0;) {
		const struct step *t = &o->steps[i];

		if (json_len(json_get(t->row, "evidence")) == 0)
			continue;
		if (state == NULL || strcmp(t->to_state, state) == 0)
			return t->row;
	}
	return NULL;
}

void
value_evidence(const struct obligation *o, const char *state, struct json *to)
{
	const struct json *step = last_step(o, state);
	const struct json *ids = json_get(step, "evidence");
	struct buf text = { 0 };

	for (size_t i = 0; i < json_len(ids); i++)
		buf_printf(&text, "%s%lld", i > 0 ? ", " : "",
		    (long long)json_int_of(json_at(ids, i), 0));
	json_put_text(to, "evidence", text.len > 0 ? buf_str(&text) : NULL);
	json_put(to, "evidence_ids", json_share(ids));
	buf_free(&text);
}

struct json *
value_obligation(const struct obligation *o)
{
	struct json *row = json_new_object();

	value_copy(row, "reference", o->row, "reference");
	value_copy(row, "patch", o->row, "patch");
	value_copy(row, "device", o->row, "device");
	value_copy(row, "site", o->row, "site");
	json_put_text(row, "priority", priority_name(o->priority));
	value_copy(row, "deadline", o->row, "deadline");
	json_put_text(row, "state", o->state);
	value_copy(row, "running", o->row, "running");
	value_copy(row, "claimed", o->row, "claimed");
	json_put_bool(row, "known_exploited", o->known_exploited);
	json_put_bool(row, "internet_facing", o->internet_facing);
	return row;
}

const char *
value_timing(const struct facts *f, const struct obligation *o)
{
	static const char *const words[TIMINGS] = {
		[TIMING_ON_TIME] = "on_time",
		[TIMING_LATE] = "late",
		[TIMING_UNKNOWN] = "unknown",
		[TIMING_EXCEPTED] = "excepted",
	};

	if (o->in_cohort)
		return words[o->timing];
	/* Due later: so far it is in time. */
	return o->deadline >= f->cut ? "before_due" : "earlier";
}

static void
add_implemented(
    const struct facts *f, const struct obligation *o, struct json *list)
{
	struct json *row;

	if (!o->active || o->seen == FACTS_NO_TIME || o->seen < f->from ||
	    o->seen >= f->cut)
		return;
	row = value_obligation(o);
	json_put_time(row, "seen", o->seen);
	if (o->confirmed != FACTS_NO_TIME)
		json_put_time(row, "confirmed", o->confirmed);
	else
		json_put_null(row, "confirmed");
	value_copy(row, "protocol", o->row, "protocol");
	json_put_text(row, "timing", value_timing(f, o));
	value_evidence(o, "confirmed", row);
	json_add(list, row);
}

static void
add_already(
    const struct facts *f, const struct obligation *o, struct json *list)
{
	struct json *row;

	(void)f;
	if (!o->already)
		return;
	row = value_obligation(o);
	value_evidence(o, "already_met", row);
	json_add(list, row);
}

static void
add_open(const struct facts *f, const struct obligation *o, struct json *list)
{
	struct json *row;

	if (!facts_is_open(o))
		return;
	row = value_obligation(o);
	json_put_text(row, "light",
	    !o->overdue                            ? "grey"
		: o->priority == PRIORITY_CRITICAL ? "red"
						   : "orange");
	json_put_text(row, "stand",
	    o->excepted      ? "excepted"
		: o->overdue ? "overdue"
			     : "within_term");
	if (o->overdue)
		json_put_int(
		    row, "late_s", (f->cut - o->deadline) / CLOCK_SECOND);
	else
		json_put_null(row, "late_s");
	value_evidence(o, NULL, row);
	json_add(list, row);
}

static void
add_unknown(
    const struct facts *f, const struct obligation *o, struct json *list)
{
	struct json *row;

	(void)f;
	if (!o->in_cohort || o->timing != TIMING_UNKNOWN)
		return;
	row = value_obligation(o);
	json_put_text(row, "why", o->unknown_why);
	value_evidence(o, NULL, row);
	json_add(list, row);
}

static bool
is_deviating(const struct step *t)
{
	return strcmp(t->to_state, "failed") == 0 ||
	    strcmp(t->to_state, "rolled_back") == 0 ||
	    strcmp(t->to_state, "undeterminable") == 0;
}

/* What did not go as planned. */
static void
add_deviation(
    const struct facts *f, const struct obligation *o, struct json *list)
{
	for (size_t i = 0; i < o->nsteps; i++) {
		const struct step *t = &o->steps[i];
		struct json *row;

		if (t->flag != NULL || t->at < f->from || !is_deviating(t))
			continue;
		row = value_obligation(o);
		value_copy(row, "at", t->row, "at");
		json_put_text(row, "to_state", t->to_state);
		value_copy(row, "cause", t->row, "cause");
		json_put(row, "evidence_ids",
		    json_share(json_get(t->row, "evidence")));
		json_add(list, row);
	}
}

static const struct json *
find_evidence(const struct facts *f, int64_t id)
{
	const struct json *list = json_get(f->evidence, "evidence");
	size_t low = 0, high = json_len(list);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int64_t at = json_get_int(json_at(list, mid), "evidence_id", 0);

		if (at == id)
			return json_at(list, mid);
		if (at < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/*
 * What of a reading shows the fix: the product's version, or that of the
 * component ("package:libssl3", "kernel") that the fix set names.
 */
static const struct json *
find_said(const struct obligation *o, const struct json *content)
{
	const struct json *wanted = json_get(o->row, "fix_components");
	const struct json *list = json_get(content, "components");
	struct buf name = { 0 };
	const struct json *found = content;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *c = json_at(list, i);

		buf_clear(&name);
		buf_add_str(&name, facts_text(c, "kind"));
		if (*facts_text(c, "component") != '\0')
			buf_printf(&name, ":%s", facts_text(c, "component"));
		for (size_t k = 0; k < json_len(wanted); k++) {
			const char *w = json_text_of(json_at(wanted, k));

			if (w != NULL && strcmp(w, buf_str(&name)) == 0)
				found = c;
		}
	}
	buf_free(&name);
	return found;
}

/*
 * None of what came without bytes, such as that no answer came or that a moment
 * passed: a reader would hold the digest of nothing for that of a record.
 */
static void
put_digest(struct json *row, const struct json *e)
{
	uint8_t nothing[DIGEST_LEN];
	char hex[DIGEST_HEX_MAX];

	digest_of(NULL, 0, nothing);
	digest_hex(nothing, sizeof(nothing), hex);
	if (strcmp(facts_text(e, "sha256"), hex) != 0)
		value_copy(row, "sha256", e, "sha256");
}

static void
add_one_proof(const struct obligation *o, const struct json *e, int64_t id,
    struct json *list)
{
	const struct json *content = json_get(e, "content");
	const struct json *said = find_said(o, content);
	struct json *row = json_new_object();
	bool is_reading = strcmp(facts_text(e, "kind"), "reading") == 0;

	json_put_int(row, "evidence_id", id);
	value_copy(row, "reference", o->row, "reference");
	value_copy(row, "device", o->row, "device");
	value_copy(row, "at", e, "at");
	value_copy(row, "kind", e, "kind");
	value_copy(row, "oid", said, "oid");
	said_put(row, "raw", is_reading ? json_get_text(said, "raw") : NULL);
	said_put(row, "value", json_get_text(said, "value"));
	value_copy(row, "journal", e, "journal");
	value_copy(row, "seq", e, "seq");
	put_digest(row, e);
	json_add(list, row);
}

/* The proof of one pair, reading by reading: OID, raw value, time, digest. */
static void
add_proof(const struct facts *f, const struct obligation *o, struct json *list)
{
	const struct json *step = last_step(o, o->active ? "confirmed" : NULL);
	const struct json *ids = json_get(step, "evidence");

	for (size_t i = 0; i < json_len(ids); i++) {
		int64_t id = json_int_of(json_at(ids, i), 0);
		const struct json *e = find_evidence(f, id);

		if (e != NULL)
			add_one_proof(o, e, id, list);
	}
}

/* What the rows of a list rest on, one row each, once. */
static void
add_list_proofs(
    const struct facts *f, const struct json *rows, struct json *list)
{
	static const char *const same[] = { "at", "kind", "journal", "seq" };

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *r = json_at(rows, i);
		int64_t id =
		    json_int_of(json_at(json_get(r, "evidence_ids"), 0), 0);
		const struct json *e = find_evidence(f, id);
		bool told = e == NULL;
		struct json *row;

		for (size_t k = 0; !told && k < json_len(list); k++)
			told = json_get_int(
				   json_at(list, k), "evidence_id", 0) == id;
		if (told)
			continue;
		row = json_new_object();
		json_put_int(row, "evidence_id", id);
		value_copy(row, "device", r, "device");
		json_put_text(row, "what",
		    json_get_text(r, "kind") != NULL ? facts_text(r, "kind")
						     : "look");
		for (size_t k = 0; k < sizeof(same) / sizeof(same[0]); k++)
			value_copy(row, same[k], e, same[k]);
		put_digest(row, e);
		json_add(list, row);
	}
}

void
value_event_proofs(const struct facts *f, struct json *v)
{
	static const char *const lists[] = { "disturbances", "outside",
		"looks" };
	struct json *list = json_new_array();

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		add_list_proofs(f, json_get(v, lists[i]), list);
	json_put(v, "event_proofs", list);
}

typedef void add_fn(
    const struct facts *f, const struct obligation *o, struct json *list);

void
value_obligations(const struct facts *f, struct json *v)
{
	static const struct {
		const char *name;
		add_fn *add;
	} lists[] = {
		{ "implemented", add_implemented },
		{ "already", add_already },
		{ "open", add_open },
		{ "unknown", add_unknown },
		{ "deviations", add_deviation },
		{ "proofs", add_proof },
	};

	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++) {
		struct json *list = json_new_array();

		for (size_t i = 0; i < f->nobligations; i++)
			lists[k].add(f, &f->obligations[i], list);
		json_put(v, lists[k].name, list);
	}
}

/* What was decided on paper stands apart, and is valid for no figure. */
static const char *
stand_of(const struct facts *f, const struct json *e)
{
	if (json_get_text(e, "refused") != NULL)
		return "refused";
	if (json_get_text(e, "declared") != NULL)
		return "declared";
	if (json_get_text(e, "approved") == NULL)
		return "requested";
	return facts_time(e, "valid_until") <= f->cut ? "expired" : "valid";
}

void
value_exceptions(const struct facts *f, struct json *v)
{
	const struct json *rows = json_get(f->evidence, "exceptions");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *e = json_at(rows, i);
		struct json *row = json_new_object();
		static const char *const same[] = { "reference", "patch",
			"device", "priority", "reason", "measure", "owner",
			"requested", "approved", "valid_until" };

		for (size_t k = 0; k < sizeof(same) / sizeof(same[0]); k++)
			value_copy(row, same[k], e, same[k]);
		json_put_text(row, "stand", stand_of(f, e));
		json_put_text(row, "decided_as",
		    json_get_text(e, "decided_as") != NULL
			? json_get_text(e, "decided_as")
			: "nobody");
		json_add(list, row);
	}
	json_put(v, "exceptions", list);
}
