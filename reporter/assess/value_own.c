/* SPDX-License-Identifier: Apache-2.0 */

/* Our own journals and papers: what was found, and whether anybody looked. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/value_parts.h"

/* What stands in a section of what runs out; whether it had by the cut. */
static void
put_terms(const struct facts *f, struct json *v, const char *name,
    const char *const *same)
{
	const struct json *all = json_get(f->evidence, name);
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(all); i++) {
		const struct json *e = json_at(all, i);
		int64_t until = facts_time(e, "until");
		struct json *row = json_new_object();

		for (size_t k = 0; same[k] != NULL; k++)
			value_copy(row, same[k], e, same[k]);
		json_put_text(row, "state",
		    until == FACTS_NO_TIME ? "unusable"
			: until <= f->cut  ? "ran_out"
					   : "runs_out");
		json_add(list, row);
	}
	json_put(v, name, list);
}

/* Certificates and lists with which we listen. */
static void
put_expiring(const struct facts *f, struct json *v)
{
	static const char *const same[] = { "listener", "kind", "subject",
		"until", NULL };

	put_terms(f, v, "expiring", same);
}

/* The same of senders; whether anybody looked is told of them apart. */
static void
put_senders(const struct facts *f, struct json *v)
{
	static const char *const same[] = { "device", "sender", "listener",
		"fingerprint", "until", NULL };
	const struct json *papers = json_get(f->evidence, "sender_papers");

	put_terms(f, v, "expiring_senders", same);
	json_put_text(v, "sender_papers",
	    papers == NULL                              ? "unrecorded"
		: json_get_int(papers, "looked", 0) > 0 ? "looked"
							: "not_looked");
	value_copy(v, "sender_papers_looked", papers, "looked");
	value_copy(v, "sender_papers_surplus", papers, "surplus");
}

/* One looks when it starts and once a day: what ran at the cut has. */
static bool
listened_at_cut(const struct facts *f)
{
	const struct json *runs = json_get(f->evidence, "runs");

	for (size_t i = 0; i < json_len(runs); i++) {
		const struct json *run = json_at(runs, i);

		if (strcmp(facts_text(run, "role"), "listen") == 0 &&
		    facts_time(run, "seen") >= f->cut - CLOCK_HOUR)
			return true;
	}
	return false;
}

/* Nothing that runs out is said only of papers that were looked at. */
static const char *
papers_word(const struct facts *f)
{
	const struct json *papers = json_get(f->evidence, "papers");

	if (papers == NULL)
		return "unrecorded"; /* evidence of before */
	if (json_get_int(papers, "looked", 0) > 0)
		return "looked";
	return listened_at_cut(f) ? "no_tls" : "not_looked";
}

/*
 * No damage is no finding where nothing was read anew: in the period, or after
 * it, which says as much of what was written before.
 */
static const char *
recount_word(const struct facts *f, const struct json *journal)
{
	int64_t rechecked = facts_time(journal, "rechecked");

	if (json_get_int(journal, "damaged", 0) > 0)
		return "damaged";
	if (rechecked == FACTS_NO_TIME)
		return "never";
	if (rechecked < f->from)
		return "before";
	return json_get_int(journal, "damaged_ever", 0) > 0 ? "elsewhen"
							    : "whole";
}

static void
put_journals(const struct facts *f, struct json *v)
{
	static const char *const same[] = { "stream", "journal", "host",
		"checkpoints", "first", "last", "seq_from", "seq_to",
		"in_order", "rechecked", "rechecked_segments" };
	const struct json *all = json_get(f->evidence, "journals");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(all); i++) {
		const struct json *j = json_at(all, i);
		const char *recount = recount_word(f, j);
		struct json *row = json_new_object();

		for (size_t k = 0; k < sizeof(same) / sizeof(same[0]); k++)
			value_copy(row, same[k], j, same[k]);
		json_put_text(row, "recount", recount);
		if (strcmp(recount, "never") == 0 ||
		    strcmp(recount, "before") == 0)
			json_put_null(row, "damaged");
		else
			json_put_int(
			    row, "damaged", json_get_int(j, "damaged", 0));
		json_add(list, row);
	}
	json_put(v, "journals", list);
}

void
value_own(const struct facts *f, struct json *v)
{
	put_journals(f, v);
	put_expiring(f, v);
	put_senders(f, v);
	json_put_text(v, "papers", papers_word(f));
	value_copy(
	    v, "papers_looked", json_get(f->evidence, "papers"), "looked");
}
