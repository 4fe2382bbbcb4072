/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SAMPLE_STORE_H
#define LIB_STORE_SAMPLE_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * What was measured of a device, newest first. Without an index on devices a
 * question reads all rows of its time: keep it short, or of one day.
 */

/*
 * One row, each value the last that was told since then: uptime_s, cpu, memory,
 * temperature, ports, ports_up, errors, discards, rtt_us, at; no row when
 * nothing was measured.
 */
int sample_store_latest(
    struct db *db, int tenant, int device, int64_t since, struct db_rows **out);

/* The same columns and skipped, a row for each poll. */
int sample_store_list(
    struct db *db, int tenant, int device, int64_t since, struct db_rows **out);

/*
 * at, if_index, type, admin, oper, speed_mbps, duplex, in_octets, out_octets,
 * in_packets, out_packets, in_errors, out_errors, in_discards, out_discards,
 * last_change_cs, discontinuity_cs; of the last poll when only_last.
 */
int sample_store_interfaces(struct db *db, int tenant, int device,
    int64_t since, bool only_last, struct db_rows **out);

/*
 * Each poll of each interface with the one before it, for lib/model/counter.h:
 * the columns of enum sample_pair, where "before" is that of the earlier poll.
 */
enum sample_pair {
	PAIR_AT,
	PAIR_BEFORE,
	PAIR_INTERFACE,
	PAIR_SPEED, /* Mbit/s */
	PAIR_UPTIME,
	PAIR_UPTIME_BEFORE, /* seconds */
	PAIR_BEGAN,
	PAIR_BEGAN_BEFORE, /* ifCounterDiscontinuityTime */
	PAIR_IN_OCTETS,    /* and from here on two for each counter */
	PAIR_OUT_OCTETS = PAIR_IN_OCTETS + 2,
	PAIR_IN_ERRORS = PAIR_OUT_OCTETS + 2,
	PAIR_OUT_ERRORS = PAIR_IN_ERRORS + 2,
	PAIR_IN_DISCARDS = PAIR_OUT_ERRORS + 2,
	PAIR_OUT_DISCARDS = PAIR_IN_DISCARDS + 2
};

int sample_store_pairs(struct db *db, int tenant, int device, int64_t since,
    bool only_last, struct db_rows **out);

/* at, kind, source, component, good, state, value, unit, size, used */
int sample_store_components(struct db *db, int tenant, int device,
    int64_t since, bool only_last, struct db_rows **out);

#endif
