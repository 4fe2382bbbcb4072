/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/tick.h"

#include <string.h>

#include "collector/verify/calendars.h"
#include "collector/verify/closing.h"
#include "collector/verify/comparing.h"
#include "collector/verify/context.h"
#include "collector/verify/ending.h"
#include "collector/verify/happening.h"
#include "collector/verify/jumps.h"
#include "collector/verify/own.h"
#include "collector/verify/ranges.h"
#include "collector/verify/steps.h"
#include "collector/verify/structure/compare.h"
#include "collector/verify/watch.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/array.h"
#include "lib/store/db.h"
#include "lib/store/device/device_state.h"
#include "lib/store/patch/alert.h"
#include "lib/store/patch/verdict.h"

/* Of those that time may move the few that it does move. */
static int
hold_moving(struct verify *v, const struct verdict_list *list)
{
	struct buf tenants = { 0 }, devices = { 0 };
	struct deployment_facts facts;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < list->n; i++) {
		const struct verdict *d = &list->verdict[i];

		rc = steps_facts(v, d, &facts);
		if (rc < 0 || !steps_are_due(d, &facts))
			continue;
		array_add(&tenants, &DB_INT(d->tenant_id));
		array_add(&devices, &DB_INT(d->device_id));
	}
	if (rc == ERR_OK && tenants.len > 0) {
		array_end(&tenants);
		array_end(&devices);
		rc = verdict_hold(v->db, buf_str(&tenants), buf_str(&devices));
	}
	buf_free(&tenants);
	buf_free(&devices);
	return rc;
}

static int
step_part(struct verify *v, struct verdict_list *list)
{
	const struct step_source source = { 0 };
	struct deployment_facts facts;
	int rc = hold_moving(v, list);

	for (size_t i = 0; rc == ERR_OK && i < list->n; i++) {
		rc = steps_facts(v, &list->verdict[i], &facts);
		if (rc == ERR_OK)
			rc = steps_take(v, &list->verdict[i], &facts, &source);
	}
	return rc;
}

static int
in_transaction(struct verify *v, int (*take)(struct verify *v))
{
	int rc = db_begin(v->db);

	if (rc == ERR_OK)
		rc = take(v);
	if (rc == ERR_OK)
		rc = db_commit(v->db);
	if (rc < 0)
		db_rollback(v->db);
	return rc;
}

static int
step_next(struct verify *v)
{
	struct verdict_list list;
	int rc = verdict_next_restless(v->db, &list);

	if (rc == ERR_OK)
		rc = step_part(v, &list);
	v->tick_goes_on = list.n > 0;
	verdict_list_free(&list);
	return rc;
}

/*
 * The first look at a large fleet opens tens of thousands of alerts: each part
 * is kept by itself, so that nobody waits for all of them, and who is killed
 * goes on from there. Where somebody changed a row meanwhile, the next look has
 * that part.
 */
static int
step_restless(struct verify *v)
{
	int rc = ERR_OK;

	v->tick_goes_on = true;
	while (rc == ERR_OK && v->tick_goes_on) {
		rc = in_transaction(v, step_next);
		if (rc == ERR_NOTFOUND)
			rc = ERR_OK;
	}
	return rc;
}

/* Boots grow old; nothing else closes their alert. */
static int
count_boots(struct verify *v)
{
	const char *rule = alert_rule_name(ALERT_UNEXPECTED_REBOOTS);
	const struct policy *policy;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < alert_open_count(v->alerts);
	     i++) {
		struct alert_subject s;

		alert_open_at(v->alerts, i, &s);
		if (strcmp(s.rule, rule) != 0)
			continue;
		rc = verify_policy_now(v, s.tenant_id, &policy);
		if (rc == ERR_OK)
			rc = happening_count_boots(
			    v, s.tenant_id, s.device_id, policy, 0);
	}
	return rc;
}

/* Wishes for a look at devices that nobody polls any more. */
static int
put_off(struct verify *v)
{
	if (v->now < v->put_off_after)
		return ERR_OK;
	v->put_off_after = v->now + CLOCK_DAY;
	return device_state_put_off(v->db, v->now - CLOCK_DAY);
}

static int
take_first(struct verify *v)
{
	int rc = jumps_save(v);

	if (rc == ERR_OK)
		rc = calendars_take(v);
	/* What it finds is stepped on at once. */
	if (rc == ERR_OK)
		rc = comparing_take(v);
	return rc == ERR_OK ? verdict_open_restless(v->db, v->now) : rc;
}

static int
take_last(struct verify *v)
{
	int rc = count_boots(v);

	if (rc == ERR_OK)
		rc = ending_take(v);
	if (rc == ERR_OK)
		rc = watch_take(v);
	if (rc == ERR_OK)
		rc = ranges_take(v);
	if (rc == ERR_OK)
		rc = closing_tick(v);
	if (rc == ERR_OK)
		rc = compare_tick(v);
	if (rc == ERR_OK)
		rc = put_off(v);
	return rc == ERR_OK ? own_take(v) : rc;
}

static int
take_parts(struct verify *v)
{
	size_t saved = v->clock_saved;
	int rc = in_transaction(v, take_first);

	if (rc < 0) {
		v->clock_saved = saved;
		v->clock_save_after = 0;
		return rc;
	}
	rc = step_restless(v);
	if (!db_is_lost(v->db) && verdict_close_restless(v->db) < 0)
		rc = ERR_AGAIN;
	return rc == ERR_OK ? in_transaction(v, take_last) : rc;
}

int
tick_take(struct verify *v)
{
	int rc = alert_open_load(v->db, &v->alerts);

	if (rc == ERR_OK)
		rc = take_parts(v);
	alert_open_free(v->alerts);
	v->alerts = NULL;
	return rc;
}
