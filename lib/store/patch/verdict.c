/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/patch/states.h"
#include "lib/store/patch/verdict_sql.h"
#include "lib/store/slate.h"

enum column {
	TENANT,
	PATCH,
	DEVICE,
	REFERENCE,
	TITLE,
	DEVICE_NAME,
	SITE,
	PRIORITY,
	OUT_OF_SCOPE,
	APPROVED,
	VALID_UNTIL,
	SERIAL,
	RUNNING,
	CLAIMED_BY,
	POLICY,
	REV,
	STATE,
	OVERDUE,
	EXCEPTED,
	CONFLICTING,
	PAUSED,
	ATTEMPT,
	LEVEL,
	ENTERED,
	DEADLINE,
	WINDOW_START,
	WINDOW_END,
	CLAIMED,
	LAST_OLD,
	SEEN,
	CONFIRMED,
	MET,
	FIRST_LATE,
	OBSERVE_FROM,
	OBSERVE_UNTIL,
	CLOSED,
	REOPENED,
	REASON,
	PROTOCOL,
	SECURITY,
	TESTED,
	LAST_TRY,
	SILENT,
	SILENT_SINCE,
	BOOT_AT,
	ADDRESS,
	TARGET,
	SLEEPS,
	OTHER_SINCE,
	SCOPE_WHY,
	PASSED,
	WORSE_AT,
	WORSE,
	WORSE_EVIDENCE,
	REBOOTS,
	DISMISSED,
	DISMISSAL,
	WAITS
};

static const char *
text(const struct db_rows *rows, size_t i, enum column c)
{
	return db_is_null(rows, i, c) ? NULL : db_text(rows, i, c);
}

static unsigned
flags_of(const struct db_rows *rows, size_t i)
{
	return (db_bool(rows, i, OVERDUE) ? FLAG_OVERDUE : 0U) |
	    (db_bool(rows, i, EXCEPTED) ? FLAG_EXCEPTED : 0U) |
	    (db_bool(rows, i, CONFLICTING) ? FLAG_CONFLICTING : 0U) |
	    (db_bool(rows, i, PAUSED) ? FLAG_PAUSED : 0U);
}

static enum met
met_of(const struct db_rows *rows, size_t i)
{
	if (db_is_null(rows, i, MET))
		return MET_UNKNOWN;
	return db_bool(rows, i, MET) ? MET_YES : MET_NO;
}

static void
take_row(const struct db_rows *rows, size_t i, struct deployment *d)
{
	/* The table's own checks hold names that are known. */
	if (state_parse(db_text(rows, i, STATE), &d->state) < 0)
		fatalx("deployment state %s", db_text(rows, i, STATE));
	d->flags = flags_of(rows, i);
	d->attempt = (int)db_int(rows, i, ATTEMPT);
	d->level = (enum evidence_level)db_int(rows, i, LEVEL);
	d->entered = db_time(rows, i, ENTERED);
	d->deadline = db_time(rows, i, DEADLINE);
	d->window_start = db_time(rows, i, WINDOW_START);
	d->window_end = db_time(rows, i, WINDOW_END);
	d->claimed = db_time(rows, i, CLAIMED);
	d->last_old = db_time(rows, i, LAST_OLD);
	d->seen = db_time(rows, i, SEEN);
	d->confirmed = db_time(rows, i, CONFIRMED);
	d->met = met_of(rows, i);
	d->first_late = db_time(rows, i, FIRST_LATE);
	d->observe_from = db_time(rows, i, OBSERVE_FROM);
	d->observe_until = db_time(rows, i, OBSERVE_UNTIL);
	d->closed = db_time(rows, i, CLOSED);
	d->reopened = db_time(rows, i, REOPENED);
	d->other_since = db_time(rows, i, OTHER_SINCE);
}

static void
take_verdict(const struct db_rows *rows, size_t i, struct verdict *v)
{
	*v = (struct verdict){
		.tenant_id = (int)db_int(rows, i, TENANT),
		.patch_id = (int)db_int(rows, i, PATCH),
		.device_id = (int)db_int(rows, i, DEVICE),
		.reference = db_text(rows, i, REFERENCE),
		.title = db_text(rows, i, TITLE),
		.device = db_text(rows, i, DEVICE_NAME),
		.address = db_text(rows, i, ADDRESS),
		.target = text(rows, i, TARGET),
		.site = text(rows, i, SITE),
		.out_of_scope = db_bool(rows, i, OUT_OF_SCOPE),
		.scope_why = text(rows, i, SCOPE_WHY),
		.exception_approved = db_time(rows, i, APPROVED),
		.exception_until = db_time(rows, i, VALID_UNTIL),
		.serial = text(rows, i, SERIAL),
		.running = text(rows, i, RUNNING),
		.claimed_by = text(rows, i, CLAIMED_BY),
		.policy_version = (int)db_int(rows, i, POLICY),
		.rev = (int)db_int(rows, i, REV),
		.reason = text(rows, i, REASON),
		.protocol = text(rows, i, PROTOCOL),
		.security_level = text(rows, i, SECURITY),
		.profile_tested = db_bool(rows, i, TESTED),
		.last_try = db_time(rows, i, LAST_TRY),
		.sleeps = db_bool(rows, i, SLEEPS),
		.silent_polls = (int)db_int(rows, i, SILENT),
		.silent_since = db_time(rows, i, SILENT_SINCE),
		.boot_at = db_time(rows, i, BOOT_AT),
		.compared = {
			.passed = db_bool(rows, i, PASSED),
			.worse_at = db_time(rows, i, WORSE_AT),
			.worse = text(rows, i, WORSE),
			.reboots = (int)db_int(rows, i, REBOOTS),
			.dismissed = db_time(rows, i, DISMISSED),
			.dismissal = text(rows, i, DISMISSAL),
		},
		.waits = db_bool(rows, i, WAITS),
		.worse_evidence = db_is_null(rows, i, WORSE_EVIDENCE)
		    ? 0
		    : db_int(rows, i, WORSE_EVIDENCE),
	};
	if (priority_parse(db_text(rows, i, PRIORITY), &v->priority) < 0)
		fatalx("patch priority %s", db_text(rows, i, PRIORITY));
	take_row(rows, i, &v->row);
}

static void
take_verdicts(struct verdict_list *out)
{
	out->n = db_count(out->rows);
	out->verdict = mem_new(out->n + 1, sizeof(*out->verdict));
	for (size_t i = 0; i < out->n; i++)
		take_verdict(out->rows, i, &out->verdict[i]);
}

/* Of the patch of a verdict: rows are in order of tenant and patch. */
static size_t
find_fixes(const struct db_rows *rows, const struct verdict *v)
{
	size_t low = 0, high = db_count(rows);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int64_t tenant = db_int(rows, mid, 0);

		if (tenant < v->tenant_id ||
		    (tenant == v->tenant_id &&
			db_int(rows, mid, 1) < v->patch_id))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
share_fixes(struct verdict_list *list)
{
	const struct db_rows *rows = list->fix_rows;
	size_t n = db_count(rows);

	list->fix = mem_new(n + 1, sizeof(*list->fix));
	for (size_t i = 0; i < n; i++)
		list->fix[i] = (struct verdict_fix){
			.component = db_text(rows, i, 2),
			.scheme = db_text(rows, i, 3),
			.min = db_text(rows, i, 4),
			.max =
			    db_is_null(rows, i, 5) ? NULL : db_text(rows, i, 5),
			.all = db_bool(rows, i, 6),
		};
	for (size_t i = 0; i < list->n; i++) {
		struct verdict *v = &list->verdict[i];
		size_t at = find_fixes(rows, v);

		v->fix = &list->fix[at];
		if (at < n && db_int(rows, at, 0) == v->tenant_id &&
		    db_int(rows, at, 1) == v->patch_id)
			v->target = db_text(rows, at, 7);
		while (at < n && db_int(rows, at, 0) == v->tenant_id &&
		    db_int(rows, at, 1) == v->patch_id) {
			at++;
			v->n_fixes++;
		}
	}
}

/* Asked for each reading: planning it took longer than running it. */
int
verdict_load_devices(struct db *db, const char *tenants, const char *devices,
    struct verdict_list *out)
{
	static const char load[] =
	    LOAD_FEW " ORDER BY d.tenant_id,d.device_id,d.patch_id";
	static const char fixes[] =
	    "SELECT f.tenant_id,f.patch_id,f.component,f.scheme,"
	    "f.min_version,f.max_version,f.all_branches," TARGET_OF_FIXES
	    " FROM patch_fix f"
	    " WHERE (f.tenant_id,f.patch_id) IN(SELECT d.tenant_id,d.patch_id"
	    " FROM " OF_KEYS ")"
	    " ORDER BY 1,2,f.component COLLATE \"C\",f.fix";
	const struct db_arg args[] = { DB_TEXT(tenants), DB_TEXT(devices) };
	int rc = slate_write(db);

	*out = (struct verdict_list){ 0 };
	if (rc == ERR_OK)
		rc = db_run_again(db, &out->rows, load, 2, args);
	if (rc < 0)
		return rc;
	take_verdicts(out);
	rc = db_run_again(db, &out->fix_rows, fixes, 2, args);
	if (rc < 0)
		verdict_list_free(out);
	else
		share_fixes(out);
	return rc;
}

int
verdict_load_device(
    struct db *db, int tenant, int device, struct verdict_list *out)
{
	char of_tenant[16], of_device[16];

	snprintf(of_tenant, sizeof(of_tenant), "{%d}", tenant);
	snprintf(of_device, sizeof(of_device), "{%d}", device);
	return verdict_load_devices(db, of_tenant, of_device, out);
}

static int
compare_device(const struct verdict *v, int tenant, int device)
{
	if (v->tenant_id != tenant)
		return v->tenant_id < tenant ? -1 : 1;
	return v->device_id < device ? -1 : v->device_id > device;
}

void
verdict_list_part(const struct verdict_list *all, int tenant, int device,
    struct verdict_list *out)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (compare_device(&all->verdict[mid], tenant, device) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*out = (struct verdict_list){ .verdict = &all->verdict[low],
		.borrowed = true };
	while (low + out->n < all->n &&
	    compare_device(&out->verdict[out->n], tenant, device) == 0)
		out->n++;
}

/* A plan for all of them, though they are fetched in parts; the server keeps
 * them beyond the transaction, on disk when they are many. */
int
verdict_open_restless(struct db *db, int64_t now)
{
	int rc = slate_write(db);

	if (rc == ERR_OK)
		rc = db_query(db, NULL, "SET LOCAL cursor_tuple_fraction=1");
	if (rc < 0)
		return rc;
	return db_query(db, NULL,
	    "DECLARE restless NO SCROLL CURSOR WITH HOLD FOR " LOAD_RESTLESS
	    "WHERE (d.state NOT IN(" STATES_FINISHED ") AND NOT " AT_REST ")"
	    " OR " LEFT "<>(d.state='withdrawn')"
	    " OR d.conflicting OR d.overdue"
	    " OR d.excepted<>(x.valid_until IS NOT NULL"
	    " AND x.valid_until>$1)"
	    " ORDER BY d.tenant_id,d.device_id,d.patch_id",
	    DB_TIME(now));
}

int
verdict_next_restless(struct db *db, struct verdict_list *out)
{
	int rc;

	*out = (struct verdict_list){ 0 };
	rc = db_query(db, &out->rows, "FETCH 2000 FROM restless");
	if (rc == ERR_OK)
		take_verdicts(out);
	return rc;
}

int
verdict_close_restless(struct db *db)
{
	return db_query(db, NULL, "CLOSE restless");
}

int
verdict_load_span(
    struct db *db, int tenant, int first, int last, struct verdict_list *out)
{
	int rc = slate_write(db);

	*out = (struct verdict_list){ 0 };
	if (rc < 0)
		return rc;
	rc = db_query(db, &out->rows,
	    LOAD_SPAN "WHERE d.tenant_id=$1 AND d.device_id BETWEEN $2 AND $3"
		      " AND v.device_id BETWEEN $2 AND $3"
		      " ORDER BY d.device_id,d.patch_id",
	    DB_INT(tenant), DB_INT(first), DB_INT(last));
	if (rc == ERR_OK)
		take_verdicts(out);
	return rc;
}

void
verdict_list_free(struct verdict_list *list)
{
	if (!list->borrowed)
		free(list->verdict);
	free(list->fix);
	db_rows_free(list->rows);
	db_rows_free(list->fix_rows);
	*list = (struct verdict_list){ 0 };
}
