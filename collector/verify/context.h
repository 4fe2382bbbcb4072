/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_CONTEXT_H
#define COLLECTOR_VERIFY_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/own_clock.h"
#include "lib/model/policy.h"

struct alert_open;
struct baseline_set;
struct config_poll;
struct db;
struct device_states;
struct due;
struct event_rules;
struct people;
struct pseudonyms;
struct lines;
struct metric_set;
struct profile;
struct profile_set;
struct trap_rules;
struct wave;

/* What every step of the role leans on. */
enum { POLICIES_KEPT = 64, READERS_KEPT = 4096 };

struct verify_policy {
	int tenant_id, version;
	int64_t asked; /* when it was known to be in force */
	struct policy policy;
};

/* By which profile the lines of a device are read. */
struct verify_reader {
	int tenant_id, device_id;
	int64_t asked;
	const struct profile *profile; /* NULL: by none */

	/* What its last line of this look became: "repeated 3 times" is about
	 * that. */
	unsigned look;
	size_t became;
	int64_t seq, rcvd; /* its record */
};

struct verify {
	struct db *db; /* NULL while the database is away */
	struct profile_set *profiles;
	struct trap_rules *traps;
	struct metric_set *metrics;    /* what measurements are of */
	struct baseline_set *baseline; /* how devices should be set up */
	struct event_rules *events;
	int64_t marked_by; /* what store marks lines by, when it has the same */
	struct people *people;         /* who may be named in a line, */
	struct pseudonyms *pseudonyms; /* and what stands there instead */
	struct due *due;               /* whom the poller should look at */
	struct lines *lines;           /* what the lines at hand tell */
	const char *data; /* where files stand that came with us; or NULL */
	const struct config_poll *poll; /* which classes may sleep */
	struct alert_open *alerts;      /* known open; NULL: ask */
	struct device_states *states;   /* of the readings at hand */
	struct wave *wave;              /* those looked at together, or NULL */
	int64_t interval;               /* between two looks */
	int64_t now;                    /* of this look */
	unsigned look;                  /* its number */
	int64_t tick_after;             /* the clock is asked again then */
	bool tick_goes_on;              /* of its parts there was one more */
	int64_t own_after;     /* what is wrong with ourselves, the next time */
	int64_t close_after;   /* patches, the next time */
	int64_t put_off_after; /* looks, the next time */
	int64_t watch_after;   /* how things stand, the next time */
	int64_t compare_after; /* what changed devices lost, the next time */
	int64_t ranges_after;  /* versions that patches name, the next time */
	struct own_clock clock;        /* how ours was set */
	struct clock_pair clock_first; /* as this process saw it first */
	int64_t clock_save_after;      /* its last look, by the second clock */
	char boot[40];                 /* of the host, which that counts from */
	size_t clock_saved;      /* how many of its jumps are in the database */
	bool clock_read;         /* those from before we started */
	int64_t calendars_after; /* school holidays, the next time */
	int64_t judge_after;     /* with before and others, the next time */

	/* The database was away from then, to then; lost 0: it was not, or all
	 * that waited for it is in. */
	int64_t lost, back;

	struct verify_reader reader[READERS_KEPT];
	struct verify_policy in_force[POLICIES_KEPT];
	struct verify_policy policy[POLICIES_KEPT];
	unsigned policies; /* how many were ever put there */
};

/* Other profiles: nothing of those before is remembered. Takes set. */
void verify_set_profiles(struct verify *v, struct profile_set *set);

/* Its lines may be read by another profile from now on. */
void verify_forget_reader(struct verify *v, int device);

/* By its number; a row never changes, so each is read once. */
int verify_policy_version(
    struct verify *v, int tenant, int version, const struct policy **out);

/* That in force, as of a few seconds ago. */
int verify_policy_now(struct verify *v, int tenant, const struct policy **out);

#endif
