/* SPDX-License-Identifier: Apache-2.0 */

/* patchwacht: the operator's one command. */

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/nearest.h"
#include "lib/base/number.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/external.h"
#include "register/people/refusal.h"
#include "register/setup/ask.h"
#include "register/verbs.h"

static int verb_help(int argc, char **argv);

static const struct verb verbs[] = {
	{ "init", verb_init, "set up the database and the organisation" },
	{ "user", verb_user, "who holds which function" },
	{ "site", verb_site, "schools, buildings, departments" },
	{ "credential", verb_credential, "with what devices are read" },
	{ "device", verb_device, "what is watched" },
	{ "range", verb_range, "where discovery may look" },
	{ "discover", verb_discover, "what is there, and not yet watched" },
	{ "inventory", verb_inventory, "how many run which version" },
	{ "patch", verb_patch, "what should run where, by when" },
	{ "deployment", verb_deployment, "one patch on one device" },
	{ "todo", verb_todo, "what asks for somebody, and what to type" },
	{ "status", verb_status, "what is late, and what broke" },
	{ "log", verb_log, "what devices wrote, and which fell silent" },
	{ "trap", verb_trap, "what devices said unasked" },
	{ "alert", verb_alert, "what somebody must know" },
	{ "channel", verb_channel, "where that is brought" },
	{ "exception", verb_exception, "decisions not to install in time" },
	{ "vulnerability", verb_vulnerability, "what patches close" },
	{ "exploited", verb_exploited, "holes that are known to be used" },
	{ "advisory", verb_advisory, "what makers advise, and decisions" },
	{ "window", verb_window, "when maintenance may be done" },
	{ "mitigation", verb_mitigation, "measures while a patch waits" },
	{ "ring", verb_ring, "in which order devices get a patch" },
	{ "stability", verb_stability, "how devices do since a patch" },
	{ "evidence", verb_evidence, "what verdicts rest on" },
	{ "audit", verb_audit, "who changed what, when and why" },
	{ "action", verb_action, "what somebody will do, by when" },
	{ "decision", verb_decision, "what is asked of those who decide" },
	{ "review", verb_review, "who looks at reports and logs, by when" },
	{ "incident", verb_incident, "what went wrong, and when it was over" },
	{ "change", verb_change, "changes of systems, planned and made" },
	{ "supplier", verb_supplier, "who maintains systems for us" },
	{ "system", verb_system, "what other programs keep" },
	{ "mapping", verb_mapping, "how other programs' tables are read" },
	{ "contract", verb_contract, "what suppliers agreed to" },
	{ "attestation", verb_attestation, "what no device can show" },
	{ "export", verb_export, "the register as CSV or JSON" },
	{ "import", verb_import, "and back, all of it or nothing" },
	{ "retention", verb_retention, "how long what is kept" },
	{ "report", verb_report, "reports: made, issued, reviewed, adopted" },
	{ "schedule", verb_schedule, "reports that are made by themselves" },
	{ "policy", verb_policy, "the organisation's own terms" },
	{ "framework", verb_framework, "which controls a report has" },
	{ "identify", verb_identify, "what a recorded device is and runs" },
	{ "compare", verb_compare, "which of two versions is newer" },
	{ "profile", verb_profile, "what is known of kinds of devices" },
	{ "legacy", verb_legacy, "whether devices answer SNMPv1 and v2c" },
	{ "checks", verb_checks, "how devices should be set up" },
	{ "events", verb_events, "what log lines tell of a device" },
	{ "snmp-test", verb_snmp_test, "why a device does not answer" },
	{ "hold", verb_hold, "what retention passes over" },
	{ "senders", verb_senders, "who sends syslog and is no device" },
	{ "log-test", verb_log_test, "whether syslog is received" },
	{ "snmp-names", verb_snmp_names, "what OIDs are called" },
	{ "journal", verb_journal, "check what was received" },
	{ "parse-syslog", verb_parse_syslog, "take syslog messages apart" },
	{ "help", verb_help, "what a verb does: patchwacht help VERB" },
	{ 0 },
};

/* Programs of their own; any other patchwacht-VERB is found as well. */
static const struct verb programs[] = {
	{ "seal", NULL, "sign a finished report" },
	{ "template", NULL, "the words of reports, to make your own" },
	{ "db", NULL, "look after the database" },
	{ 0 },
};

static void
print_verbs(FILE *out)
{
	fprintf(out,
	    "usage: patchwacht [OPTIONS] VERB ...\n\n"
	    "Was every patch really installed, did it work, did it break "
	    "anything, and can\nwe show that?\n\n");
	for (const struct verb *v = verbs; v->name != NULL; v++)
		fprintf(out, "  %-14s  %s\n", v->name, v->summary);
	for (const struct verb *v = programs; v->name != NULL; v++)
		fprintf(out, "  %-14s  %s\n", v->name, v->summary);
	fprintf(out,
	    "\noptions of every verb:\n"
	    "  --home DIR      the installation's folder (PATCHWACHT_HOME)\n"
	    "  --config FILE   its configuration (PATCHWACHT_CONFIG)\n"
	    "  --tenant N      another organisation than the first (1)\n"
	    "  --json, --csv   print for programs\n"
	    "  --quiet         no remarks: only what was asked for, and "
	    "errors\n"
	    "  --help, --version\n\n"
	    "Start with `patchwacht init`; `man patchwacht` has it all.\n");
}

static const struct verb *
find_verb(const struct verb *table, const char *name)
{
	for (; table->name != NULL; table++) {
		if (strcmp(table->name, name) == 0)
			return table;
	}
	return NULL;
}

static int
tell_missing(const char *name)
{
	char text[NEAREST_TEXT_MAX];
	struct nearest near;

	if (find_verb(programs, name) != NULL) {
		complain("patchwacht-%s is not installed", name);
		return EXIT_FAILURE;
	}
	nearest_start(&near, name, strlen(name));
	for (const struct verb *v = verbs; v->name != NULL; v++)
		nearest_offer(&near, v->name);
	for (const struct verb *v = programs; v->name != NULL; v++)
		nearest_offer(&near, v->name);
	complain("there is no verb \"%s\"%s", name,
	    near.word != NULL ? nearest_text(&near, text)
			      : "; `patchwacht help` lists those there are");
	return EXIT_USAGE;
}

static int
run_verb(int argc, char **argv)
{
	const struct verb *v = find_verb(verbs, argv[0]);
	int rc = ERR_NOTFOUND;

	if (v != NULL)
		return v->run(argc, argv);
	if (strchr(argv[0], '/') == NULL)
		rc = external_exec(argv[0], argc, argv);
	return rc == ERR_NOTFOUND ? tell_missing(argv[0]) : EXIT_FAILURE;
}

static int
verb_help(int argc, char **argv)
{
	char help[] = "--help";
	char *words[] = { NULL, NULL, help, NULL };
	int n = 1;

	if (argc < 2 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		print_verbs(stdout);
		return EXIT_SUCCESS;
	}
	words[0] = argv[1];
	if (argc > 2)
		words[n++] = argv[2];
	words[n++] = help;
	words[n] = NULL;
	return run_verb(n, words);
}

/* As the programs beside this one are told. What cannot be read must not be
 * another organisation. */
static bool
take_tenant(void)
{
	const char *text = getenv("PATCHWACHT_TENANT");
	int64_t n;

	if (text == NULL)
		return true;
	if (number_parse(text, 1, INT_MAX, &n) < 0) {
		complain("PATCHWACHT_TENANT: \"%s\" is no number of an "
			 "organisation",
		    text);
		return false;
	}
	command.tenant = (long)n;
	return true;
}

/* How many words in front are options of all verbs. */
static int
leading_options(int argc, char **argv)
{
	int i = 1;

	while (i < argc && strncmp(argv[i], "--", 2) == 0 &&
	    strcmp(argv[i], "--help") != 0 &&
	    strcmp(argv[i], "--version") != 0) {
		bool alone = strcmp(argv[i], "--json") == 0 ||
		    strcmp(argv[i], "--csv") == 0 ||
		    strcmp(argv[i], "--quiet") == 0 ||
		    strchr(argv[i], '=') != NULL;

		i += alone || i + 1 >= argc ? 1 : 2;
	}
	return i;
}

/* A list or an export that a full disk cut off is told, whoever wrote it. */
static int
end_output(int status)
{
	const char *why = fflush(stdout) == EOF ? strerror(errno)
	    : ferror(stdout)                    ? "could not be written"
						: NULL;

	if (why == NULL)
		return status;
	complain("standard output: %s; what was printed is not whole", why);
	return status == EXIT_SUCCESS ? EXIT_FAILURE : status;
}

int
main(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "help", "VERB ...", 0, 0,
		none, NULL };
	struct words rest = { 0 };
	int first;

	setlocale(LC_CTYPE, "");
	log_start_command("patchwacht");
	if (!take_tenant())
		return EXIT_USAGE;
	db_set_ask(ask_login);
	db_set_refused(refusal_tell, refusal_hides);
	first = leading_options(argc, argv);
	if (flag_parse(&synopsis, first, argv, &rest) < 0)
		return EXIT_USAGE;
	if (first >= argc) {
		print_verbs(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[first], "--version") == 0) {
		printf("patchwacht %s\n", PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	if (strcmp(argv[first], "--help") == 0 ||
	    strcmp(argv[first], "-h") == 0) {
		print_verbs(stdout);
		return EXIT_SUCCESS;
	}
	return end_output(run_verb(argc - first, argv + first));
}
