/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOG_REPLAY_STORE_H
#define LIB_STORE_LOG_REPLAY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/store/loader_batch.h"

/*
 * What loading a journal again asks of the database, and writes there: as the
 * owner of the tables. lib/load/replay.h has the rules.
 */
struct db;
struct db_rows;

struct replay_place {
	bool is_known;             /* the journal has a position, */
	struct loader_position at; /* this one */
	uint64_t judged;           /* up to here it was concluded from */
};

/* hold: inside a transaction, and nobody else moves it until that ends. */
int replay_store_place(
    struct db *db, const char *journal, bool hold, struct replay_place *out);

/* The journal gets a position, before its first record. */
int replay_store_enrol(struct db *db, const char *journal, const char *stream);

/*
 * The numbers, rising, of the records from..to that are rows, in whatever
 * table. since and until are the times of the first and the last.
 */
int replay_store_present(struct db *db, const char *journal, uint64_t from,
    uint64_t to, int64_t since, int64_t until, struct db_rows **seqs);

/* Partitions, rows and counts of a batch that has ended. */
int replay_store_add(struct db *db, const struct loader_batch *b);

/* Its records lay behind the position: that moves from b->from to b->to. */
int replay_store_move(struct db *db, const struct loader_batch *b);

/* They lay before it, from record first on: who reads messages by the batches
 * that they came in finds these, too. */
int replay_store_fill(
    struct db *db, const struct loader_batch *b, uint64_t first);

/* Before these times, rows of a kind are dropped by now. */
struct replay_horizons {
	int64_t reading, operational, security, loss, trap;
};
int replay_store_horizons(
    struct db *db, int64_t now, struct replay_horizons *out);

/* tenant, realm, device, address, name, zone of its lines, zone: those in
 * service. */
int replay_store_devices(struct db *db, struct db_rows **out);

/* In the chain of changes of each organisation. */
int replay_store_note(struct db *db, const char *journal, const char *detail);

#endif
