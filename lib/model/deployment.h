/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_DEPLOYMENT_H
#define LIB_MODEL_DEPLOYMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/deadline.h"
#include "lib/model/level.h"

/*
 * The life of one patch on one device, driven by one table (transition.c; drawn
 * in doc/STATES.md). It moves on what the device says, on what its clock says
 * and on what people say; only the first of these can confirm or undo it.
 *
 * Invariants, tested over random histories:
 *  - nothing is confirmed, or already met, without E4
 *  - a contradicting pair of readings leaves every state in which the fix is
 *    active, and past the deadline makes the deployment overdue again
 *  - what is regressed is left by readings or by a person only
 *  - overdue depends on the deadline, the fix being active and an exception
 *    only; met does not change once the fix was confirmed
 */

enum deployment_state {
	STATE_PLANNED,
	STATE_IN_WINDOW,
	STATE_REPORTED,  /* somebody, or its log, says it is installed */
	STATE_SEEN,      /* one reading shows it */
	STATE_CONFIRMED, /* proven */
	STATE_OBSERVING, /* proven, and watched for trouble */
	STATE_STABLE,
	STATE_REGRESSED, /* proven, and in trouble */
	STATE_ROLLED_BACK,
	STATE_FAILED,
	STATE_UNDETERMINABLE,
	STATE_WITHDRAWN,
	STATE_ALREADY_MET, /* it ran before it was asked for */
	STATES
};

enum deployment_flag {
	FLAG_OVERDUE = 1,
	FLAG_EXCEPTED = 2,
	FLAG_CONFLICTING = 4,
	FLAG_PAUSED = 8, /* its ring waits */
};

/* The row that moves; times are CLOCK_NONE where there is none. */
struct deployment {
	enum deployment_state state;
	unsigned flags;
	int attempt;
	enum evidence_level level;
	int64_t entered; /* the state */
	int64_t deadline;
	int64_t window_start, window_end;
	int64_t claimed;
	int64_t last_old;  /* last reading below the fix set */
	int64_t seen;      /* first of the readings that show the fix: v(o) */
	int64_t confirmed; /* when proven; none when it no longer is */
	enum met met;      /* fixed when first confirmed */
	int64_t first_late;
	int64_t observe_from, observe_until;
	int64_t closed;
	int64_t reopened;    /* when a proven fix was gone */
	int64_t other_since; /* readings are of another device since */
};

/* Whether nothing that a row holds differs. */
bool deployment_is_same(const struct deployment *a, const struct deployment *b);

/* What a reading says of the fix; made of versions and a fix set. */
enum fix_verdict {
	FIX_UNREADABLE, /* no profile, no version, a partial answer */
	FIX_MET,
	FIX_NOT_MET,
	FIX_APART, /* another branch, another shape: not comparable */
};

struct judgement {
	int64_t at;     /* of the reading */
	int64_t since;  /* the first reading that said the same */
	int64_t before; /* the last one before this, or CLOCK_NONE */
	enum fix_verdict verdict;
	bool tested;         /* by a profile with tests */
	bool suggestion;     /* only guessed */
	bool fine;           /* the agent can show the patch */
	bool same;           /* the device that was planned */
	bool agreed;         /* no second source says otherwise */
	bool whole;          /* every component is on one side */
	bool needs_boot;     /* shows what is installed, not what runs */
	const char *running; /* the version, as shown to people */
	const char *why;     /* from the fix set, in words */
};

/*
 * How the device did since, against before and against others; times are
 * CLOCK_NONE where there is none. Nothing up to the last dismissal counts.
 */
struct deployment_comparison {
	bool passed;           /* the last one; or none is ever due */
	int64_t worse_at;      /* the last that failed, or a crash was logged */
	const char *worse;     /* what is worse, in words */
	int reboots;           /* unexpected, in the policy's window */
	int64_t dismissed;     /* a person: the patch is not the cause */
	const char *dismissal; /* why */
};

struct deployment_facts {
	const struct policy *policy;
	enum priority priority;
	int64_t now;
	const struct judgement *reading; /* NULL: only the clock moved on */
	int64_t boot_at;                 /* last boot, or CLOCK_NONE */
	int64_t hinted;                  /* its log said so, or CLOCK_NONE */
	int64_t last_try;                /* last poll, answered or not */
	int64_t silent_since;            /* unreachable, or CLOCK_NONE */
	bool sleeps;                     /* silent at night, as printers are */
	int64_t watched;                 /* span watched since observe_from */
	bool out_of_scope;     /* withdrawn, retired, no longer matching */
	const char *scope_why; /* which of these, or NULL */
	int64_t exception_approved, exception_until;
	struct deployment_comparison compared;
	bool paused; /* its ring waits for a disturbance to be understood */
};

enum deployment_rests_on {
	RESTS_CLOCK,
	RESTS_READING,
	RESTS_MESSAGE,
	RESTS_CLAIM,
	RESTS_COMPARISON
};

/* One step: of the state, or of one flag with the state as it was. */
struct deployment_outcome {
	enum deployment_state from, to;
	unsigned flag;     /* 0, or one flag ... */
	bool raised;       /* ... and whether it was set or cleared */
	const char *cause; /* the row of the table */
	enum deployment_rests_on rests_on;
	char reason[240];
};

/*
 * The next step that the facts ask for, done to d; ERR_NOTFOUND when there is
 * none. Called until then: a clock that stood still may owe several. The same
 * facts never give more than a few.
 */
int deployment_step(struct deployment *d, const struct deployment_facts *f,
    struct deployment_outcome *out);

/* Takes in what a reading says, before the steps that it leads to. */
void deployment_observe(struct deployment *d, const struct deployment_facts *f);

/* Proven and not gone: the fix is active. */
bool deployment_is_active(enum deployment_state s);

/*
 * So long may work inside a window keep a device silent. A window may be of
 * weeks, and who dies on its second day must be seen within hours.
 */
#define DEPLOYMENT_WORK (2 * CLOCK_HOUR)

/* Silent since its window, or its work, for longer than a boot takes. */
bool deployment_has_not_returned(
    const struct deployment *d, const struct deployment_facts *f);

const char *state_name(enum deployment_state s); /* "in_window" */
int state_parse(const char *name, enum deployment_state *out);
const char *flag_name(enum deployment_flag f); /* "overdue" */

/* Somebody must know: open while it holds, closed when it no longer does. */
enum alert_rule {
	ALERT_PAST_DEADLINE,
	ALERT_NOT_CONFIRMED,
	ALERT_ROLLED_BACK,
	ALERT_NOT_RETURNED,
	ALERT_CONFLICT,
	ALERT_FAILED,
	ALERT_REGRESSED,
	ALERT_UNEXPECTED_REBOOTS, /* of a device, not of a deployment, */
	ALERT_EXCEPTION_ENDS,     /* and of an exception */
	ALERT_JOURNAL_DAMAGED,    /* these of neither: of the installation */
	ALERT_SET_ASIDE,
	ALERT_CERTIFICATE,
	ALERT_DEADLINE_NEARS, /* these follow from how things stand */
	ALERT_SILENT,
	ALERT_UNKNOWN_DEVICE,
	ALERT_ENGINE_CHANGED,
	ALERT_RECORDS_LOST,
	ALERT_LOST, /* of a device: something that it had before a change */
	ALERT_RING_PAUSED, /* of a patch: later rings wait */
	ALERT_RULES
};

bool deployment_alerts(const struct deployment *d,
    const struct deployment_facts *f, enum alert_rule rule);
const char *alert_rule_name(enum alert_rule r); /* "past_deadline" */
const char *alert_severity(enum alert_rule r);  /* "critical" */

/* The table, for the drawing of it and the test that compares them. */
struct transition_row {
	unsigned from; /* a bit for each state */
	const char *cause;
	enum deployment_state to;
	enum deployment_rests_on rests_on;
	int alert;             /* an alert_rule that it opens, or -1 */
	const char *condition; /* in words */
};
const struct transition_row *transition_at(size_t i); /* NULL past the end */

#endif
