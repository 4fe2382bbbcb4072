/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/own.h"

#include <stdbool.h>
#include <stdlib.h>
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

/* In one transaction with its mails; what is NULL is over, or never was. */
static int
set(struct verify *v, int tenant, enum alert_rule rule, const char *what,
    int64_t count)
{
	const struct alert_subject s = { .tenant_id = tenant,
		.rule = alert_rule_name(rule),
		.severity = alert_severity(rule) };
	char host[256] = "Patchwacht";
	struct json *o;
	char *detail;
	int rc;

	if (v->alerts != NULL &&
	    alert_open_has(v->alerts, &s) == (what != NULL))
		return ERR_OK;
	(void)gethostname(host, sizeof(host) - 1);
	o = json_new_object();
	json_put_text(o, "host", host);
	if (what != NULL)
		json_put_text(o, "what", what);
	if (count > 0)
		json_put_int(o, "count", count);
	detail = json_line(o);
	rc = db_begin(v->db);
	if (rc == ERR_OK) {
		rc =
		    alert_set(v->db, &s, what != NULL, v->now, detail, NULL, 0);
		if (rc == ERR_OK)
			rc = db_commit(v->db);
		else
			db_rollback(v->db);
	}
	free(detail);
	json_free(o);
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
		rc = set(
		    v, state.tenant, ALERT_JOURNAL_DAMAGED, state.damaged, 0);
		if (rc == ERR_OK)
			rc = set(v, state.tenant, ALERT_SET_ASIDE, state.aside,
			    state.aside_count);
		if (rc == ERR_OK)
			rc = set(v, state.tenant, ALERT_CERTIFICATE,
			    state.papers, 0);
	}
	own_state_free(&state);
	if (rc == ERR_OK)
		v->own_after = v->now + EVERY;
	return rc;
}
