/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/policy_store.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/policy.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"

#define COLUMNS                                                        \
	"critical_s,high_s,medium_s,low_s,confirm_gap_s,"              \
	"reported_s,reported_critical_s,window_grace_s,"               \
	"return_s,settle_s,observe_s,observe_active_s,"                \
	"observe_max_s,reboot_window_s,exploited_s,mitigate_s,"        \
	"afterwards_s,follow_critical_s,follow_s,decide_s,assess_s,"   \
	"report_s,skew_s,log_silence_s,"                               \
	"silent_polls,reboot_limit,gap_percent,within_percent,"        \
	"partly_percent,score_critical,score_high,score_medium,"       \
	"internet_raises,unused_days,uplink_percent,cpu_percent,"      \
	"memory_percent,volume_percent,busy_percent,answered_percent," \
	"unknown_class,patient_class,exploited_class,thresholds"

/* In the order of COLUMNS: spans, numbers, classes. */
enum { SPANS = 24, NUMBERS = 16, CLASSES = 3 };

static void
list_spans(struct policy *p, int64_t *out[SPANS])
{
	int64_t *const spans[SPANS] = { &p->term[PRIORITY_CRITICAL],
		&p->term[PRIORITY_HIGH], &p->term[PRIORITY_MEDIUM],
		&p->term[PRIORITY_LOW], &p->confirm_gap, &p->reported,
		&p->reported_critical, &p->window_grace, &p->return_after,
		&p->settle, &p->observe, &p->observe_active, &p->observe_max,
		&p->reboot_window, &p->exploited_term, &p->mitigate,
		&p->afterwards, &p->follow_critical, &p->follow, &p->decide,
		&p->assess, &p->report, &p->skew, &p->log_silence };

	for (size_t i = 0; i < SPANS; i++)
		out[i] = spans[i];
}

static void
list_numbers(struct policy *p, int *out[NUMBERS])
{
	int *const numbers[NUMBERS] = { &p->silent_polls, &p->reboot_limit,
		&p->gap_percent, &p->within_percent, &p->partly_percent,
		&p->score[PRIORITY_CRITICAL], &p->score[PRIORITY_HIGH],
		&p->score[PRIORITY_MEDIUM], &p->internet_raises,
		&p->unused_days, &p->uplink_percent, &p->cpu_percent,
		&p->memory_percent, &p->volume_percent, &p->busy_percent,
		&p->answered_percent };

	for (size_t i = 0; i < NUMBERS; i++)
		out[i] = numbers[i];
}

static void
list_classes(struct policy *p, enum priority *out[CLASSES])
{
	out[0] = &p->unknown;
	out[1] = &p->patient;
	out[2] = &p->exploited;
}

static int
take(const struct db_rows *rows, struct policy *p)
{
	enum priority *class[CLASSES];
	int64_t *span[SPANS];
	int *number[NUMBERS];
	int rc = ERR_OK;

	if (db_count(rows) == 0) {
		log_warnx("policy: none is in force, or not for you to read");
		return ERR_NOTFOUND;
	}
	list_spans(p, span);
	list_numbers(p, number);
	list_classes(p, class);
	p->version = (int)db_int(rows, 0, 0);
	for (int i = 0; i < SPANS; i++)
		*span[i] = db_int(rows, 0, 1 + i) * CLOCK_SECOND;
	for (int i = 0; i < NUMBERS; i++)
		*number[i] = (int)db_int(rows, 0, 1 + SPANS + i);
	for (int i = 0; rc == ERR_OK && i < CLASSES; i++)
		rc = priority_parse(
		    db_text(rows, 0, 1 + SPANS + NUMBERS + i), class[i]);
	snprintf(p->thresholds, sizeof(p->thresholds), "%s",
	    db_text(rows, 0, 1 + SPANS + NUMBERS + CLASSES));
	return rc;
}

int
policy_store_load(struct db *db, int tenant, int64_t at, struct policy *out)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT version," COLUMNS " FROM policy"
	    " WHERE tenant_id=$1 AND effective<=$2"
	    " ORDER BY version DESC LIMIT 1",
	    DB_INT(tenant), DB_TIME(at));
	if (rc == ERR_OK)
		rc = take(rows, out);
	db_rows_free(rows);
	return rc;
}

int
policy_store_load_version(
    struct db *db, int tenant, int version, struct policy *out)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT version," COLUMNS " FROM policy"
	    " WHERE tenant_id=$1 AND version=$2",
	    DB_INT(tenant), DB_INT(version));
	if (rc == ERR_OK)
		rc = take(rows, out);
	db_rows_free(rows);
	return rc;
}

bool
policy_store_same(const struct policy *a, const struct policy *b)
{
	struct policy one = *a, other = *b;
	enum priority *c1[CLASSES], *c2[CLASSES];
	int64_t *s1[SPANS], *s2[SPANS];
	int *n1[NUMBERS], *n2[NUMBERS];
	bool same = strcmp(a->thresholds, b->thresholds) == 0;

	list_spans(&one, s1);
	list_spans(&other, s2);
	list_numbers(&one, n1);
	list_numbers(&other, n2);
	list_classes(&one, c1);
	list_classes(&other, c2);
	for (int i = 0; i < SPANS; i++)
		same &= *s1[i] == *s2[i];
	for (int i = 0; i < NUMBERS; i++)
		same &= *n1[i] == *n2[i];
	for (int i = 0; i < CLASSES; i++)
		same &= *c1[i] == *c2[i];
	return same;
}

static int
insert(struct db *db, int tenant, const char *name, const char *reason,
    struct policy *p, struct db_rows **rows)
{
	enum { FIRST = 5 };
	struct db_arg args[FIRST + SPANS + NUMBERS + CLASSES + 1];
	enum priority *class[CLASSES];
	int64_t *span[SPANS];
	int *number[NUMBERS];

	list_spans(p, span);
	list_numbers(p, number);
	list_classes(p, class);
	args[0] = DB_INT(tenant);
	args[1] = DB_INT(p->version);
	args[2] = DB_TEXT(name);
	args[3] = DB_TIME(clock_now());
	args[4] = DB_TEXT(reason);
	for (size_t i = 0; i < SPANS; i++)
		args[FIRST + i] = DB_INT(*span[i] / CLOCK_SECOND);
	for (size_t i = 0; i < NUMBERS; i++)
		args[FIRST + SPANS + i] = DB_INT(*number[i]);
	for (size_t i = 0; i < CLASSES; i++)
		args[FIRST + SPANS + NUMBERS + i] =
		    DB_TEXT(priority_name(*class[i]));
	args[FIRST + SPANS + NUMBERS + CLASSES] = DB_TEXT(p->thresholds);
	return db_run(db, rows,
	    "INSERT INTO "
	    "policy(tenant_id,version,name,effective,reason,actor," COLUMNS
	    ") VALUES($1,$2,$3,$4,$5,session_user,$6,$7,$8,$9,$10,$11,"
	    "$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,"
	    "$26,$27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39,$40,$41,"
	    "$42,$43,$44,$45,$46,$47,$48,$49)"
	    " RETURNING row_to_json(policy)::text",
	    sizeof(args) / sizeof(args[0]), args);
}

/* The highest version and its row as JSON; no row: there is none. */
static int
load_last(struct db *db, int tenant, struct db_rows **rows)
{
	return db_query(db, rows,
	    "SELECT version,row_to_json(policy)::text FROM policy"
	    " WHERE tenant_id=$1 ORDER BY version DESC LIMIT 1",
	    DB_INT(tenant));
}

int
policy_store_last(struct db *db, int tenant, int *version)
{
	struct db_rows *rows = NULL;
	int rc = load_last(db, tenant, &rows);

	if (rc == ERR_OK)
		*version = db_count(rows) > 0 ? (int)db_int(rows, 0, 0) : 0;
	db_rows_free(rows);
	return rc;
}

int
policy_store_add(struct db *db, int tenant, const char *name,
    const char *reason, struct policy *p)
{
	struct db_rows *last = NULL, *rows = NULL;
	int rc;

	rc = load_last(db, tenant, &last);
	if (rc < 0)
		goto out;
	p->version = db_count(last) > 0 ? (int)db_int(last, 0, 0) + 1 : 1;
	rc = insert(db, tenant, name, reason, p, &rows);
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "policy.set", "policy",
			db_count(last) > 0 ? db_text(last, 0, 1) : NULL,
			db_text(rows, 0, 0), reason });
out:
	db_rows_free(last);
	db_rows_free(rows);
	return rc;
}

int
policy_store_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT version,name,effective,actor,reason FROM policy"
	    " WHERE tenant_id=$1 AND effective<=$2 ORDER BY version",
	    DB_INT(tenant), DB_TIME(at));
}
