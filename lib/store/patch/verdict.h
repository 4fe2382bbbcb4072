/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_VERDICT_H
#define LIB_STORE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/deployment.h"

struct db;
struct db_rows;

/* One entry of a patch's fix set; texts belong to the list it stands in. */
struct verdict_fix {
	const char *component; /* "", "kernel", "package:NAME" */
	const char *scheme;
	const char *min, *max;
	bool all;
};

/* A deployment, with what the register says of its patch. */
struct verdict {
	int tenant_id, patch_id, device_id;
	const char *reference, *title, *device, *address, *site;
	const char *target; /* what is asked for, as people write it */
	enum priority priority;
	bool out_of_scope;
	const char *scope_why;
	int64_t exception_approved, exception_until;
	const char *serial;  /* of the device when it was planned, or NULL */
	const char *running; /* as last read, or NULL */
	const char *claimed_by;
	int policy_version;
	int rev;
	int64_t last_try, silent_since, boot_at; /* of the device */
	int silent_polls;
	bool sleeps;                           /* at night, as printers */
	struct deployment_comparison compared; /* passed: of the last one */
	int64_t worse_evidence;                /* of that, or 0 */
	bool waits;                            /* for an earlier ring */
	struct deployment row;
	const struct verdict_fix *fix; /* in order of component */
	size_t n_fixes;

	/* Set by who judges; written by verdict_save. */
	const char *reason;
	char reason_text[240];
	const char *protocol, *security_level; /* of the confirming readings */
	bool profile_tested;
	bool serial_changed;
	bool moved; /* more of it than last_old, by the last steps */
};

struct verdict_list {
	struct verdict *verdict;
	size_t n;
	struct verdict_fix *fix;
	struct db_rows *rows, *fix_rows;
	bool borrowed; /* a part of another list, which lives longer */
};

/* Those of a device, with their fix sets; or of several, given as arrays of
 * SQL, in order of tenant, device and patch. */
int verdict_load_device(
    struct db *db, int tenant, int device, struct verdict_list *out);
int verdict_load_devices(struct db *db, const char *tenants,
    const char *devices, struct verdict_list *out);

/* Those of one device, out of such a list. */
void verdict_list_part(const struct verdict_list *all, int tenant, int device,
    struct verdict_list *out);

/*
 * Those that time, people or silence may move, or that somebody is told of,
 * without fix sets; of all tenants, in order of tenant and device, as they were
 * when it was opened. In parts, the last of which is empty: there may be
 * millions. Opened in one transaction, each part may be had in another; closed
 * whatever became of them.
 */
int verdict_open_restless(struct db *db, int64_t now);
int verdict_next_restless(struct db *db, struct verdict_list *out);
int verdict_close_restless(struct db *db);

/* Each deployment of the devices first to last, without fix sets: to judge all
 * of a tenant anew, a part at a time. */
int verdict_load_span(
    struct db *db, int tenant, int first, int last, struct verdict_list *out);
void verdict_list_free(struct verdict_list *list); /* zeroed is fine */

/*
 * Those of devices, arrays of SQL, that this transaction may change: nobody
 * else does until it ends. Before the first id is taken, and once: see
 * held_sql.h.
 */
int verdict_hold(struct db *db, const char *tenants, const char *devices);

/*
 * Gathers the row (slate.h), once for each load of it. When it is written:
 * ERR_NOTFOUND, unlogged, when the register has changed the row meanwhile: all
 * that was concluded from it must be undone. Who looks at many and changes few
 * holds none of the others, since that would write each of them.
 */
int verdict_save(struct db *db, struct verdict *v);

/*
 * Readings up to same showed what that of said did: those that were below the
 * fix set then are so still. Arrays of SQL, a place for each device.
 */
struct settled {
	const char *tenants, *devices, *said, *same;
};
int verdict_settle(struct db *db, const struct settled *s);

/* Gathers one step; evidence may be empty. */
int verdict_add_transition(struct db *db, const struct verdict *v,
    const struct deployment_outcome *o, int64_t at, const int64_t *evidence,
    size_t n_evidence);

/* What the last step of it that is written rests on; *n of at most max. */
int verdict_last_evidence(struct db *db, const struct verdict *v,
    int64_t *evidence, size_t max, size_t *n);

/* For how long the device was watched since then, gaps past gap left out. */
int verdict_watched(struct db *db, const struct verdict *v, int64_t since,
    int64_t gap, int64_t *out);

#endif
