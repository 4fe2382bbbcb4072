/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/message.h"

#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/proof.h"
#include "collector/verify/steps.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/fixset.h"
#include "lib/model/scheme.h"
#include "lib/profile/message.h"
#include "lib/profile/set.h"
#include "lib/store/device_state.h"
#include "lib/store/evidence.h"
#include "lib/store/follow.h"
#include "lib/store/verdict.h"

#define ASK_EVERY CLOCK_MINUTE

/* The version that the line names is in the product's fix set. */
static bool
is_fixed_by(
    const struct verify *v, const struct verdict *d, const char *version)
{
	for (size_t i = 0; i < d->n_fixes; i++) {
		const struct verdict_fix *f = &d->fix[i];
		const struct scheme *s =
		    scheme_find(profile_set_schemes(v->profiles), f->scheme);
		const struct fix fix = { f->min, f->max, f->all };

		if (s != NULL && *f->component == '\0' &&
		    fixset_judge(&(struct fixset){ &fix, 1 }, &s, 1, version,
			NULL) == FIXSET_MET)
			return true;
	}
	return false;
}

static size_t
count_waiting(const struct verdict_list *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += list->verdict[i].row.state == STATE_PLANNED ||
		    list->verdict[i].row.state == STATE_IN_WINDOW;
	return n;
}

/* A line without a version is about the one that can be meant, or nobody. */
static bool
is_meant(const struct verify *v, const struct verdict_list *list, size_t i,
    const char *version)
{
	const struct verdict *d = &list->verdict[i];

	if (*version != '\0')
		return is_fixed_by(v, d, version);
	return d->row.state == STATE_IN_WINDOW ||
	    (d->row.state == STATE_PLANNED && count_waiting(list) == 1);
}

static int
hint(struct verify *v, const struct stored_message *m, const char *version,
    int64_t evidence)
{
	const struct step_source source = { .message = evidence };
	struct verdict_list list;
	struct deployment_facts facts;
	int rc;

	rc = verdict_load_device(v->db, m->tenant_id, m->device_id, &list);
	for (size_t i = 0; rc == ERR_OK && i < list.n; i++) {
		if (!is_meant(v, &list, i, version))
			continue;
		rc = steps_facts(v, &list.verdict[i], &facts);
		facts.hinted = m->rcvd;
		if (rc == ERR_OK)
			rc = steps_take(v, &list.verdict[i], &facts, &source);
	}
	verdict_list_free(&list);
	return rc;
}

static int
conclude(struct verify *v, const struct stored_message *m,
    enum message_class class, const char *version)
{
	int64_t evidence;
	int rc;

	rc = proof_of_message(
	    v, m, message_class_name(class), version, &evidence);
	if (rc == ERR_OK)
		rc = device_event_add(v->db,
		    &(struct device_event){
			.tenant_id = m->tenant_id,
			.device_id = m->device_id,
			.at = m->rcvd,
			.kind = message_class_name(class),
			.source = "syslog",
			.detail = m->text,
			.evidence_id = evidence,
		    });
	if (rc == ERR_OK && class == MESSAGE_UPGRADE_OK)
		rc = hint(v, m, version, evidence);
	return rc;
}

/*
 * Most lines tell nothing, and come by the thousand: by which profile to read
 * those of a device is asked once a minute.
 */
static int
find_profile(struct verify *v, const struct stored_message *m,
    const struct profile **out)
{
	struct verify_reader *r =
	    &v->reader[(unsigned)m->device_id % READERS_KEPT];
	struct device_state state;
	int rc;

	if (r->device_id != m->device_id || r->tenant_id != m->tenant_id ||
	    v->now - r->asked > ASK_EVERY) {
		rc = device_state_load(
		    v->db, m->tenant_id, m->device_id, &state);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		*r = (struct verify_reader){ m->tenant_id, m->device_id, v->now,
			NULL };
		if (state.profile != NULL)
			r->profile =
			    profile_set_find(v->profiles, state.profile);
		device_state_free(&state);
	}
	*out = r->profile;
	return ERR_OK;
}

int
message_take(struct verify *v, const struct stored_message *m)
{
	enum message_class class = MESSAGE_NONE;
	const struct profile *p = NULL;
	struct buf version = { 0 };
	int rc;

	rc = find_profile(v, m, &p);
	if (rc < 0 || p == NULL)
		return rc;
	class = profile_classify_message(p, m->text, strlen(m->text), &version);
	if (class != MESSAGE_NONE)
		rc = conclude(v, m, class, buf_str(&version));
	buf_free(&version);
	return rc;
}
