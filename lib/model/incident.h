/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_INCIDENT_H
#define LIB_MODEL_INCIDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/function.h"

/*
 * What is said to whom, and when. Alerts about one thing are an incident; a
 * plan, which is data (patchwacht-alerts(5)), says how incidents of a rule are
 * told:
 *
 *	opened --gather--> opened --step--> escalated ... --settle--> closed
 *	                     |  grown, reminder
 *
 * Instants are microseconds, CLOCK_NONE where there is none; spans too.
 */

enum alert_group {
	GROUP_ALONE,  /* each alert by itself */
	GROUP_DEVICE, /* what is wrong with one device */
	GROUP_SITE,   /* one site that is away is one incident */
	GROUP_PATCH,  /* one patch on many devices */
	GROUP_RULE,   /* all of the organisation's */
};
enum { ALERT_GROUPS = GROUP_RULE + 1 };

enum alert_severity {
	SEVERITY_NOTICE,
	SEVERITY_WARNING,
	SEVERITY_CRITICAL,
};

/* A set of functions: 1 << FUNCTION_... */
typedef unsigned function_set;

/* Who is told next; of the three at most one counts, with none it is at once.
 */
struct alert_step {
	function_set functions;
	int percent;            /* of the term that its deadline ends */
	int64_t unacknowledged; /* since it was first told */
};

enum { ALERT_STEPS_MAX = 8 };

struct alert_plan {
	enum alert_severity severity;
	enum alert_group group;
	int64_t gather;      /* others of the group are waited for */
	int64_t grow;        /* a few more of them are told after so long */
	int64_t settle;      /* it must be over for so long to be over */
	int flap_limit;      /* came back so often: it flaps, */
	int64_t flap_settle; /* and must be over for so long */
	int64_t remind;      /* while nobody has taken note; 0: never */
	function_set copy;   /* told at each step but the first */
	bool mute_in_window; /* maintenance explains it */
	size_t steps;
	struct alert_step step[ALERT_STEPS_MAX];
};

struct incident {
	int64_t opened;
	int64_t recovered;   /* no alert of it holds since; or CLOCK_NONE */
	int64_t muted_until; /* or CLOCK_NONE */
	bool muted;          /* when last looked at, while it held */
	int64_t term_from, term_until;
	int64_t acked;
	int64_t first_told, told; /* first and last */
	int returns;              /* recovered and came back, so often */
	int holding;              /* alerts of it that hold, */
	int told_holding;         /* and at most when it was told */
	int step;                 /* steps of the plan that were told */
	function_set functions;   /* who was told so far */
};

enum saying_kind {
	SAYING_NONE,
	SAYING_OPENED,
	SAYING_GROWN,
	SAYING_ESCALATED,
	SAYING_REMINDER,
	SAYING_CLOSED,
};

struct saying {
	enum saying_kind kind;
	function_set functions; /* who is told */
	bool over;              /* nothing follows */
	int64_t look;           /* when to ask again, or CLOCK_NONE */
};

/*
 * What is to be said at now, at most one thing; i is then as after saying it.
 * Until kind is SAYING_NONE it is asked again at once. An incident that passed
 * before anybody was told is over without a word.
 */
void incident_next(const struct alert_plan *plan, struct incident *i,
    int64_t now, struct saying *out);

/*
 * Who hears what is for wanted, where there are channels for those of heard
 * only: for a function that has none the one below it does, and in the end any.
 */
function_set incident_hearers(function_set wanted, function_set heard);

const char *alert_group_name(enum alert_group g); /* "site" */
int alert_group_parse(const char *text, enum alert_group *out);
const char *alert_severity_name(enum alert_severity s); /* "critical" */
int alert_severity_parse(const char *text, enum alert_severity *out);
const char *saying_name(enum saying_kind k); /* "opened" */

#endif
