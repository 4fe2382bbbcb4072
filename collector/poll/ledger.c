/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "collector/poll/probe.h"
#include "collector/poll/reading.h"
#include "collector/scribe.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"

/* Nobody waits for what is polled of many: fewer groups cost less. */
enum {
	GROUP_MS = 1000,
	GROUP_LEN = 2 << 20,
	/* The rest is for polls that are under way already. */
	STUCK_LEN = JOURNAL_PENDING_MAX / 4,
};

struct ledger {
	struct scribe *scribe;
	struct journal *journal; /* the scribe's */
	uint64_t poll_id;        /* of the last reading */
};

int
ledger_open(struct event_base *base, const char *dir,
    const struct journal_limits *limits, void (*told)(void *arg), void *arg,
    struct ledger **out)
{
	const struct scribe_start how = { .dir = dir,
		.limits = limits,
		.group_ms = GROUP_MS,
		.group_len = GROUP_LEN,
		.told = told,
		.arg = arg };
	struct ledger *l = mem_new(1, sizeof(*l));
	int rc = scribe_open(base, &how, &l->scribe);

	if (rc < 0) {
		free(l);
		return rc;
	}
	l->journal = scribe_journal(l->scribe);
	l->poll_id = (uint64_t)clock_now();
	*out = l;
	return ERR_OK;
}

void
ledger_close(struct ledger *l)
{
	if (l == NULL)
		return;
	scribe_close(l->scribe);
	free(l);
}

bool
ledger_is_stuck(const struct ledger *l)
{
	return journal_pending(l->journal) >= STUCK_LEN ||
	    journal_level(l->journal) == JOURNAL_FULL;
}

int
ledger_reading(struct ledger *l, const struct device *d, enum reading_plan plan,
    const struct probe_result *r)
{
	int rc = reading_append(l->journal, d, plan, r, ++l->poll_id);

	scribe_go_on(l->scribe);
	return rc;
}

void
ledger_hurry(struct ledger *l)
{
	scribe_hurry(l->scribe);
}

/* About the worker, and so about no tenant in particular. */
static void
append(struct ledger *l, struct observation *obs)
{
	obs->tenant_id = 1;
	obs->realm_id = 1;
	obs->at = clock_now();
	(void)journal_append(l->journal, obs);
	scribe_go_on(l->scribe);
}

void
ledger_mark(struct ledger *l, enum mark_kind kind, const char *text)
{
	struct observation obs = { .kind = OBSERVATION_MARK,
		.mark = { kind, text, strlen(text) } };

	append(l, &obs);
}

void
ledger_dropped(struct ledger *l, uint64_t count, int64_t since)
{
	static const char what[] = "snmp answers";
	struct observation obs = { .kind = OBSERVATION_LOSS,
		.loss = { .reason = LOSS_SOCKET,
		    .count = count,
		    .first = since,
		    .last = clock_now(),
		    .what = what,
		    .what_len = strlen(what) } };

	append(l, &obs);
}

int
ledger_note(void *ledger, const char *path, const void *data, size_t len)
{
	struct ledger *l = ledger;

	journal_note(l->journal, path, data, len);
	return ERR_OK;
}

void
ledger_flush(struct ledger *l)
{
	(void)scribe_flush(l->scribe);
}
