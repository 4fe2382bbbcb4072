/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/ending.h"

#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/model/deployment.h"
#include "lib/store/db.h"
#include "lib/store/patch/alert.h"
#include "lib/store/patch/exception_store.h"

#define WARN_BEFORE (14 * CLOCK_DAY)

enum {
	TENANT,
	PATCH,
	DEVICE,
	ID,
	UNTIL,
	REFERENCE,
	TITLE,
	PRIORITY,
	NAME,
	OWNER,
	MEASURE,
	COVERED
};

static struct alert_subject
subject_of(int tenant, int patch, int device)
{
	return (struct alert_subject){
		.tenant_id = tenant,
		.rule = alert_rule_name(ALERT_EXCEPTION_ENDS),
		.severity = alert_severity(ALERT_EXCEPTION_ENDS),
		.device_id = device,
		.patch_id = patch,
	};
}

static char *
detail_of(const struct db_rows *rows, size_t i)
{
	struct json *o = json_new_object();
	char *line;

	/* "*": every device of the patch, in the words of the mail. */
	json_put_text(o, "device",
	    db_is_null(rows, i, NAME) ? "*" : db_text(rows, i, NAME));
	json_put_text(o, "patch", db_text(rows, i, REFERENCE));
	json_put_text(o, "title", db_text(rows, i, TITLE));
	json_put_text(o, "priority", db_text(rows, i, PRIORITY));
	json_put_int(o, "exception", db_int(rows, i, ID));
	json_put_time(o, "valid_until", db_time(rows, i, UNTIL));
	json_put_text(o, "owner", db_text(rows, i, OWNER));
	json_put_text(o, "measure", db_text(rows, i, MEASURE));
	json_put_int(o, "covered", db_int(rows, i, COVERED));
	line = json_line(o);
	json_free(o);
	return line;
}

static int
warn_one(struct verify *v, const struct db_rows *rows, size_t i)
{
	struct alert_subject s = subject_of((int)db_int(rows, i, TENANT),
	    (int)db_int(rows, i, PATCH), (int)db_int(rows, i, DEVICE));
	char *detail;
	int rc;

	if (alert_open_has(v->alerts, &s))
		return ERR_OK;
	detail = detail_of(rows, i);
	rc = alert_set(v->db, &s, true, v->now, detail, NULL, 0);
	free(detail);
	return rc;
}

static bool
is_ending(const struct db_rows *rows, const struct alert_subject *s)
{
	for (size_t i = 0; i < db_count(rows); i++) {
		if (db_int(rows, i, TENANT) == s->tenant_id &&
		    db_int(rows, i, PATCH) == s->patch_id &&
		    db_int(rows, i, DEVICE) == s->device_id)
			return true;
	}
	return false;
}

static int
close_others(struct verify *v, const struct db_rows *rows)
{
	const char *rule = alert_rule_name(ALERT_EXCEPTION_ENDS);
	struct alert_subject s;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < alert_open_count(v->alerts);
	     i++) {
		alert_open_at(v->alerts, i, &s);
		if (strcmp(s.rule, rule) != 0 || is_ending(rows, &s))
			continue;
		s.severity = alert_severity(ALERT_EXCEPTION_ENDS);
		rc = alert_change(v->db, &s, alert_open_id(v->alerts, &s),
		    false, v->now, "{}", NULL, 0);
	}
	return rc;
}

int
ending_take(struct verify *v)
{
	struct db_rows *rows = NULL;
	int rc = exception_ending(v->db, v->now, v->now + WARN_BEFORE, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = warn_one(v, rows, i);
	if (rc == ERR_OK)
		rc = close_others(v, rows);
	db_rows_free(rows);
	return rc;
}
