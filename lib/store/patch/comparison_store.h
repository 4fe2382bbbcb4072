/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_COMPARISON_STORE_H
#define LIB_STORE_COMPARISON_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * What was measured of devices, by the hour (hourly, daily, monthly), and what
 * comparing that after a patch says (comparison, dismissal).
 */

/* Makes the hours that are over and whole, most at a time; *n were made. */
int comparison_roll(struct db *db, int64_t whole, int most, int *n);

/* Crashes that are new on their model: tenant, patch, device, at, detail,
 * evidence. */
int comparison_crashes(struct db *db, int64_t now, struct db_rows **out);

/* What watched devices had before it and have no longer, surely: tenant, patch,
 * device, at, evidence (0: none), and the loss (difference_loss). */
enum { LOSS_AT = 5 };
int comparison_losses(struct db *db, struct db_rows **out);

/*
 * Deployments whose look is due: tenant, patch, device, day, changed, from,
 * zone. Of each the latest look that is due and was not made.
 */
int comparison_due(struct db *db, int64_t now, struct db_rows **out);

/*
 * Devices that have the patch and are watched, and those that they can be
 * compared with, rising: device, site, numbers that are the same for those
 * alike in profile, model, family, role; whether profile, model, class are
 * known; control, sleeps.
 */
int comparison_devices(
    struct db *db, int tenant, int patch, int64_t since, struct db_rows **out);

/*
 * Hours of a device since then, as numbers from there with blanks between:
 * device, polled, silent, flaps, faults, critical, error, warning, its UPS not
 * normal, a volume too full by the policy of now; whether it has a UPS,
 * volumes.
 */
int comparison_hours(
    struct db *db, int tenant, int64_t since, struct db_rows **out);

/* Medians of three hours: device, block, rtt, rtt_high, cpu, memory, temp,
 * clients, access points, PoE, charge, runtime. */
int comparison_blocks(
    struct db *db, int tenant, int64_t since, struct db_rows **out);

/* p of the same look at other devices of the patch: device, p. */
int comparison_earlier(
    struct db *db, int tenant, int patch, int day, struct db_rows **out);

/* Of each site its days off and the holidays of its calendars, by site: site
 * (0: of devices without one), day as midnight. */
int comparison_days_off(
    struct db *db, int tenant, int64_t since, struct db_rows **out);

/* Of other patches: device, from, until. */
int comparison_windows(
    struct db *db, int tenant, int patch, int64_t since, struct db_rows **out);

struct comparison {
	int tenant_id, patch_id, device_id;
	int day; /* 0: of its log, or of its parts */
	int64_t at;
	const char *outcome, *why, *words;
	double p, adjusted;
	const char *detail; /* JSON */
	int64_t evidence_id;
};
int comparison_add(struct db *db, const struct comparison *c);

/* A person: the patch is not the cause. ERR_NOTFOUND: nothing is regressed. */
int dismissal_add(struct db *db, int tenant, int patch, int device, int64_t at,
    const char *reason);

/*
 * A measure day by day, four weeks before and up to three after: whether it is
 * after, the device's, the mean of those like it that do not have the patch;
 * NULL: not measured; how many those are, and the day.
 */
int comparison_days(struct db *db, int tenant, int patch, int device,
    const char *measure, struct db_rows **out);

/* Of which messages most are, of a measure that counts them: what they call
 * themselves, in how many hours after, and in the four weeks before. */
int comparison_said(struct db *db, int tenant, int patch, int device,
    const char *measure, struct db_rows **out);

/* What was said at a moment (0: now), newest first; patch or device 0: of any.
 * all: with the measure of the last look day by day, where it did not pass or a
 * device is asked for; those days are as they are known now. */
int comparison_list(struct db *db, int tenant, int patch, int device, bool all,
    int64_t at, struct db_rows **out);

#endif
