/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_TALLIES_H
#define COLLECTOR_LISTEN_TALLIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/observation.h"

/*
 * What was not kept of messages, counted by whose senders they came from, why
 * and under which name, until it is written down and safe: in memory, or in a
 * file that is mapped, so that a kill leaves the counts to the next process.
 * One between the two makes it count again what was safe already: rather twice
 * than not at all.
 */
enum { TALLIES_KEPT_MAX = 4096 };

struct tally {
	int32_t tenant_id, realm_id;
	enum loss_reason reason;
	char what[OBSERVATION_TEXT_MAX + 1];
	uint64_t count; /* 0: all of it is safe */
	int64_t first, last;
	uint64_t written; /* of count the first, by this process */
	int64_t since;    /* the first after those */
};

/* Ready for use when zeroed. */
struct tallies {
	struct tally *all;
	size_t count, room;
	bool is_written; /* some are, and not settled */
	void *kept;      /* the file that all is in, or NULL */
};

struct config_space;

/*
 * From the start on in that file, with what is counted there. Past
 * TALLIES_KEPT_MAX names the last takes all others. In memory when there can be
 * no such file, logged.
 */
void tallies_keep(struct tallies *t, const char *path);

void tallies_add(struct tallies *t, const struct config_space *space,
    enum loss_reason reason, const char *what, int64_t at);
void tallies_free(struct tallies *t);

/*
 * Each that has a count; write says whether it took it. True when it took any:
 * then they are counted still until tallies_settle, when what was written is
 * safe, and until then nothing is written.
 */
typedef bool (*tallies_write_fn)(void *data, const struct tally *one);
bool tallies_write(struct tallies *t, tallies_write_fn write, void *data);
void tallies_settle(struct tallies *t);

#endif
