/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/desk.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/incident.h"
#include "lib/profile/alert_rules.h"
#include "lib/store/alert/digest_store.h"
#include "lib/store/alert/incident_store.h"
#include "lib/store/alert/outbox.h"
#include "lib/store/db.h"

enum { ALERTS_MAX = 1000, INCIDENTS_MAX = 200 };

struct desk {
	struct db *db;
	const struct alert_rules *rules;
	int64_t now;
	bool more;
};

/* What alerts of a rule have in common. What a rule groups by and an alert has
 * not leaves the alert alone; one that comes back finds its own incident. */
static void
write_key(const struct db_rows *rows, size_t i, enum alert_group group,
    struct buf *key)
{
	long long device = db_int(rows, i, NEW_DEVICE);
	long long patch = db_int(rows, i, NEW_PATCH);
	long long site = db_int(rows, i, NEW_SITE);

	buf_clear(key);
	if (group == GROUP_DEVICE && device != 0)
		buf_printf(key, "device/%lld", device);
	else if (group == GROUP_SITE && site != 0)
		buf_printf(key, "site/%lld", site);
	else if (group == GROUP_PATCH && patch != 0)
		buf_printf(key, "patch/%lld", patch);
	else if (group == GROUP_RULE)
		buf_add_str(key, "all");
	else
		buf_printf(key, "subject/%lld/%lld/%s", device, patch,
		    db_text(rows, i, NEW_SUBJECT));
}

static const struct alert_plan *
plan_at(const struct desk *d, const struct db_rows *rows, size_t i)
{
	return alert_rules_find(d->rules, db_text(rows, i, NEW_RULE));
}

/* All of the batch that belong where the first of them does. */
static int
join_from(struct desk *d, const struct db_rows *rows, size_t first, bool *taken)
{
	const struct alert_plan *plan = plan_at(d, rows, first);
	struct incident_place p = { .tenant_id =
					(int)db_int(rows, first, NEW_TENANT),
		.rule = db_text(rows, first, NEW_RULE),
		.severity = alert_severity_name(plan->severity),
		.opened = db_time(rows, first, NEW_OPENED) };
	struct buf key = { 0 }, other = { 0 }, array = { 0 };
	int64_t id;
	int rc;

	write_key(rows, first, plan->group, &key);
	for (size_t i = first; i < db_count(rows); i++) {
		if (taken[i] || db_int(rows, i, NEW_TENANT) != p.tenant_id ||
		    strcmp(db_text(rows, i, NEW_RULE), p.rule) != 0)
			continue;
		write_key(rows, i, plan->group, &other);
		if (strcmp(buf_str(&key), buf_str(&other)) != 0)
			continue;
		taken[i] = true;
		buf_printf(&array, "%c%lld", array.len == 0 ? '{' : ',',
		    (long long)db_int(rows, i, NEW_ALERT));
	}
	buf_add_u8(&array, '}');
	p.key = buf_str(&key);
	p.array = buf_str(&array);
	rc = incident_join(d->db, &p, d->now, &id);
	buf_free(&key);
	buf_free(&other);
	buf_free(&array);
	return rc;
}

static int
take_new(struct desk *d)
{
	struct db_rows *rows = NULL;
	bool *taken;
	int rc = incident_new_alerts(d->db, ALERTS_MAX, &rows);

	if (rc < 0)
		return rc;
	taken = mem_new(db_count(rows) + 1, sizeof(*taken));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		if (!taken[i])
			rc = join_from(d, rows, i, taken);
	}
	d->more |= db_count(rows) == ALERTS_MAX;
	free(taken);
	db_rows_free(rows);
	return rc;
}

static int
take_over(struct desk *d)
{
	struct db_rows *rows = NULL;
	int rc = incident_take_over(d->db, ALERTS_MAX, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = incident_recount(
		    d->db, (int)db_int(rows, i, 0), db_int(rows, i, 1), d->now);
	d->more |= rc == ERR_OK && db_count(rows) == ALERTS_MAX;
	db_rows_free(rows);
	return rc;
}

static int
look_at(struct desk *d, struct incident_row *r)
{
	const struct alert_plan *plan = alert_rules_find(d->rules, r->rule);
	struct saying s;
	int rc = ERR_OK;

	do {
		incident_next(plan, &r->at, d->now, &s);
		if (s.kind != SAYING_NONE)
			rc = incident_say(d->db, r, &s, d->now);
	} while (rc == ERR_OK && s.kind != SAYING_NONE && !s.over);
	return rc == ERR_OK ? incident_save(d->db, r, &s, d->now) : rc;
}

static void
list_muted_by_windows(const struct alert_rules *rules, struct buf *out)
{
	struct alert_rule_row row;

	buf_add_u8(out, '{');
	for (size_t i = 0; i < alert_rules_count(rules); i++) {
		alert_rules_at(rules, i, &row);
		if (row.plan->mute_in_window)
			buf_printf(
			    out, "%s%s", out->len > 1 ? "," : "", row.title);
	}
	buf_add_u8(out, '}');
}

static int
look(struct desk *d)
{
	struct incident_list list = { 0 };
	struct buf rules = { 0 };
	int rc;

	list_muted_by_windows(d->rules, &rules);
	rc = incident_due(d->db, d->now, buf_str(&rules), INCIDENTS_MAX, &list);
	for (size_t i = 0; rc == ERR_OK && i < list.n; i++)
		rc = look_at(d, &list.row[i]);
	d->more |= rc == ERR_OK && list.n == INCIDENTS_MAX;
	incident_list_free(&list);
	buf_free(&rules);
	return rc;
}

static int
end_of_day(struct desk *d)
{
	int rc = digest_make(d->db, d->now);

	return rc == ERR_OK ? outbox_drop(d->db, d->now) : rc;
}

int
desk_work(
    struct db *db, const struct alert_rules *rules, int64_t now, bool *more)
{
	static int (*const steps[])(
	    struct desk *) = { take_new, take_over, look, end_of_day };
	struct desk d = { db, rules, now, false };
	bool ours = false;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < sizeof(steps) / sizeof(steps[0]);
	     i++) {
		rc = db_begin(db);
		if (rc < 0)
			break;
		rc = incident_lock(db, &ours);
		if (rc == ERR_OK && ours)
			rc = steps[i](&d);
		if (rc == ERR_OK)
			rc = db_commit(db);
		else
			db_rollback(db);
	}
	*more = rc == ERR_OK && ours && d.more;
	return rc;
}
