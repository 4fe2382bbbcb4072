/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/policy.h"
#include "lib/store/db.h"
#include "lib/store/patch/policy_store.h"
#include "register/command.h"
#include "register/setup/policy_file.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht policy: the organisation's own terms. */

static const char *reason;
static long rev; /* 0: whatever is in force */

static const char *moment;

static const struct column columns[] = {
	{ "version", "VERSION", COLUMN_INT, 0 },
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "effective", "IN FORCE SINCE", COLUMN_TIME, 0 },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static const struct column term_columns[] = {
	{ "name", "TERM", COLUMN_TEXT, 0 },
	{ "value", "VALUE", COLUMN_TEXT, 0 },
	{ 0 },
};

/* "48 h": in the largest unit that leaves no rest, as clock_parse_span. */
static void
add_span(struct table *t, const char *name, int64_t span)
{
	static const struct {
		int64_t unit;
		const char *word;
	} units[] = { { CLOCK_DAY, "d" }, { CLOCK_HOUR, "h" },
		{ CLOCK_MINUTE, "min" }, { CLOCK_SECOND, "s" } };
	size_t i = 0;
	char text[64];

	/* 48 h is how people name the shortest term. */
	if (span <= 2 * CLOCK_DAY)
		i = 1;
	while (i < 3 && span % units[i].unit != 0)
		i++;
	snprintf(text, sizeof(text), "%lld %s",
	    (long long)(span / units[i].unit), units[i].word);
	table_add_text(t, name);
	table_add_text(t, text);
}

static void
add_number(struct table *t, const char *name, int value)
{
	table_add_text(t, name);
	table_add_int(t, value);
}

static void
add_word(struct table *t, const char *name, const char *word)
{
	table_add_text(t, name);
	table_add_text(t, word);
}

static void
add_score(struct table *t, const char *name, int score)
{
	char text[32];

	snprintf(text, sizeof(text), "%d.%d", score / 10, score % 10);
	add_word(t, name, text);
}

static void
fill_assessment(struct table *t, const struct policy *p)
{
	add_score(t, "score_critical", p->score[PRIORITY_CRITICAL]);
	add_score(t, "score_high", p->score[PRIORITY_HIGH]);
	add_score(t, "score_medium", p->score[PRIORITY_MEDIUM]);
	add_word(t, "unknown_class", priority_name(p->unknown));
	add_number(t, "internet_raises", p->internet_raises);
	add_word(t, "patient_class", priority_name(p->patient));
	add_word(t, "exploited_class", priority_name(p->exploited));
	if (p->exploited_term != 0)
		add_span(t, "exploited", p->exploited_term);
	else
		add_word(t, "exploited", "as critical");
	add_span(t, "mitigate", p->mitigate);
	add_span(t, "afterwards", p->afterwards);
}

static void
fill_limits(struct table *t, const struct policy *p)
{
	add_span(t, "follow_critical", p->follow_critical);
	add_span(t, "follow", p->follow);
	add_span(t, "decide", p->decide);
	add_span(t, "assess", p->assess);
	add_span(t, "report", p->report);
	add_span(t, "skew", p->skew);
	add_span(t, "log_silence", p->log_silence);
	add_number(t, "answered_percent", p->answered_percent);
}

static void
fill_terms(struct table *t, const struct policy *p)
{
	add_span(t, "critical", p->term[PRIORITY_CRITICAL]);
	add_span(t, "high", p->term[PRIORITY_HIGH]);
	add_span(t, "medium", p->term[PRIORITY_MEDIUM]);
	add_span(t, "low", p->term[PRIORITY_LOW]);
	add_span(t, "confirm_gap", p->confirm_gap);
	add_span(t, "reported", p->reported);
	add_span(t, "reported_critical", p->reported_critical);
	add_span(t, "window_grace", p->window_grace);
	add_span(t, "return", p->return_after);
	add_span(t, "settle", p->settle);
	add_span(t, "observe", p->observe);
	add_span(t, "observe_active", p->observe_active);
	add_span(t, "observe_max", p->observe_max);
	add_span(t, "reboot_window", p->reboot_window);
	add_number(t, "silent_polls", p->silent_polls);
	add_number(t, "reboot_limit", p->reboot_limit);
	add_number(t, "gap_percent", p->gap_percent);
	add_number(t, "within_percent", p->within_percent);
	add_number(t, "partly_percent", p->partly_percent);
	add_number(t, "unused_days", p->unused_days);
	add_number(t, "uplink_percent", p->uplink_percent);
	add_number(t, "cpu_percent", p->cpu_percent);
	add_number(t, "memory_percent", p->memory_percent);
	add_number(t, "volume_percent", p->volume_percent);
	add_number(t, "busy_percent", p->busy_percent);
	fill_limits(t, p);
	if (*p->thresholds != '\0')
		add_word(t, "thresholds", p->thresholds);
	fill_assessment(t, p);
}

static int
show_policy(struct context *c, const struct words *rest)
{
	struct table *t[2] = { table_new("versions", columns),
		table_new("terms", term_columns) };
	struct db_rows *rows = NULL;
	struct policy policy;
	int64_t at = 0;
	int rc = as_of(c, "{}", moment, &at);

	(void)rest;
	if (at == 0)
		at = clock_now();
	if (rc == ERR_OK)
		rc = policy_store_load(c->db, c->tenant, at, &policy);
	if (rc == ERR_OK)
		rc = policy_store_list(c->db, c->tenant, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t[0], rows);
		fill_terms(t[1], &policy);
		tables_print(t, 2, stdout, command_form());
	}
	db_rows_free(rows);
	table_free(t[0]);
	table_free(t[1]);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "policy show", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, show_policy);
}

/* Who comes second has not seen what the first set: those after rev. */
static int
tell_others(struct context *c, int64_t seen)
{
	struct db_rows *rows = NULL;
	int64_t last = 0;
	int rc;

	db_rollback(c->db);
	rc = policy_store_list(c->db, c->tenant, clock_now(), &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		if (db_int(rows, i, 0) > last)
			last = db_int(rows, i, 0);
		if (db_int(rows, i, 0) > seen)
			complain("policy version %d, %s, was set by %s "
				 "meanwhile; nothing was done: look, and try "
				 "again",
			    (int)db_int(rows, i, 0), db_text(rows, i, 1),
			    db_text(rows, i, 3));
	}
	if (rc == ERR_OK && seen > last)
		complain("there is no policy version %" PRId64
			 "; the last is %" PRId64 "; nothing was done",
		    seen, last);
	db_rows_free(rows);
	return ERR_EXISTS;
}

static int
set_policy(struct context *c, const struct words *rest)
{
	struct policy policy;
	char *name = NULL;
	int rc;

	if (reason == NULL) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	rc = policy_file_load(rest->word[0], &policy, &name);
	if (rc < 0)
		return ERR_RANGE;
	rc = policy_store_add(c->db, c->tenant, name, reason, &policy);
	if (rc == ERR_EXISTS)
		rc = tell_others(c, policy.version - 1);
	else if (rc == ERR_OK && rev != 0 && policy.version != rev + 1)
		rc = tell_others(c, rev);
	if (rc == ERR_OK)
		say("Policy version %d, %s, is in force. Deadlines that run "
		    "stay as they are.",
		    policy.version, name);
	free(name);
	return rc;
}

static int
set_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ "rev", FLAG_INT, &rev, "N",
		    "only if version N is the last one, as `policy show` "
		    "printed it" },
		{ 0 },
	};
	static const struct synopsis s = { "policy set", "FILE", 1, 1, flags,
		"Adds a version, in force from now on (patchwacht-policy(5)). "
		"Reports name it as an\nintervention." };

	return work_change(&s, argc, argv, set_policy);
}

int
verb_policy(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "show", show_verb, "the terms in force, and their versions" },
		{ "set", set_verb, "put other terms in force" },
		{ 0 },
	};

	return verb_dispatch("policy", verbs, argc, argv);
}
