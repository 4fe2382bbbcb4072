/* SPDX-License-Identifier: Apache-2.0 */

/* patchwacht-report: the reports, from the database to the page. */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/place.h"
#include "reporter/arguments.h"
#include "reporter/assess/sample.h"
#include "reporter/batch.h"
#include "reporter/due.h"
#include "reporter/evidence/period.h"
#include "reporter/kind.h"
#include "reporter/rebundle.h"
#include "reporter/reissue.h"
#include "reporter/report.h"

static struct report_order order;
static const char *format;
static bool each_site, each_tenant;

static const struct flag flags[] = {
	{ "period", FLAG_TEXT, &order.period, "NAME",
	    "2026Q3, 2026-07 or 2026" },
	{ "reason", FLAG_TEXT, &order.reason, "TEXT",
	    "why a version takes the place of another" },
	{ "site", FLAG_TEXT, &order.site, "NAME", "of one school or location" },
	{ "each-site", FLAG_YES, &each_site, NULL,
	    "one for each site; --output is then a folder" },
	{ "each-tenant", FLAG_YES, &each_tenant, NULL,
	    "one for each organisation that you may read" },
	{ "language", FLAG_TEXT, &order.language, "nl|en",
	    "else the organisation's own" },
	{ "format", FLAG_TEXT, &format, "NAME",
	    "pdf (the report), html, csv, json, ciso-assistant" },
	{ "output", FLAG_TEXT, &order.output, "FILE",
	    "else NUMBER.LANGUAGE.pdf here; of csv a folder" },
	{ "template", FLAG_TEXT, &order.template, "FILE",
	    "else your own of that kind, or the shipped one" },
	{ "evidence", FLAG_TEXT, &order.evidence, "FILE",
	    "where to freeze the evidence; else beside the PDF" },
	{ "from", FLAG_TEXT, &order.from, "FILE",
	    "make it again from evidence frozen before" },
	{ "values", FLAG_TEXT, &order.values, "FILE",
	    "also write what the pages state, as JSON" },
	{ "sample-seed", FLAG_TEXT, &order.sample_seed, "TEXT",
	    "what the sample is drawn with, as who audits says" },
	{ "bundle", FLAG_TEXT, &order.bundle, "FILE.pdf",
	    "also write all that it rests on, as file and folder" },
	{ "seal", FLAG_YES, &order.seal, NULL,
	    "sign it, as the configuration's section seal says" },
	{ 0 },
};

static const char usage[] =
    "usage: patchwacht report KIND --period PERIOD [OPTIONS]\n"
    "       patchwacht report reissue NUMBER --reason TEXT [OPTIONS]\n"
    "       patchwacht report bundle NUMBER [--language nl|en]\n"
    "       patchwacht report due\n"
    "       patchwacht report list|show|draw-up|review|adopt ...\n"
    "       patchwacht report check FILE...\n\n"
    "KIND is quarterly, monthly, audit, site, annual, customers (of a service\n"
    "provider, each in one line), or one of your own.\n";

static const char more[] =
    "due makes what schedules owe, once, in HOME/reports: for a timer\n"
    "(patchwacht schedule). check names every fault of a template or a\n"
    "catalogue of controls (*.framework) as FILE:LINE:COLUMN.\n"
    "Exit: 0 done, 1 not done, 2 usage.\n";

static struct arguments line = { .verb = "patchwacht report",
	.usage = usage,
	.flags = flags,
	.more = more };

/* It was told that the word is no kind; a verb has no period either. */
static int
refuse_kind(void)
{
	static const char *const verbs[] = { "list", "show", "draw-up",
		"review", "adopt", "due", "check", "reissue", "bundle", NULL };
	struct buf why = { 0 };

	if (order.period == NULL) {
		(void)choice_check(order.kind, verbs, &why);
		log_warnx("nor a verb: %s", buf_str(&why));
	}
	buf_free(&why);
	return EXIT_USAGE;
}

/* 0, or EXIT_USAGE after telling which words mean nothing. */
static int
check_words(const struct place *place)
{
	static const char *const languages[] = { "nl", "en", NULL };
	struct period period;
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (order.language != NULL)
		rc = choice_check(order.language, languages, &why);
	if (rc < 0)
		log_warnx("--language: %s", buf_str(&why));
	buf_free(&why);
	if (rc < 0)
		return EXIT_USAGE;
	/* Of each customer there may be others. */
	if (order.template == NULL && !each_tenant &&
	    kind_check(place, order.tenant, order.kind, order.language) < 0)
		return refuse_kind();
	if (order.period == NULL && order.from == NULL)
		return arguments_refuse("which period? --period 2026Q3");
	if (order.period != NULL && period_parse(order.period, &period) < 0)
		return arguments_refuse(
		    "--period is a quarter, such as 2026Q3, "
		    "a month, 2026-07, or a year, 2026");
	return 0;
}

/* 0, or EXIT_USAGE after telling what does not go together. */
static int
check_order(void)
{
	bool many = each_site || each_tenant;

	if (line.json)
		return arguments_refuse("--json is of lists; of a report it "
					"is --format json");
	if (order.reason != NULL)
		return arguments_refuse("--reason is of reissue");
	if (many &&
	    (order.site != NULL || order.from != NULL ||
		order.evidence != NULL || order.values != NULL ||
		order.bundle != NULL))
		return arguments_refuse("many have no one --site, --from, "
					"--evidence, --values or --bundle");
	if (order.format != FORMAT_AS_PDF &&
	    (order.bundle != NULL || order.seal))
		return arguments_refuse(
		    "--bundle and --seal are of a report as pdf");
	if (order.from != NULL && (order.period != NULL || order.site != NULL))
		return arguments_refuse(
		    "--from has a period and a site of its own");
	if (order.sample_seed != NULL && !sample_is_seed(order.sample_seed))
		return arguments_refuse(
		    "--sample-seed is 1 to 128 printable characters of ASCII");
	return 0;
}

static int
make_report(const struct place *place)
{
	int status = check_order();

	if (status == 0)
		status = check_words(place);
	if (status != 0)
		return status;
	if (each_site || each_tenant)
		return batch_make(&(struct batch){
			   &order, each_site, each_tenant }) < 0;
	return report_make(&order) < 0;
}

static int
reissue(const struct words *rest)
{
	if (rest->n != 2)
		return arguments_refuse(
		    "which report? reissue NUMBER --reason TEXT");
	if (order.reason == NULL || order.reason[0] == '\0')
		return arguments_refuse("why? --reason TEXT");
	if (order.period != NULL || order.site != NULL || order.from != NULL ||
	    order.sample_seed != NULL)
		return arguments_refuse(
		    "its period and site are those of the report");
	if (order.format != FORMAT_AS_PDF)
		return arguments_refuse("what is issued again is the pdf");
	return reissue_make(&order, rest->word[1]) < 0;
}

static int
rebundle(const struct words *rest)
{
	if (rest->n != 2)
		return arguments_refuse("of which report? bundle NUMBER");
	if (order.period != NULL || order.site != NULL || order.from != NULL ||
	    order.output != NULL || order.evidence != NULL ||
	    order.sample_seed != NULL)
		return arguments_refuse("all of it is of the report");
	if (order.format != FORMAT_AS_PDF)
		return arguments_refuse("a bundle is of a report as pdf");
	return rebundle_make(&order, rest->word[1]) < 0;
}

static int
check_files(const struct place *place, const struct words *rest)
{
	bool faulty = false;

	if (rest->n < 2)
		return arguments_refuse("which file is to be checked?");
	for (size_t i = 1; i < rest->n; i++) {
		if (report_check(place, rest->word[i]) < 0)
			faulty = true;
		else
			printf("%s: no faults\n", rest->word[i]);
	}
	return faulty;
}

static int
run(const struct place *place)
{
	const struct words *rest = &line.rest;
	const char *verb = rest->word[0];

	if (strcmp(verb, "check") == 0)
		return check_files(place, rest);
	if (strcmp(verb, "due") == 0)
		return due_make(place) < 0;
	if (strcmp(verb, "reissue") == 0)
		return reissue(rest);
	if (strcmp(verb, "bundle") == 0)
		return rebundle(rest);
	order.kind = verb;
	return make_report(place);
}

int
main(int argc, char **argv)
{
	struct place place = { 0 };
	int status = EXIT_USAGE;

	setlocale(LC_CTYPE, "C.UTF-8");
	umask(077);
	log_start_command("patchwacht-report");
	if (!arguments_read(&line, argc, argv, &status))
		goto out;
	if (line.config != NULL)
		setenv("PATCHWACHT_CONFIG", line.config, 1); /* for who seals */
	order.tenant = line.tenant;
	order.place = &place;
	if (format_parse(format, &order.format) < 0)
		goto out;
	status = EXIT_FAILURE;
	if (place_find(line.home, line.config, &place) == ERR_OK)
		status = run(&place);
	place_free(&place);
out:
	arguments_free(&line);
	return status;
}
