/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/watch.h"

#include <stdlib.h>
#include <string.h>

#include "collector/config.h"
#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/alert/watch_store.h"
#include "lib/store/db.h"
#include "lib/store/patch/alert.h"

static struct alert_subject
subject_at(const struct db_rows *rows, size_t i, enum alert_rule rule)
{
	return (struct alert_subject){
		.tenant_id = (int)db_int(rows, i, WATCH_TENANT),
		.rule = alert_rule_name(rule),
		.severity = alert_severity(rule),
		.device_id = (int)db_int(rows, i, WATCH_DEVICE),
		.patch_id = (int)db_int(rows, i, WATCH_PATCH),
		.subject = db_text(rows, i, WATCH_SUBJECT),
	};
}

static int
by_subject(const void *a, const void *b)
{
	return alert_subject_compare(a, b);
}

/* Those of the rule that are open and not among what holds. */
static int
close_others(struct verify *v, enum alert_rule rule,
    const struct alert_subject *holds, size_t n)
{
	struct alert_subject s;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < alert_open_count(v->alerts);
	     i++) {
		alert_open_at(v->alerts, i, &s);
		if (strcmp(s.rule, alert_rule_name(rule)) != 0 ||
		    bsearch(&s, holds, n, sizeof(s), by_subject) != NULL)
			continue;
		s.severity = alert_severity(rule);
		rc = alert_change(v->db, &s, alert_open_id(v->alerts, &s),
		    false, v->now, "{}", NULL, 0);
	}
	return rc;
}

static int
watch_one(struct verify *v, enum alert_rule rule, const char *sleepers)
{
	struct alert_subject *holds;
	struct db_rows *rows = NULL;
	int rc = watch_load(v->db, rule, v->now, sleepers, &rows);
	size_t n;

	if (rc < 0)
		return rc;
	n = db_count(rows);
	holds = mem_new(n + 1, sizeof(*holds));
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		holds[i] = subject_at(rows, i, rule);
		if (!alert_open_has(v->alerts, &holds[i]))
			rc = alert_set(v->db, &holds[i], true, v->now,
			    db_text(rows, i, WATCH_DETAIL), NULL, 0);
	}
	qsort(holds, n, sizeof(*holds), by_subject);
	if (rc == ERR_OK)
		rc = close_others(v, rule, holds, n);
	free(holds);
	db_rows_free(rows);
	return rc;
}

static void
list_sleepers(const struct config_poll *c, struct buf *out)
{
	buf_add_u8(out, '{');
	for (size_t i = 0; c != NULL && i < c->class_count; i++) {
		if (c->classes[i].sleeps)
			buf_printf(out, "%s%s", out->len > 1 ? "," : "",
			    c->classes[i].name);
	}
	buf_add_u8(out, '}');
}

int
watch_take(struct verify *v)
{
	struct buf sleepers = { 0 };
	int rc = ERR_OK;

	if (v->now < v->watch_after)
		return ERR_OK;
	list_sleepers(v->poll, &sleepers);
	rc = watch_keep_sleepers(v->db, buf_str(&sleepers));
	for (size_t i = 0; rc == ERR_OK && i < watch_count; i++)
		rc = watch_one(v, watch_rules[i], buf_str(&sleepers));
	buf_free(&sleepers);
	if (rc == ERR_OK)
		v->watch_after = v->now + CLOCK_MINUTE;
	return rc;
}
