/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_WAVE_H
#define COLLECTOR_VERIFY_WAVE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/store/device/device_state.h"
#include "lib/store/patch/verdict.h"
#include "lib/store/patch/version_point.h"

struct alert_open;
struct db_rows;
struct stored_reading;
struct verify;

/*
 * Readings that are looked at in full, each of another device and all of one
 * journal. What is known of these devices is read at once, and what is
 * concluded is written at once, so that many that say something new cost little
 * more than their rows. Lives within one transaction.
 */
struct wave_kept {
	int tenant_id;
	int64_t seq, id;
};

struct wave {
	struct verdict_list deployments; /* of all, with their fix sets */
	struct db_rows *versions;
	struct alert_open *alerts; /* of these devices */

	/* Which records of the journal are evidence; of first to last it is
	 * known also that one is not. */
	const char *journal;
	int64_t first, last;
	struct wave_kept *kept;
	size_t n_kept;

	/* The last moments that were asked for, and their evidence: of a step
	 * there are two, before a change and after it. */
	struct wave_moment {
		struct device_key of;
		int64_t at, id;
	} moment[2];
	unsigned moments; /* how many were ever put there */

	/* Devices that run something else now: patches may name them for it. */
	struct device_key *changed;
	size_t n_changed;
};

/* Before the first wave: the deployments that it and those after it change. */
int wave_hold(
    struct verify *v, const struct stored_reading *readings, size_t n);

/* v->wave and v->alerts are of it until wave_end. */
int wave_begin(struct verify *v, struct wave *w,
    const struct stored_reading *readings, size_t n);

/* Writes all, and looks which patches name who runs something else. Also after
 * a failure, rc, which it gives back: then it only forgets. */
int wave_end(struct verify *v, struct wave *w, int rc);

void wave_add_changed(struct wave *w, int tenant, int device);

/* The evidence of a record of the journal: its id; 0, there is none; -1, it is
 * not known. */
int64_t wave_find_kept(const struct wave *w, int tenant, int64_t seq);
void wave_add_kept(struct wave *w, int tenant, int64_t seq, int64_t id);

#endif
