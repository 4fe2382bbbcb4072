/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_INCIDENT_STORE_H
#define LIB_STORE_ALERT_INCIDENT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/incident.h"

struct db;
struct db_rows;

/*
 * Alerts become incidents, and incidents are said. Each function works inside
 * the transaction of its caller, so that a crash leaves either all of a step or
 * nothing of it.
 */

/* One daemon does it at a time; *out is false where another is at it. */
int incident_lock(struct db *db, bool *out);

/* Alerts that are in no incident yet, oldest first. */
enum {
	NEW_TENANT,
	NEW_ALERT,
	NEW_RULE,
	NEW_DEVICE,
	NEW_PATCH,
	NEW_SITE,
	NEW_OPENED,
	NEW_SUBJECT,
};
int incident_new_alerts(struct db *db, int max, struct db_rows **out);

/* Which incident they belong to: the open one of that key, or a new one. */
struct incident_place {
	int tenant_id;
	const char *rule, *severity, *key;
	int64_t opened;    /* of the first of them */
	const char *array; /* "{12,13}" */
};
int incident_join(
    struct db *db, const struct incident_place *p, int64_t now, int64_t *id);

/* Those that are over since: their incidents, as tenant and id. */
int incident_take_over(struct db *db, int max, struct db_rows **out);

/* What follows from the alerts that it has: how many hold, until when. */
int incident_recount(struct db *db, int tenant, int64_t id, int64_t now);

/* Incidents that are due to be looked at. in_window: the rules that a window
 * mutes, as an array. */
struct incident_row {
	int tenant_id;
	int64_t incident_id;
	char *rule, *severity, *key;
	struct incident at;
	int total;   /* alerts that it ever had */
	char *about; /* "School Noord"; NULL: of no one thing */
};
struct incident_list {
	struct incident_row *row;
	size_t n;
};
int incident_due(struct db *db, int64_t now, const char *in_window, int max,
    struct incident_list *out);
void incident_list_free(struct incident_list *l);

/*
 * What is said of it is written, as JSON of all that anybody may be told, and
 * goes to the channels of those who hear it.
 */
int incident_say(struct db *db, const struct incident_row *r,
    const struct saying *s, int64_t now);

/* How it stands after that; when to look again. */
int incident_save(struct db *db, const struct incident_row *r,
    const struct saying *last, int64_t now);
#endif
