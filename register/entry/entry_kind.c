/* SPDX-License-Identifier: Apache-2.0 */
#include "register/entry/entry_kind.h"

static const struct {
	const char *name;
	enum entry_type type;
} fields[ENTRY_FIELDS] = {
	[ENTRY_REFERENCE] = { "reference", ENTRY_NAME },
	[ENTRY_TITLE] = { "title", ENTRY_PROSE },
	[ENTRY_TOPIC] = { "topic", ENTRY_WORD },
	[ENTRY_CAUSE] = { "cause", ENTRY_PROSE },
	[ENTRY_RISK] = { "risk", ENTRY_PROSE },
	[ENTRY_COST] = { "cost", ENTRY_NAME },
	[ENTRY_SEVERITY] = { "severity", ENTRY_WORD },
	[ENTRY_OWNER] = { "owner", ENTRY_FUNCTION },
	[ENTRY_PERSON] = { "person", ENTRY_NAME },
	[ENTRY_PATCH] = { "patch", ENTRY_OTHER },
	[ENTRY_DEVICE] = { "device", ENTRY_OTHER },
	[ENTRY_SITE] = { "site", ENTRY_OTHER },
	[ENTRY_SUPPLIER] = { "supplier", ENTRY_OTHER },
	[ENTRY_REPORT] = { "report", ENTRY_NAME },
	[ENTRY_OPENED] = { "opened", ENTRY_TIME },
	[ENTRY_UNTIL] = { "until", ENTRY_DAY },
	[ENTRY_DUE] = { "due", ENTRY_DAY },
	[ENTRY_ACKNOWLEDGED] = { "acknowledged", ENTRY_TIME },
	[ENTRY_CRITICAL] = { "critical", ENTRY_SPAN },
	[ENTRY_HIGH] = { "high", ENTRY_SPAN },
	[ENTRY_MEDIUM] = { "medium", ENTRY_SPAN },
	[ENTRY_LOW] = { "low", ENTRY_SPAN },
	[ENTRY_DOCUMENT] = { "document", ENTRY_NAME },
	[ENTRY_SHA256] = { "sha256", ENTRY_DIGEST },
	[ENTRY_OUTCOME] = { "outcome", ENTRY_WORD },
	[ENTRY_RESULT] = { "result", ENTRY_PROSE },
	[ENTRY_CLOSED] = { "closed", ENTRY_TIME },
};

const char *
entry_field_name(enum entry_field f)
{
	return fields[f].name;
}

enum entry_type
entry_field_type(enum entry_field f)
{
	return fields[f].type;
}

static const char *const review_topics[] = { "report", "log", "policy",
	"access", "supplier", "change", NULL };

static const char *const action_outcomes[] = { "done", "dropped", "replaced",
	NULL };
static const char *const decision_outcomes[] = { "agreed", "refused",
	"postponed", NULL };
static const char *const review_outcomes[] = { "approved", "remarks", "refused",
	"not_held", NULL };
static const char *const incident_outcomes[] = { "resolved", "no_fault",
	"duplicate", NULL };
static const char *const change_outcomes[] = { "done", "rolled_back",
	"cancelled", NULL };
static const char *const contract_outcomes[] = { "ended", "replaced", NULL };
static const char *const attestation_outcomes[] = { "withdrawn", "replaced",
	NULL };

#define LINKS                                                 \
	{ ENTRY_PATCH, 0, "the patch it is about" },          \
	    { ENTRY_DEVICE, 0, "the device it is about" },    \
	    { ENTRY_SITE, 0, "the site it is about" },        \
	{                                                     \
		ENTRY_SUPPLIER, 0, "the supplier it is about" \
	}
#define ENDING                                                 \
	{ ENTRY_OUTCOME, 0, NULL }, { ENTRY_RESULT, 0, NULL }, \
	{                                                      \
		ENTRY_CLOSED, 0, NULL                          \
	}
#define REFERENCE                                                    \
	{                                                            \
		ENTRY_REFERENCE, 0, "its number elsewhere: a ticket" \
	}
#define DOCUMENT                                                              \
	{ ENTRY_DOCUMENT, 0, "the file that shows it: its hash is kept" },    \
	{                                                                     \
		ENTRY_SHA256, 0, "the hash of that file, when it is not here" \
	}

static const struct entry_use action_use[] = { REFERENCE,
	{ ENTRY_TITLE, ENTRY_NEEDED | ENTRY_SHOWN, "what is done" },
	{ ENTRY_CAUSE, 0, "why: a finding, an incident, a decision" },
	{ ENTRY_RISK, 0, "the risk of doing nothing" },
	{ ENTRY_COST, 0, "what it costs" },
	{ ENTRY_OWNER, ENTRY_NEEDED | ENTRY_SHOWN,
	    "the function that does it (required)" },
	{ ENTRY_DUE, ENTRY_NEEDED | ENTRY_SHOWN, "by when (required)" }, LINKS,
	{ ENTRY_OPENED, 0, "since when (now)" }, ENDING };

static const struct entry_use decision_use[] = { REFERENCE,
	{ ENTRY_TITLE, ENTRY_NEEDED | ENTRY_SHOWN, "what is asked" },
	{ ENTRY_CAUSE, ENTRY_NEEDED, "why it is asked (required)" },
	{ ENTRY_RISK, 0, "the risk of doing nothing" },
	{ ENTRY_COST, 0, "what it costs" },
	{ ENTRY_OWNER, ENTRY_NEEDED | ENTRY_SHOWN,
	    "the function that decides (required)" },
	{ ENTRY_DUE, ENTRY_SHOWN, "by when it is needed" }, LINKS, DOCUMENT,
	{ ENTRY_OPENED, 0, "when it was asked (now)" }, ENDING };

static const struct entry_use review_use[] = { REFERENCE,
	{ ENTRY_TITLE, ENTRY_NEEDED | ENTRY_SHOWN, "what is looked at" },
	{ ENTRY_TOPIC, ENTRY_NEEDED | ENTRY_SHOWN,
	    "report, log, policy, access, supplier, change "
	    "(required)" },
	{ ENTRY_OWNER, ENTRY_NEEDED | ENTRY_SHOWN,
	    "the function that looks (required)" },
	{ ENTRY_DUE, ENTRY_NEEDED | ENTRY_SHOWN, "by when (required)" },
	{ ENTRY_REPORT, 0, "the report's document number" },
	{ ENTRY_SITE, 0, "the site it is about" },
	{ ENTRY_SUPPLIER, 0, "the supplier whose report it is" },
	{ ENTRY_ACKNOWLEDGED, 0, "when what is looked at came in" }, DOCUMENT,
	{ ENTRY_OPENED, 0, "since when it is planned (now)" }, ENDING };

static const struct entry_use incident_use[] = { REFERENCE,
	{ ENTRY_TITLE, ENTRY_NEEDED | ENTRY_SHOWN, "what happened" },
	{ ENTRY_SEVERITY, ENTRY_NEEDED | ENTRY_SHOWN,
	    "critical, high, medium, low (required)" },
	{ ENTRY_CAUSE, 0, "why, as far as known" },
	{ ENTRY_OWNER, ENTRY_NEEDED | ENTRY_SHOWN,
	    "the function that resolves it (required)" },
	{ ENTRY_OPENED, ENTRY_SHOWN, "when it began (now)" },
	{ ENTRY_ACKNOWLEDGED, 0, "when somebody took it up" }, LINKS, ENDING };

static const struct entry_use change_use[] = { REFERENCE,
	{ ENTRY_TITLE, ENTRY_NEEDED | ENTRY_SHOWN, "what changes" },
	{ ENTRY_CAUSE, 0, "why" },
	{ ENTRY_RISK, 0, "what can go wrong, and the way back" },
	{ ENTRY_OWNER, ENTRY_NEEDED | ENTRY_SHOWN,
	    "the function that makes it (required)" },
	{ ENTRY_OPENED, ENTRY_SHOWN, "from when (now)" },
	{ ENTRY_UNTIL, ENTRY_NEEDED | ENTRY_SHOWN, "until when (required)" },
	LINKS, DOCUMENT, ENDING };

static const struct entry_use contract_use[] = { REFERENCE,
	{ ENTRY_TITLE, ENTRY_NEEDED | ENTRY_SHOWN, "what it is" },
	{ ENTRY_SUPPLIER, ENTRY_NEEDED | ENTRY_SHOWN, "with whom (required)" },
	{ ENTRY_OWNER, ENTRY_NEEDED | ENTRY_SHOWN,
	    "the function that watches it (required)" },
	{ ENTRY_OPENED, ENTRY_SHOWN, "from when (now)" },
	{ ENTRY_UNTIL, ENTRY_SHOWN, "until when" },
	{ ENTRY_CRITICAL, ENTRY_SHOWN, "term of critical: \"48 h\"" },
	{ ENTRY_HIGH, ENTRY_SHOWN, "term of high" },
	{ ENTRY_MEDIUM, ENTRY_SHOWN, "term of medium" },
	{ ENTRY_LOW, ENTRY_SHOWN, "term of low" },
	{ ENTRY_SITE, 0, "only for what stands there" },
	{ ENTRY_DEVICE, 0, "only for that device" }, DOCUMENT, ENDING };

static const struct entry_use attestation_use[] = { REFERENCE,
	{ ENTRY_TOPIC, ENTRY_NEEDED | ENTRY_SHOWN,
	    "what kind: `patchwacht attestation topics` (required)" },
	{ ENTRY_TITLE, ENTRY_NEEDED | ENTRY_SHOWN, "what is said" },
	{ ENTRY_PERSON, ENTRY_NEEDED, "who says it (required)" },
	{ ENTRY_OWNER, ENTRY_NEEDED | ENTRY_SHOWN,
	    "in which function (required)" },
	{ ENTRY_OPENED, ENTRY_SHOWN, "of when (now)" },
	{ ENTRY_UNTIL, ENTRY_NEEDED | ENTRY_SHOWN,
	    "until when it holds (by its kind)" },
	{ ENTRY_SITE, 0, "the site it is about" }, DOCUMENT, ENDING };

#define USE(list) .use = (list), .n_use = sizeof(list) / sizeof((list)[0])

static const struct entry_kind kinds[ENTRY_KINDS] = {
	[ENTRY_KIND_ACTION] = { .name = "action",
	    .letter = 'A',
	    .plural = "actions",
	    .about = "What somebody will do, for the section of decisions and "
		     "actions of the report.",
	    .outcomes = action_outcomes,
	    USE(action_use) },
	[ENTRY_KIND_DECISION] = { .name = "decision",
	    .letter = 'B',
	    .plural = "decisions",
	    .about = "What is asked of those who decide, and what they "
		     "decided.",
	    .outcomes = decision_outcomes,
	    USE(decision_use) },
	[ENTRY_KIND_REVIEW] = { .name = "review",
	    .letter = 'R',
	    .plural = "reviews",
	    .about = "Somebody looks at a report, logs, the policy, rights or "
		     "what a supplier\nreports: planned with --due, held when "
		     "it is closed.",
	    .topics = review_topics,
	    .outcomes = review_outcomes,
	    USE(review_use) },
	[ENTRY_KIND_INCIDENT] = { .name = "incident",
	    .letter = 'I',
	    .plural = "incidents",
	    .about = "What went wrong, when it was known and when it was "
		     "over.",
	    .outcomes = incident_outcomes,
	    USE(incident_use) },
	[ENTRY_KIND_CHANGE] = { .name = "change",
	    .letter = 'W',
	    .plural = "changes",
	    .about = "A change that is planned or made: what a device shows "
		     "then is explained by it.",
	    .outcomes = change_outcomes,
	    USE(change_use) },
	[ENTRY_KIND_CONTRACT] = { .name = "contract",
	    .letter = 'C',
	    .plural = "contracts",
	    .about = "What a supplier agreed to: within which time of its "
		     "release a patch is\ninstalled, by priority. One for a "
		     "device or a site goes before one for all.",
	    .outcomes = contract_outcomes,
	    USE(contract_use) },
	[ENTRY_KIND_ATTESTATION] = { .name = "attestation",
	    .letter = 'V',
	    .plural = "attestations",
	    .about = "What no device can show, said by somebody who answers "
		     "for it. Figures have it\nas declared, never as "
		     "measured.",
	    .outcomes = attestation_outcomes,
	    USE(attestation_use) },
};

const struct entry_kind *
entry_kind(enum entry_kind_id id)
{
	return &kinds[id];
}

const struct entry_use *
entry_kind_use(const struct entry_kind *k, enum entry_field f)
{
	for (size_t i = 0; i < k->n_use; i++)
		if (k->use[i].field == f)
			return &k->use[i];
	return NULL;
}
