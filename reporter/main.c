/* SPDX-License-Identifier: Apache-2.0 */

/* patchwacht-report: the reports, from the database to the page. */

#include <getopt.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/number.h"
#include "lib/store/place.h"
#include "reporter/batch.h"
#include "reporter/due.h"
#include "reporter/kind.h"
#include "reporter/rebundle.h"
#include "reporter/reissue.h"
#include "reporter/report.h"

enum { EXIT_USAGE = 2 };

static const char usage[] =
    "usage: patchwacht report KIND --period PERIOD [OPTIONS]\n"
    "       patchwacht report reissue NUMBER --reason TEXT [OPTIONS]\n"
    "       patchwacht report bundle NUMBER [--language nl|en]\n"
    "       patchwacht report due\n"
    "       patchwacht report list|show|draw-up|review|adopt ...\n"
    "       patchwacht report check FILE...\n\n"
    "KIND is quarterly, monthly, audit, site, annual, or one of your own.\n"
    "  --period NAME       2026Q3, 2026-07 or 2026\n"
    "  --reason TEXT       why a version takes the place of another\n"
    "  --site NAME         of one school or location\n"
    "  --each-site         one for each site; --output is then a folder\n"
    "  --each-tenant       one for each organisation that you may read\n"
    "  --language nl|en    else the organisation's own\n"
    "  --format NAME       pdf (the report), html, csv, json, ciso-assistant\n"
    "  --output FILE       else NUMBER.LANGUAGE.pdf here; of csv a folder\n"
    "  --template FILE     else your own of that kind, or the shipped one\n"
    "  --evidence FILE     where to freeze the evidence; else beside the PDF\n"
    "  --from FILE         make it again from evidence frozen before\n"
    "  --values FILE       also write what the pages state, as JSON\n"
    "  --bundle FILE.pdf   also write all that it rests on, as one file and,\n"
    "                      below FILE, as a folder\n"
    "  --seal              sign it, as the configuration's section seal says\n"
    "  --home DIR, --config FILE   where the installation is\n\n"
    "due makes what schedules owe, once, in HOME/reports: for a timer\n"
    "(patchwacht schedule). check names every fault of a template or a "
    "catalogue of controls\n"
    "(*.framework) as FILE:LINE:COLUMN. Exit: 0 done, 1 not done, 2 usage.\n";

struct command_line {
	struct report_order order;
	const char *home, *config;
	bool each_site, each_tenant;
};

enum opt {
	OPTION_PERIOD = 256,
	OPTION_SITE,
	OPTION_EACH_SITE,
	OPTION_EACH_TENANT,
	OPTION_REASON,
	OPTION_LANGUAGE,
	OPTION_FORMAT,
	OPTION_OUTPUT,
	OPTION_TEMPLATE,
	OPTION_EVIDENCE,
	OPTION_FROM,
	OPTION_VALUES,
	OPTION_SEAL,
	OPTION_BUNDLE,
	OPTION_HOME,
	OPTION_CONFIG,
	OPTION_HELP,
	OPTION_VERSION
};

static const struct option options[] = {
	{ "period", required_argument, NULL, OPTION_PERIOD },
	{ "site", required_argument, NULL, OPTION_SITE },
	{ "each-site", no_argument, NULL, OPTION_EACH_SITE },
	{ "each-tenant", no_argument, NULL, OPTION_EACH_TENANT },
	{ "reason", required_argument, NULL, OPTION_REASON },
	{ "language", required_argument, NULL, OPTION_LANGUAGE },
	{ "format", required_argument, NULL, OPTION_FORMAT },
	{ "output", required_argument, NULL, OPTION_OUTPUT },
	{ "template", required_argument, NULL, OPTION_TEMPLATE },
	{ "evidence", required_argument, NULL, OPTION_EVIDENCE },
	{ "from", required_argument, NULL, OPTION_FROM },
	{ "values", required_argument, NULL, OPTION_VALUES },
	{ "seal", no_argument, NULL, OPTION_SEAL },
	{ "bundle", required_argument, NULL, OPTION_BUNDLE },
	{ "home", required_argument, NULL, OPTION_HOME },
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ 0 },
};

static void
answer_and_exit(enum opt which)
{
	fputs(which == OPTION_HELP ? usage : PACKAGE_STRING "\n", stdout);
	exit(EXIT_SUCCESS);
}

static int
refuse(const char *what)
{
	log_warnx("%s; --help tells more", what);
	return EXIT_USAGE;
}

static int
take_option(int which, const char *value, struct command_line *line)
{
	switch (which) {
	case OPTION_PERIOD:
		line->order.period = value;
		return ERR_OK;
	case OPTION_REASON:
		line->order.reason = value;
		return ERR_OK;
	case OPTION_EACH_SITE:
		line->each_site = true;
		return ERR_OK;
	case OPTION_EACH_TENANT:
		line->each_tenant = true;
		return ERR_OK;
	case OPTION_SITE:
		line->order.site = value;
		return ERR_OK;
	case OPTION_LANGUAGE:
		line->order.language = value;
		return ERR_OK;
	case OPTION_FORMAT:
		return format_parse(value, &line->order.format);
	case OPTION_OUTPUT:
		line->order.output = value;
		return ERR_OK;
	case OPTION_TEMPLATE:
		line->order.template = value;
		return ERR_OK;
	case OPTION_EVIDENCE:
		line->order.evidence = value;
		return ERR_OK;
	case OPTION_FROM:
		line->order.from = value;
		return ERR_OK;
	case OPTION_VALUES:
		line->order.values = value;
		return ERR_OK;
	case OPTION_HOME:
		line->home = value;
		return ERR_OK;
	case OPTION_BUNDLE:
		line->order.bundle = value;
		return ERR_OK;
	case OPTION_SEAL:
		line->order.seal = true;
		return ERR_OK;
	case OPTION_CONFIG:
		line->config = value;
		setenv("PATCHWACHT_CONFIG", value, 1); /* for who seals */
		return ERR_OK;
	case OPTION_HELP:
	case OPTION_VERSION:
		answer_and_exit((enum opt)which);
	}
	return ERR_PARSE; /* getopt has said which one it does not know */
}

static int
read_line(int argc, char **argv, struct command_line *line)
{
	int which, rc = ERR_OK;

	while (rc == ERR_OK &&
	    (which = getopt_long(argc, argv, "", options, NULL)) != -1)
		rc = take_option(which, optarg, line);
	return rc;
}

/* Of a word that is no kind no period would help. */
static int
ask_period(const struct command_line *line)
{
	const char *language = line->order.language;
	struct place place = { 0 };
	char *path = NULL;
	int rc = place_find(line->home, line->config, &place);

	if (rc == ERR_OK)
		rc = kind_find(&place, line->order.tenant, line->order.kind,
		    language != NULL ? language : "en", &path);
	free(path);
	place_free(&place);
	return refuse(rc == ERR_OK ? "which period? --period 2026Q3"
				   : "no kind of report, nor list, show, due, "
				     "check, reissue or bundle");
}

static int
make_report(const struct command_line *line)
{
	struct report_order order = line->order;
	struct place place = { 0 };
	int rc;

	if (order.reason != NULL)
		return refuse("--reason is of reissue");
	if (order.period == NULL && order.from == NULL)
		return ask_period(line);
	if ((line->each_site || line->each_tenant) &&
	    (order.site != NULL || order.from != NULL ||
		order.evidence != NULL || order.values != NULL ||
		order.bundle != NULL))
		return refuse("many have no one --site, --from, --evidence, "
			      "--values or --bundle");
	if (order.format != FORMAT_AS_PDF &&
	    (order.bundle != NULL || order.seal))
		return refuse("--bundle and --seal are of a report as pdf");
	if (order.from != NULL && (order.period != NULL || order.site != NULL))
		return refuse("--from has a period and a site of its own");
	rc = place_find(line->home, line->config, &place);
	order.place = &place;
	if (rc == ERR_OK)
		rc = line->each_site || line->each_tenant
		    ? batch_make(&(struct batch){
			  &order, line->each_site, line->each_tenant })
		    : report_make(&order);
	place_free(&place);
	return rc < 0;
}

static int
make_due(const struct command_line *line)
{
	struct place place = { 0 };
	int rc = place_find(line->home, line->config, &place);

	if (rc == ERR_OK)
		rc = due_make(&place);
	place_free(&place);
	return rc;
}

static int
reissue(const struct command_line *line, char **words)
{
	struct report_order order = line->order;
	struct place place = { 0 };
	int rc;

	if (words[0] == NULL || words[1] != NULL)
		return refuse("which report? reissue NUMBER --reason TEXT");
	if (order.reason == NULL || order.reason[0] == '\0')
		return refuse("why? --reason TEXT");
	if (order.period != NULL || order.site != NULL || order.from != NULL)
		return refuse("its period and site are those of the report");
	if (order.format != FORMAT_AS_PDF)
		return refuse("what is issued again is the pdf");
	rc = place_find(line->home, line->config, &place);
	order.place = &place;
	if (rc == ERR_OK)
		rc = reissue_make(&order, words[0]);
	place_free(&place);
	return rc < 0;
}

static int
rebundle(const struct command_line *line, char **words)
{
	struct report_order order = line->order;
	struct place place = { 0 };
	int rc;

	if (words[0] == NULL || words[1] != NULL)
		return refuse("of which report? bundle NUMBER");
	if (order.period != NULL || order.site != NULL || order.from != NULL ||
	    order.output != NULL || order.evidence != NULL)
		return refuse("all of it is of the report");
	if (order.format != FORMAT_AS_PDF)
		return refuse("a bundle is of a report as pdf");
	rc = place_find(line->home, line->config, &place);
	order.place = &place;
	if (rc == ERR_OK)
		rc = rebundle_make(&order, words[0]);
	place_free(&place);
	return rc < 0;
}

static int
check_files(const struct command_line *line, char **files)
{
	struct place place = { 0 };
	int rc;

	rc = place_find(line->home, line->config, &place);
	for (; rc == ERR_OK && *files != NULL; files++) {
		rc = report_check(&place, *files);
		if (rc == ERR_OK)
			printf("%s: no faults\n", *files);
	}
	place_free(&place);
	return rc;
}

/* A single-tenant site never has to know: its tenant is 1. */
static int
tenant_of(const char *text)
{
	int64_t n = 1;

	if (text != NULL && number_parse(text, 1, INT_MAX, &n) < 0)
		fatalx("PATCHWACHT_TENANT: '%s' is no tenant", text);
	return (int)n;
}

int
main(int argc, char **argv)
{
	struct command_line line = { 0 };
	const char *verb;

	setlocale(LC_CTYPE, "C.UTF-8");
	umask(077);
	log_start_command("patchwacht-report");
	line.order.tenant = tenant_of(getenv("PATCHWACHT_TENANT"));
	if (read_line(argc, argv, &line) < 0)
		return EXIT_USAGE;
	if (optind == argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	verb = argv[optind];
	if (strcmp(verb, "check") == 0 && optind + 1 == argc)
		return refuse("which file is to be checked?");
	if (strcmp(verb, "check") == 0)
		return check_files(&line, argv + optind + 1) < 0;
	if (strcmp(verb, "due") == 0)
		return make_due(&line) < 0;
	if (strcmp(verb, "reissue") == 0)
		return reissue(&line, argv + optind + 1);
	if (strcmp(verb, "bundle") == 0)
		return rebundle(&line, argv + optind + 1);
	line.order.kind = verb;
	return make_report(&line);
}
