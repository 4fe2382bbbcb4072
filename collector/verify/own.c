/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/own.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/verify/context.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/model/deployment.h"
#include "lib/store/db.h"
#include "lib/store/log/own_store.h"
#include "lib/store/patch/alert.h"

#define EVERY (10 * CLOCK_SECOND)

static char *
detail_of(const char *what, int64_t count)
{
	char host[256] = "Patchwacht", *detail;
	struct json *o = json_new_object();

	(void)gethostname(host, sizeof(host) - 1);
	json_put_text(o, "host", host);
	if (what != NULL)
		json_put_text(o, "what", what);
	if (count > 0)
		json_put_int(o, "count", count);
	detail = json_line(o);
	json_free(o);
	return detail;
}

static struct alert_subject
subject_of(int tenant, enum alert_rule rule)
{
	return (struct alert_subject){ .tenant_id = tenant,
		.rule = alert_rule_name(rule),
		.severity = alert_severity(rule) };
}

/*
 * In one transaction with its mails; what is NULL is over, or never was. Of an
 * alert that is open, or 0, it is what the alert says from now on.
 */
static int
set(struct verify *v, const struct alert_subject *s, int64_t open,
    const char *what, int64_t count)
{
	char *detail = detail_of(what, count);
	int rc = db_begin(v->db);

	if (rc == ERR_OK) {
		rc = what != NULL && open != 0
		    ? alert_amend(v->db, s->tenant_id, open, detail)
		    : alert_set(
			  v->db, s, what != NULL, v->now, detail, NULL, 0);
		if (rc == ERR_OK)
			rc = db_commit(v->db);
		else
			db_rollback(v->db);
	}
	free(detail);
	return rc;
}

static int
set_own(struct verify *v, int tenant, enum alert_rule rule, const char *what,
    int64_t count)
{
	const struct alert_subject s = subject_of(tenant, rule);

	if (v->alerts != NULL &&
	    alert_open_has(v->alerts, &s) == (what != NULL))
		return ERR_OK;
	return set(v, &s, 0, what, count);
}

/* Told when it begins and ends; what it says in between is kept up to date. */
static int
set_senders(struct verify *v, const struct own_senders *of)
{
	struct alert_subject s = subject_of(of->tenant, ALERT_CERTIFICATE);

	if (of->what != NULL && of->told != NULL &&
	    strcmp(of->what, of->told) == 0)
		return ERR_OK;
	s.subject = OWN_SENDERS;
	return set(v, &s, of->alert, of->what, of->count);
}

/* Each organisation is told of its own. */
static int
take_senders(struct verify *v)
{
	struct own_senders *all = NULL;
	size_t n = 0;
	int rc = own_store_senders(v->db, v->now, &all, &n);

	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = set_senders(v, &all[i]);
	own_senders_free(all, n);
	return rc;
}

int
own_take(struct verify *v)
{
	struct own_state state;
	int rc;

	if (v->now < v->own_after)
		return ERR_OK;
	rc = own_store_load(v->db, v->now, &state);
	if (rc < 0)
		return rc;
	if (state.tenant != 0) {
		rc = set_own(
		    v, state.tenant, ALERT_JOURNAL_DAMAGED, state.damaged, 0);
		if (rc == ERR_OK)
			rc = set_own(v, state.tenant, ALERT_SET_ASIDE,
			    state.aside, state.aside_count);
		if (rc == ERR_OK)
			rc = set_own(v, state.tenant, ALERT_CERTIFICATE,
			    state.papers, 0);
	}
	own_state_free(&state);
	if (rc == ERR_OK)
		rc = take_senders(v);
	if (rc == ERR_OK)
		v->own_after = v->now + EVERY;
	return rc;
}
