/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/reading.h"

#include <string.h>

#include "collector/config.h"
#include "collector/verify/checking.h"
#include "collector/verify/context.h"
#include "collector/verify/happening.h"
#include "collector/verify/judge.h"
#include "collector/verify/ports.h"
#include "collector/verify/same.h"
#include "collector/verify/steps.h"
#include "collector/verify/versions.h"
#include "collector/verify/wave.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/wake.h"
#include "lib/profile/gist.h"
#include "lib/profile/identity.h"
#include "lib/profile/set.h"
#include "lib/profile/vitals.h"
#include "lib/store/db.h"
#include "lib/store/device/device_state.h"
#include "lib/store/follow.h"
#include "lib/store/network/neighbour_store.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/verdict.h"
#include "lib/wire/neighbour.h"
#include "lib/wire/snapshot.h"

/* One reading on its way through. */
struct look {
	struct verify *verify;
	const struct stored_reading *reading;
	const struct policy *policy;
	struct device_state state; /* becomes what this reading makes of it */
	struct vitals vitals;
	struct identity identity;
	struct versions versions;
	struct verdict_list deployments;
	struct version_known known;
	struct buf conflict;
	struct happening happening;
	bool waits;   /* there is more to do, which is done in a wave */
	bool whole;   /* the device said all, and we have all of it */
	bool moved;   /* something that it leads to is another than before */
	int64_t wake; /* until when others like it would move nothing */
};

static bool
is_answer(const struct stored_reading *r)
{
	return strcmp(r->outcome, "answered") == 0 ||
	    strcmp(r->outcome, "partial") == 0;
}

static enum contact
contact_of(const struct stored_reading *r)
{
	if (is_answer(r))
		return CONTACT_ANSWERED;
	return strcmp(r->outcome, "refused") == 0 ? CONTACT_REFUSED
						  : CONTACT_NONE;
}

static bool
is_contact(const struct stored_reading *r)
{
	return strcmp(r->plan, "stability") == 0;
}

/* Where no poll was made for this long, the gap is our own. */
static int64_t
own_gap(const struct device_state *s)
{
	return 10 * s->poll_every + CLOCK_MINUTE;
}

/* Printers sleep: where that is configured, silence of one means nothing. */
static bool
may_sleep(const struct look *l)
{
	const struct config_class *c =
	    config_poll_class(l->verify->poll, l->state.class);

	return c != NULL && c->sleeps;
}

static int
note_silence(struct look *l)
{
	struct silence *s = &l->state.silence;
	int64_t since = s->since;

	if (strcmp(l->reading->outcome, "silent") == 0 && may_sleep(l))
		return ERR_OK;
	switch (silence_note(s, l->reading->at, contact_of(l->reading),
	    l->policy->silent_polls, own_gap(&l->state))) {
	case SILENCE_BEGAN:
		return happening_add(&l->happening, "silent", s->since,
		    "%d polls in a row without an answer", s->polls);
	case SILENCE_ENDED:
		return happening_add(&l->happening, "returned", l->reading->at,
		    "%s after %lld s",
		    is_answer(l->reading) ? "answers again"
					  : "is there again, and refuses us",
		    (long long)((l->reading->at - since) / CLOCK_SECOND));
	default:
		return ERR_OK;
	}
}

static bool
is_same_engine(const struct device_state *s, const struct vitals *v)
{
	return s->engine_id_len == v->engine_id_len &&
	    memcmp(s->engine_id, v->engine_id, v->engine_id_len) == 0;
}

static int
note_engine(struct look *l)
{
	struct device_state *s = &l->state;
	const struct vitals *v = &l->vitals;
	int rc = ERR_OK;

	if (v->engine_id_len == 0)
		return ERR_OK;
	if (s->engine_id != NULL && !is_same_engine(s, v))
		rc = happening_add(&l->happening, "engine", l->reading->at,
		    "another SNMP engine answers");
	s->engine_id = v->engine_id;
	s->engine_id_len = v->engine_id_len;
	return rc;
}

/* By how long it really was since then, however our own clock was set. */
static enum uptime_change
compare_uptime(const struct look *l, struct uptime *now)
{
	struct uptime before = l->state.uptime;

	now->may_sleep = may_sleep(l);
	if (before.at == CLOCK_NONE)
		return uptime_compare(NULL, now);
	now->doubt = own_clock_doubt(&l->verify->clock, before.at, now->at);
	before.at =
	    now->at - own_clock_elapsed(&l->verify->clock, before.at, now->at);
	return uptime_compare(&before, now);
}

static int
note_boot(struct look *l)
{
	struct device_state *s = &l->state;
	struct uptime *now = &l->vitals.uptime;
	int64_t boot_at = uptime_boot_at(now);
	enum uptime_change change = compare_uptime(l, now);
	int rc = ERR_OK;

	l->moved |=
	    change == UPTIME_REBOOTED || change == UPTIME_AGENT_RESTARTED;
	if (change == UPTIME_REBOOTED) {
		if (boot_at == CLOCK_NONE)
			boot_at = l->reading->at;
		s->boot_at = boot_at;
		rc = happening_add_boot(&l->happening, boot_at);
	} else if (change == UPTIME_AGENT_RESTARTED) {
		rc = happening_add(&l->happening, "agent_restart",
		    l->reading->at, "the SNMP agent started again");
	} else if (s->boot_at == CLOCK_NONE) {
		s->boot_at = boot_at;
		l->moved |= boot_at != CLOCK_NONE;
	}
	s->uptime = *now;
	return rc;
}

static const char *
text_or_null(const char *text)
{
	return *text == '\0' ? NULL : text;
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* What is not said this time is not forgotten. */
static void
keep_text(const char **known, const char *said)
{
	if (said != NULL && *said != '\0')
		*known = said;
}

static int
note_conflict(struct look *l)
{
	const struct identity *id = &l->identity;
	bool was = l->state.conflict != NULL;

	if (id->second != SECOND_CONFLICTS) {
		if (id->second == SECOND_AGREES || l->whole)
			l->state.conflict = NULL;
		return ERR_OK;
	}
	buf_printf(&l->conflict, "%s (%s) and %s (%s)", id->version, id->oid,
	    id->second_version, id->second_oid);
	l->state.conflict = buf_str(&l->conflict);
	return was ? ERR_OK
		   : happening_add(&l->happening, "conflict", l->reading->at,
			 "two sources differ: %s", l->state.conflict);
}

static int
note_serial(struct look *l)
{
	struct device_state *s = &l->state;
	const char *serial = text_or_null(l->identity.serial);
	int rc = ERR_OK;

	if (serial != NULL && s->serial != NULL &&
	    strcmp(serial, s->serial) != 0)
		rc = happening_add(&l->happening, "serial", l->reading->at,
		    "serial number %s became %s", s->serial, serial);
	keep_text(&s->serial, serial);
	return rc;
}

static int
note_model(struct look *l)
{
	struct device_state *s = &l->state;
	const char *model = text_or_null(l->identity.model);
	int rc = ERR_OK;

	if (model != NULL && s->model != NULL && strcmp(model, s->model) != 0)
		rc = happening_add(&l->happening, "model", l->reading->at,
		    "model %s became %s", s->model, model);
	keep_text(&s->model, model);
	return rc;
}

/* *matters says whether the device may now be what a patch is for. */
static int
note_identity(struct look *l, bool *matters)
{
	struct device_state *s = &l->state;
	const struct identity *id = &l->identity;
	const char *profile = s->profile, *model = s->model;
	int rc;

	if (id->profile != NULL) {
		s->profile = id->profile->title;
		s->tested = id->tested;
		s->granularity = granularity_name(id->granularity);
	}
	keep_text(&s->vendor, id->vendor);
	keep_text(&s->class, id->class);
	keep_text(&s->sys_object_id, l->vitals.sys_object_id);
	keep_text(&s->sys_name, l->vitals.sys_name);
	rc = note_model(l);
	*matters = !is_same_text(profile, s->profile) ||
	    !is_same_text(model, s->model);
	if (rc == ERR_OK)
		rc = note_serial(l);
	return rc == ERR_OK ? note_conflict(l) : rc;
}

static int
note_versions(struct look *l)
{
	const struct stored_reading *r = l->reading;
	const struct version_source source = {
		.tenant_id = r->tenant_id,
		.device_id = r->device_id,
		.at = r->at,
		.journal = r->journal,
		.seq = r->seq,
		.profile = l->identity.profile == NULL
		    ? NULL
		    : l->identity.profile->title,
		.profile_sha256 = l->identity.profile == NULL
		    ? NULL
		    : l->identity.profile->sha256,
		.whole = l->whole,
	};
	struct version_said gone;
	size_t row = 0;
	int rc;

	versions_collect(&l->identity, &l->deployments, &l->versions);
	version_part(
	    l->verify->wave->versions, r->tenant_id, r->device_id, &l->known);
	rc = version_note(l->verify->db, &source, &l->known, l->versions.said,
	    &l->versions.n);
	for (size_t i = 0; rc == ERR_OK && i < l->versions.n; i++)
		rc = happening_add_version(
		    &l->happening, &l->identity, &l->versions.said[i], r->at);
	while (rc == ERR_OK &&
	    version_gone(&source, &l->known, l->versions.said, l->versions.n,
		&row, &gone))
		rc = happening_add_gone(&l->happening, &gone, r->at);
	return rc;
}

/*
 * Is it the device that was planned: by serial number, else by its engine.
 * What was not known when it was planned is taken from the first reading, and
 * the serial number of a device that was known by its engine.
 */
static bool
is_planned_device(struct look *l, struct verdict *d, const char *engine)
{
	const char *serial = text_or_null(l->identity.serial);
	bool by_engine =
	    d->serial != NULL && strncmp(d->serial, "engine:", 7) == 0;
	const char *now = by_engine || serial == NULL ? engine : serial;

	/* Nothing to compare with is no other device. */
	if (d->serial != NULL && now != NULL && by_engine == (now == engine) &&
	    strcmp(d->serial, now) != 0)
		return false;
	if (d->serial == NULL || (by_engine && serial != NULL)) {
		d->serial = serial != NULL ? serial : engine;
		d->serial_changed = d->serial != NULL;
	}
	return true;
}

static int
add_watched(struct look *l, struct verdict *d, struct deployment_facts *f)
{
	if (d->row.state != STATE_OBSERVING ||
	    l->reading->at < d->row.observe_until)
		return ERR_OK;
	return verdict_watched(l->verify->db, d, d->row.observe_from,
	    own_gap(&l->state), &f->watched);
}

static int
step_deployment(struct look *l, struct verdict *d)
{
	char engine[80];
	struct judge_reading input = {
		.identity = &l->identity,
		.versions = &l->versions,
		.schemes = profile_set_schemes(l->verify->profiles),
		.at = l->reading->at,
		.whole = l->whole,
	};
	const struct step_source source = {
		.reading = l->reading,
		.identity = &l->identity,
		.wanted = &l->deployments,
	};
	struct deployment_facts facts;
	struct judged judged = { 0 };
	int rc;

	d->last_try = l->state.silence.last_try;
	d->silent_polls = l->state.silence.polls;
	d->silent_since = l->state.silence.since;
	d->boot_at = l->state.boot_at;
	rc = steps_facts(l->verify, d, &facts);
	if (rc == ERR_OK)
		rc = add_watched(l, d, &facts);
	if (rc < 0)
		return rc;
	happening_engine_text(&l->vitals, engine, sizeof(engine));
	input.same = is_planned_device(
	    l, d, l->vitals.engine_id_len > 0 ? engine : NULL);
	if (judge(&input, d, &judged))
		facts.reading = &judged.say;
	rc = steps_take(l->verify, d, &facts, &source);
	l->moved |= d->moved || facts.reading == NULL;
	if (facts.reading != NULL && deployment_wake(&d->row, &facts) < l->wake)
		l->wake = deployment_wake(&d->row, &facts);
	judged_free(&judged);
	return rc;
}

static int
step_deployments(struct look *l)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < l->deployments.n; i++) {
		struct verdict *d = &l->deployments.verdict[i];

		if (d->row.state != STATE_WITHDRAWN)
			rc = step_deployment(l, d);
	}
	return rc;
}

static void
find_deployments(struct look *l)
{
	const struct stored_reading *r = l->reading;

	verdict_list_part(&l->verify->wave->deployments, r->tenant_id,
	    r->device_id, &l->deployments);
}

/* Newly known for what it is: patches may be for it. */
static int
match_patches(struct look *l)
{
	const struct stored_reading *r = l->reading;
	int rc = device_state_save(l->verify->db, &l->state);

	verify_forget_reader(l->verify, r->device_id);
	if (rc == ERR_OK)
		rc = deployment_match_of(
		    l->verify->db, r->tenant_id, 0, r->device_id, NULL);
	if (rc < 0)
		return rc;
	verdict_list_free(&l->deployments);
	return verdict_load_device(
	    l->verify->db, r->tenant_id, r->device_id, &l->deployments);
}

enum { OWN_MACS_MAX = 64 };

/* Whom it sees beside it; nothing of that is said of itself. */
static int
note_neighbours(struct look *l, const struct snapshot *snapshot)
{
	const struct stored_reading *r = l->reading;
	struct own_mac own[OWN_MACS_MAX];
	struct neighbours seen;
	size_t n = neighbours_own_macs(snapshot, own, OWN_MACS_MAX);
	int rc;

	rc = neighbour_note_own(
	    l->verify->db, r->tenant_id, r->device_id, own, n);
	neighbours_read(snapshot, &seen);
	if (rc == ERR_OK)
		rc = neighbour_note(
		    l->verify->db, r->tenant_id, r->device_id, &seen, r->at);
	neighbours_free(&seen);
	return rc;
}

/* It runs something else: patches may name it for that, or no longer. */
static void
note_change(struct look *l)
{
	for (size_t i = 0; i < l->versions.n; i++) {
		const struct version_said *s = &l->versions.said[i];

		if (s->is_new && strcmp(s->kind, "product") == 0 &&
		    *s->component == '\0')
			wave_add_changed(l->verify->wave, l->reading->tenant_id,
			    l->reading->device_id);
	}
}

static int
look_in_full(struct look *l, const struct snapshot *snapshot)
{
	struct verify *v = l->verify;
	const struct stored_reading *r = l->reading;
	bool matters;
	int rc;

	profile_identify(v->profiles, snapshot, &l->identity);
	find_deployments(l);
	rc = note_identity(l, &matters);
	if (rc == ERR_OK && matters)
		rc = match_patches(l);
	if (rc == ERR_OK)
		rc = note_neighbours(l, snapshot);
	if (rc == ERR_OK && l->whole)
		rc = ports_take(v, r, snapshot);
	if (rc == ERR_OK && l->whole)
		rc = checking_take(v, r, snapshot);
	if (rc == ERR_OK)
		rc = note_engine(l);
	if (rc == ERR_OK)
		rc = note_versions(l);
	if (rc == ERR_OK)
		rc = note_boot(l);
	if (rc == ERR_OK)
		rc = happening_write(&l->happening, v, r, &l->identity,
		    &l->deployments, l->policy);
	if (rc == ERR_OK)
		rc = step_deployments(l);
	if (rc == ERR_OK)
		note_change(l);
	return rc;
}

/* Whether this is done now; else it is left for the wave. */
static bool
is_in_wave(struct look *l)
{
	l->waits = l->verify->wave == NULL;
	return !l->waits;
}

/* What is told of it in this poll must be written, whatever it says. */
static int
take_answer(struct look *l, const struct snapshot *snapshot)
{
	const struct stored_reading *r = l->reading;
	uint8_t gist[DIGEST_LEN];
	int rc;

	vitals_read(snapshot, r->at, &l->vitals);
	gist_of(l->verify->profiles, snapshot, gist);
	if (l->whole && l->happening.n == 0 &&
	    same_is_again(&l->state, &l->vitals, gist, r->at)) {
		l->state.uptime = l->vitals.uptime;
		l->state.same_at = r->at;
		return ERR_OK;
	}
	if (!is_in_wave(l))
		return ERR_OK;
	l->wake = INT64_MAX;
	rc = look_in_full(l, snapshot);
	same_begin(&l->state, gist, r->at, l->wake, l->whole && !l->moved);
	return rc;
}

/*
 * Of a poll of measurements, which says neither what runs nor what is in it:
 * deployments are as they were, and what time makes of them the clock sees.
 */
static int
take_contact(struct look *l, const struct snapshot *snapshot)
{
	struct verify *v = l->verify;
	const struct stored_reading *r = l->reading;
	int rc;

	vitals_read(snapshot, r->at, &l->vitals);
	keep_text(&l->state.sys_object_id, l->vitals.sys_object_id);
	keep_text(&l->state.sys_name, l->vitals.sys_name);
	rc = note_engine(l);
	if (rc == ERR_OK)
		rc = note_boot(l);
	if (rc < 0 || l->happening.n == 0 || !is_in_wave(l))
		return rc;
	same_end(&l->state);
	find_deployments(l);
	return happening_write(
	    &l->happening, v, r, NULL, &l->deployments, l->policy);
}

static int
take_silence(struct look *l)
{
	if (l->happening.n == 0 || !is_in_wave(l))
		return ERR_OK;
	return happening_write(
	    &l->happening, l->verify, l->reading, NULL, NULL, l->policy);
}

/* All that was said in one poll. */
static int
gather(struct look *l, struct snapshot **out)
{
	const struct stored_reading *r = l->reading;
	struct buf list = { 0 };
	bool complete;
	int rc;

	if (is_contact(r)) {
		l->whole = strcmp(r->outcome, "answered") == 0;
		return snapshot_from_list(r->varbinds, r->varbinds_len, out);
	}
	buf_add(&list, r->varbinds, r->varbinds_len);
	rc = follow_parts(l->verify->db, r, &list, &complete);
	l->whole = complete && strcmp(r->outcome, "answered") == 0;
	if (rc == ERR_OK)
		rc = snapshot_from_list(list.data, list.len, out);
	buf_free(&list);
	return rc;
}

static int
take_poll(struct look *l)
{
	const struct stored_reading *r = l->reading;
	struct snapshot *snapshot = NULL;
	int rc = note_silence(l);

	if (rc < 0)
		return rc;
	if (!is_answer(r))
		return take_silence(l);
	l->state.protocol = r->protocol;
	l->state.level = r->level;
	l->state.rtt_us = r->rtt_us;
	rc = gather(l, &snapshot);
	if (rc == ERR_PARSE) {
		log_warnx("device %s: reading %s/%lld is not a list of "
			  "bindings, passed over",
		    l->state.name, r->journal, (long long)r->seq);
		return take_silence(l);
	}
	if (rc < 0)
		return rc;
	rc = is_contact(r) ? take_contact(l, snapshot)
			   : take_answer(l, snapshot);
	snapshot_free(snapshot);
	return rc;
}

static void
end_look(struct look *l)
{
	vitals_free(&l->vitals);
	identity_free(&l->identity);
	versions_free(&l->versions);
	verdict_list_free(&l->deployments);
	buf_free(&l->conflict);
	happening_free(&l->happening);
}

int
reading_take(struct verify *v, const struct stored_reading *r, bool *waits)
{
	struct look l = { .verify = v, .reading = r };
	struct device_state *known =
	    device_states_find(v->states, r->tenant_id, r->device_id);
	int rc;

	*waits = false;
	if (known == NULL)
		return ERR_OK;
	l.state = *known;
	rc = verify_policy_now(v, r->tenant_id, &l.policy);
	/* Journals may overlap after a restore; time goes one way. */
	if (rc == ERR_OK && r->at > l.state.silence.last_try) {
		rc = take_poll(&l);
		if (rc == ERR_OK && !l.waits)
			rc = device_states_note(
			    v->db, v->states, known, &l.state);
	}
	*waits = l.waits;
	end_look(&l);
	return rc;
}
