/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_LOAD_REPLAY_H
#define LIB_LOAD_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Loads the records of a journal's folder again: of one that store follows, of
 * an archive, of a copy that was taken away. Each record is a row once:
 *
 *	.. position      only what is no row; the position stays
 *	position ..      all, one after the other; the position moves with them
 *
 * in transactions that keep the position to themselves, so that store may load
 * the same journal meanwhile. What is older than its table keeps is not loaded:
 * it was there, and was dropped.
 */
struct db;
struct event_rules;
struct metric_set;
struct notable;

struct replay_wish {
	const char *dir;
	const char *stream;   /* of a journal that the database has not met */
	uint64_t from, to;    /* records, both included */
	int64_t since, until; /* until: not included */
	bool is_dry;          /* counts only */
	bool over_gaps;       /* the position may pass what is not there */
	const struct metric_set *metrics;
	const struct event_rules *accesses; /* as of struct rows_source */
	const struct notable *notable;      /* the same */
	/* Told now and then how many records were passed; may be NULL. */
	void (*tell)(void *arg, uint64_t done);
	void *arg;
};

struct replay_counts {
	char journal[37];
	uint64_t records;  /* that were asked for: the sum of these four */
	uint64_t present;  /* rows already */
	uint64_t loaded;   /* now, or would be, */
	uint64_t past;     /* older than what is kept */
	uint64_t refused;  /* of those loaded, set aside: no table takes them */
	uint64_t redacted; /* of those loaded, what is left of them */
	uint64_t unjudged; /* of those loaded, behind us for who concludes */
	uint64_t damaged;  /* runs of bytes that are no record */
	uint64_t foreign;  /* records of another journal, passed over */
	uint64_t gap_first, gap_last; /* where it stopped; 0: nowhere */
};

/*
 * ERR_NOTFOUND: the folder has no record; ERR_DENIED: the database has not met
 * this journal, and no stream was told; ERR_RANGE: a gap that the position may
 * not pass, all before it is loaded; ERR_AGAIN: the database went away, run it
 * again. The counts hold whatever it returns.
 */
int replay_run(struct db *db, const struct replay_wish *wish,
    struct replay_counts *counts);

#endif
