/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENGINE_WALK_H
#define COLLECTOR_ENGINE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/wire/ber.h"
#include "lib/wire/oid.h"
#include "lib/wire/usm.h"

struct engine;
struct engine_peer;

/*
 * One list of questions to one device, brought to an end whatever it answers:
 * objects that are got, or columns of one table that are walked side by side.
 * What it says is gathered as it came. A device that answers tooBig is asked
 * for less, one that answers genErr is asked around the fault, and one that
 * repeats itself, goes back or leaves the column is stopped there.
 */

/* How much a device can say at once; learnt, and kept between its polls. */
struct manner {
	int varbinds; /* asked for in one question; WALK_VARBINDS at first */
	int rows;     /* of one column, at most: as configured */
	int good;     /* answers since varbinds was last changed */
	size_t said;  /* octets of bindings in its last poll */
};

/* WALK_OCTETS of bindings, so that an answer fits in one Ethernet frame. */
enum { WALK_VARBINDS = 64, WALK_NAMES = 20, WALK_OCTETS = 1250 };

/*
 * What was learnt of one table of one device, to ask for it exactly the next
 * time: nothing behind its last row, and no column that it does not have. It
 * holds until it is told to forget (known = false), or a row has gone. Starts
 * zeroed. Six octets: a device has one for each table that there is to ask.
 */
struct walk_habit {
	uint16_t none; /* bits: columns that said nothing; the first 16 */
	uint16_t rows; /* of the longest column */
	uint16_t varbind_len : 15; /* octets, on average; 0: not known */
	uint16_t known : 1;        /* none and rows are */
};

enum walk_end {
	WALK_DONE,
	WALK_SILENT, /* a question was not answered: the rest was not asked */
};

struct walk_list {
	const struct oid *names; /* borrowed until the end */
	size_t count;
	bool columns;
	struct ber ready; /* all names as bindings; borrowed; len 0: not made */
};

/* What came of the walks of one poll; starts zeroed. */
struct gathered {
	struct buf varbinds;    /* a list (lib/wire/varbind.h), as received */
	int64_t rtt;            /* of the first answer; 0: none */
	unsigned loops;         /* columns stopped: names did not increase */
	unsigned dropped;       /* names or columns given up after an error */
	bool cut;               /* a limit of ours was reached */
	int32_t error;          /* the last error-status */
	enum usm_report report; /* in place of the answer that ended it */
};

enum {
	WALK_ROWS_MAX = 50000,      /* of one column */
	WALK_QUESTIONS_MAX = 20000, /* in one walk */
	WALK_BYTES_MAX = 4 << 20,   /* gathered in one poll */
};

/* Who talks to whom; all borrowed until the walk has ended. */
struct walk_party {
	struct engine *engine;
	struct engine_peer *peer;
	struct manner *manner;
	struct gathered *gathered;
	int retries;
	int64_t until; /* of clock_monotonic: asks nothing after it */
	struct walk_habit *habit; /* NULL: nothing is learnt of the list */
};

typedef void walk_done(void *arg, enum walk_end end);

struct walk;

/* Of a list that is not empty; done is called once, later, and may free it. */
struct walk *walk_start(const struct walk_party *party,
    const struct walk_list *list, walk_done *done, void *arg);

/* Frees it; unless it has ended, that ends it without a call. NULL is fine. */
void walk_free(struct walk *w);

#endif
