/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/proof.h"

#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/redact.h"
#include "collector/verify/versions.h"
#include "collector/verify/wave.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/profile/identity.h"
#include "lib/profile/vitals.h"
#include "lib/store/db.h"
#include "lib/store/follow.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/patch/verdict.h"
#include "lib/wire/snapshot.h"

static void
put_profile(struct json *o, const struct identity *id)
{
	char hex[DIGEST_HEX_MAX];

	if (id->profile == NULL)
		return;
	json_put_text(o, "profile", id->profile->title);
	json_put_text(o, "profile_sha256",
	    digest_hex(id->profile->sha256, DIGEST_LEN, hex));
	json_put_bool(o, "profile_tested", id->tested);
}

static void
put_identity(struct json *o, const struct identity *id)
{
	put_profile(o, id);
	json_put_text(o, "confidence", confidence_name(id->confidence));
	json_put_text(o, "vendor", id->vendor);
	json_put_text(o, "model", id->model);
	json_put_text(o, "serial", id->serial);
	json_put_text(o, "value", id->version);
	json_put_text(o, "oid", id->oid);
	json_put_text(o, "raw", id->raw);
	if (id->second != SECOND_ABSENT) {
		json_put_text(o, "second_value", id->second_version);
		json_put_text(o, "second_oid", id->second_oid);
	}
}

/* All components but packages that no fix asks for. */
static void
put_components(struct json *o, const struct identity *id,
    const struct verdict_list *wanted)
{
	struct json *list = json_new_array();
	struct versions v;

	versions_collect(id, wanted, &v);
	for (size_t i = 0; i < v.n; i++) {
		const struct version_said *s = &v.said[i];
		struct json *c;

		if (!s->watched || strcmp(s->kind, "product") == 0)
			continue;
		c = json_new_object();
		json_put_text(c, "kind", s->kind);
		json_put_text(c, "component", s->component);
		json_put_text(c, "value", s->value);
		json_put_text(c, "oid", s->oid);
		json_put_text(c, "raw", s->raw);
		if (s->serial != NULL)
			json_put_text(c, "serial", s->serial);
		json_add(list, c);
	}
	versions_free(&v);
	json_put(o, "components", list);
}

static bool
is_of_wave(const struct verify *v, const struct stored_reading *r)
{
	return v->wave != NULL && strcmp(v->wave->journal, r->journal) == 0;
}

/* *id 0: it is not there; ERR_NOTFOUND: nor is that known beforehand. */
static int
find_kept(struct verify *v, const struct stored_reading *r, int64_t *id)
{
	if (is_of_wave(v, r)) {
		*id = wave_find_kept(v->wave, r->tenant_id, r->seq);
		if (*id >= 0)
			return ERR_OK;
	}
	*id = 0;
	return evidence_find(v->db, r->tenant_id, r->journal, r->seq, id);
}

static int
keep_reading(struct verify *v, const struct stored_reading *r,
    const char *content, int64_t *out)
{
	int rc = evidence_add(v->db,
	    &(struct evidence){
		.tenant_id = r->tenant_id,
		.device_id = r->device_id,
		.at = r->at,
		.kind = "reading",
		.journal = r->journal,
		.seq = r->seq,
		.content = content,
		.bytes = r->varbinds,
		.len = r->varbinds_len,
	    },
	    out);

	if (rc == ERR_OK && is_of_wave(v, r))
		wave_add_kept(v->wave, r->tenant_id, r->seq, *out);
	return rc;
}

int
proof_of_reading(struct verify *v, const struct stored_reading *r,
    const struct identity *id, const struct verdict_list *wanted, int64_t *out)
{
	struct json *o;
	char *content;
	int rc = find_kept(v, r, out);

	if (rc != ERR_NOTFOUND && (rc < 0 || *out != 0))
		return rc;
	o = json_new_object();
	json_put_time(o, "at", r->at);
	json_put_text(o, "outcome", r->outcome);
	json_put_text(o, "address", r->address);
	json_put_text(o, "protocol", r->protocol);
	json_put_text(o, "level", r->level);
	json_put_int(o, "poll_id", r->poll_id);
	put_identity(o, id);
	put_components(o, id, wanted);
	content = json_line(o);
	rc = keep_reading(v, r, content, out);
	free(content);
	json_free(o);
	return rc;
}

static int
prove_moment(struct verify *v, int tenant, int device, int64_t at,
    const struct verdict_list *wanted, int64_t *out)
{
	struct snapshot *snapshot = NULL;
	struct db_rows *rows = NULL;
	struct stored_reading r;
	struct identity id = { 0 };
	int rc;

	*out = 0;
	rc = follow_find_reading(v->db, tenant, device, at, &rows);
	if (rc < 0 || rows == NULL)
		return rc;
	follow_reading(rows, 0, &r);
	rc = find_kept(v, &r, out);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && *out == 0)) {
		rc = ERR_OK;
		if (snapshot_from_list(r.varbinds, r.varbinds_len, &snapshot) ==
		    ERR_OK) {
			profile_identify(v->profiles, snapshot, &id);
			rc = proof_of_reading(v, &r, &id, wanted, out);
			identity_free(&id);
			snapshot_free(snapshot);
		}
	}
	db_rows_free(rows);
	return rc;
}

static const struct wave_moment *
find_moment(const struct wave *w, int tenant, int device, int64_t at)
{
	const size_t room = sizeof(w->moment) / sizeof(w->moment[0]);

	for (size_t i = 0; i < w->moments && i < room; i++) {
		const struct wave_moment *m = &w->moment[i];

		if (m->at == at && m->of.tenant_id == tenant &&
		    m->of.device_id == device)
			return m;
	}
	return NULL;
}

/* Each deployment of a device asks for the same ones. */
int
proof_of_moment(struct verify *v, int tenant, int device, int64_t at,
    const struct verdict_list *wanted, int64_t *out)
{
	struct wave *w = v->wave;
	const struct wave_moment *m =
	    w == NULL ? NULL : find_moment(w, tenant, device, at);
	int rc;

	if (m != NULL) {
		*out = m->id;
		return ERR_OK;
	}
	rc = prove_moment(v, tenant, device, at, wanted, out);
	if (rc == ERR_OK && w != NULL)
		w->moment[w->moments++ % 2] = (struct wave_moment){
			{ tenant, device },
			at,
			*out,
		};
	return rc;
}

/* Takes o as the content of e. */
static int
keep(struct verify *v, struct evidence *e, struct json *o, int64_t *out)
{
	char *content = json_line(o);
	int rc;

	e->content = content;
	/* What was never observed is its own description. */
	if (e->bytes == NULL) {
		e->bytes = content;
		e->len = strlen(content);
	}
	rc = evidence_keep(v->db, e, out);
	free(content);
	json_free(o);
	return rc;
}

int
proof_of_message(struct verify *v, const struct stored_message *m,
    struct redacted *as, const char *class, const char *version, int64_t *out)
{
	struct json *o = json_new_object();

	json_put_time(o, "at", m->rcvd);
	json_put_text(o, "transport", m->transport);
	json_put_text(o, "address", m->peer);
	json_put_text(o, "class", class);
	json_put_text(o, "value", version);
	json_put_text(o, "raw", buf_str(&as->text));
	json_put_bool(o, "pseudonyms", as->is_changed);
	return keep(v,
	    &(struct evidence){
		.tenant_id = m->tenant_id,
		.device_id = m->device_id,
		.at = m->rcvd,
		.kind = "message",
		.journal = m->journal,
		.seq = m->seq,
		.bytes = buf_str(&as->bytes),
		.len = as->bytes.len,
	    },
	    o, out);
}

int
proof_of_trap(struct verify *v, const struct stored_trap *t,
    struct redacted *as, const char *name, int64_t *out)
{
	struct json *o = json_new_object();

	json_put_time(o, "at", t->at);
	json_put_text(o, "protocol", t->protocol);
	json_put_text(o, "level", t->level);
	json_put_text(o, "address", t->peer);
	json_put_text(o, "oid", t->oid);
	json_put_text(o, "value", name);
	json_put_text(o, "raw", buf_str(&as->text));
	json_put_bool(o, "pseudonyms", as->is_changed);
	return keep(v,
	    &(struct evidence){
		.tenant_id = t->tenant_id,
		.device_id = t->device_id,
		.at = t->at,
		.kind = "trap",
		.journal = t->journal,
		.seq = t->seq,
		.bytes = buf_str(&as->bytes),
		.len = as->bytes.len,
	    },
	    o, out);
}

/* A fact of the register or the clock, as it stands at this step. */
static struct json *
describe(const struct verify *v, const struct verdict *d, const char *cause)
{
	struct json *o = json_new_object();

	json_put_time(o, "at", v->now);
	json_put_text(o, "cause", cause);
	json_put_text(o, "patch", d->reference);
	json_put_text(o, "device", d->device);
	json_put_time(o, "deadline", d->row.deadline);
	if (d->row.window_start != CLOCK_NONE) {
		json_put_time(o, "window_start", d->row.window_start);
		json_put_time(o, "window_end", d->row.window_end);
	}
	if (d->exception_until != CLOCK_NONE) {
		json_put_time(o, "exception_approved", d->exception_approved);
		json_put_time(o, "exception_until", d->exception_until);
	}
	if (d->last_try != CLOCK_NONE)
		json_put_time(o, "last_try", d->last_try);
	if (d->running != NULL)
		json_put_text(o, "running", d->running);
	json_put_bool(o, "out_of_scope", d->out_of_scope);
	return o;
}

static int
keep_description(struct verify *v, const struct verdict *d, const char *kind,
    const char *cause, int64_t *out)
{
	return keep(v,
	    &(struct evidence){
		.tenant_id = d->tenant_id,
		.device_id = d->device_id,
		.at = v->now,
		.kind = kind,
	    },
	    describe(v, d, cause), out);
}

int
proof_of_clock(
    struct verify *v, const struct verdict *d, const char *cause, int64_t *out)
{
	return keep_description(v, d, "clock", cause, out);
}

static bool
is_about_claim(const char *cause)
{
	return strcmp(cause, "claimed") == 0 ||
	    strcmp(cause, "claimed_again") == 0;
}

int
proof_of_claim(
    struct verify *v, const struct verdict *d, const char *cause, int64_t *out)
{
	int rc;

	/* Who made the claim has kept it as evidence already. */
	if (is_about_claim(cause)) {
		rc = evidence_find_claim(
		    v->db, d->tenant_id, d->patch_id, d->device_id, out);
		if (rc != ERR_NOTFOUND)
			return rc;
	}
	return keep_description(v, d, "claim", cause, out);
}
