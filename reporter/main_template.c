/* SPDX-License-Identifier: Apache-2.0 */

/* patchwacht-template: the templates of reports, one's own and those shipped.
 */

#include <getopt.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/number.h"
#include "lib/store/place.h"
#include "reporter/brand/brand.h"
#include "reporter/templates.h"

enum { EXIT_USAGE = 2 };

static const char usage[] =
    "usage: patchwacht template VERB ...\n\n"
    "  list              the kinds of report, and the file of each\n"
    "  check             FILE...: every fault as FILE:LINE:COLUMN, also what\n"
    "                    one language has and the other beside it lacks;\n"
    "                    without FILE, of all that are used\n"
    "  copy              KIND: to where your own are; there it wins over the\n"
    "                    one that came with the program\n"
    "  brand             logo and colours of the organisation: show, or set\n"
    "  values            WORD: what a template may name, and what that is\n\n"
    "options of copy:\n"
    "  --as KIND         a kind of its own, with numbers of its own\n"
    "  --language nl|en  else both\n"
    "  --for-tenant      of this customer only (PATCHWACHT_TENANT)\n"
    "  --force           over what is there\n\n"
    "options of brand (--for-tenant too; an empty value takes it away):\n"
    "  --logo FILE       PNG or JPEG; made flat and small\n"
    "  --colour #005ca9  of covers and heads of tables\n"
    "  --text #003a70    of headings; must be readable on white\n"
    "  --logo-missing error|without   what to do when it is gone\n\n"
    "  --json            list for programs\n"
    "  --home DIR, --config FILE   where the installation is\n\n"
    "Exit: 0 done, 1 not done or faults, 2 usage.\n";

struct command_line {
	struct copy_order copy;
	struct brand_order brand;
	const char *home, *config;
	bool json;
};

enum opt {
	OPTION_AS = 256,
	OPTION_LANGUAGE,
	OPTION_FOR_TENANT,
	OPTION_FORCE,
	OPTION_LOGO,
	OPTION_COLOUR,
	OPTION_TEXT,
	OPTION_LOGO_MISSING,
	OPTION_JSON,
	OPTION_IGNORED,
	OPTION_HOME,
	OPTION_CONFIG,
	OPTION_HELP,
	OPTION_VERSION
};

static const struct option options[] = {
	{ "as", required_argument, NULL, OPTION_AS },
	{ "language", required_argument, NULL, OPTION_LANGUAGE },
	{ "for-tenant", no_argument, NULL, OPTION_FOR_TENANT },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "logo", required_argument, NULL, OPTION_LOGO },
	{ "colour", required_argument, NULL, OPTION_COLOUR },
	{ "text", required_argument, NULL, OPTION_TEXT },
	{ "logo-missing", required_argument, NULL, OPTION_LOGO_MISSING },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "csv", no_argument, NULL, OPTION_IGNORED },
	{ "quiet", no_argument, NULL, OPTION_IGNORED },
	{ "home", required_argument, NULL, OPTION_HOME },
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ 0 },
};

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
	case OPTION_AS:
		line->copy.as = value;
		return ERR_OK;
	case OPTION_LANGUAGE:
		line->copy.language = value;
		return ERR_OK;
	case OPTION_FOR_TENANT:
		line->copy.for_tenant = line->brand.for_tenant = true;
		return ERR_OK;
	case OPTION_FORCE:
		line->copy.force = true;
		return ERR_OK;
	case OPTION_LOGO:
		line->brand.logo = value;
		return ERR_OK;
	case OPTION_COLOUR:
		line->brand.colour = value;
		return ERR_OK;
	case OPTION_TEXT:
		line->brand.text = value;
		return ERR_OK;
	case OPTION_LOGO_MISSING:
		line->brand.logo_missing = value;
		return ERR_OK;
	case OPTION_JSON:
		line->json = true;
		return ERR_OK;
	case OPTION_HOME:
		line->home = value;
		return ERR_OK;
	case OPTION_CONFIG:
		line->config = value;
		return ERR_OK;
	case OPTION_HELP:
		fputs(usage, stdout);
		exit(EXIT_SUCCESS);
	case OPTION_VERSION:
		puts(PACKAGE_STRING);
		exit(EXIT_SUCCESS);
	case OPTION_IGNORED:
		return ERR_OK;
	default:
		return ERR_PARSE; /* getopt has said which it does not know */
	}
}

static int
check_all(const struct place *place, int tenant, char **files)
{
	int rc = ERR_OK;

	if (*files == NULL)
		return templates_check(place, tenant, NULL);
	for (; *files != NULL; files++)
		if (templates_check(place, tenant, *files) < 0)
			rc = ERR_PARSE;
	return rc;
}

static int
copy_kind(const struct place *place, int tenant, struct command_line *line,
    char **words)
{
	const char *language = line->copy.language;

	if (words[0] == NULL || words[1] != NULL)
		return refuse("which report is to be copied?");
	if (language != NULL && strcmp(language, "nl") != 0 &&
	    strcmp(language, "en") != 0)
		return refuse("--language: nl or en");
	line->copy.kind = words[0];
	return templates_copy(place, tenant, &line->copy) < 0;
}

static int
dress(const struct place *place, int tenant, const struct brand_order *b)
{
	if (b->logo == NULL && b->colour == NULL && b->text == NULL &&
	    b->logo_missing == NULL)
		return brand_show(place, tenant);
	return brand_set(place, tenant, b);
}

static int
run(const struct place *place, int tenant, struct command_line *line,
    char **words)
{
	if (strcmp(words[0], "list") == 0 && words[1] == NULL)
		return templates_list(place, tenant, line->json) < 0;
	if (strcmp(words[0], "check") == 0)
		return check_all(place, tenant, words + 1) < 0;
	if (strcmp(words[0], "copy") == 0)
		return copy_kind(place, tenant, line, words + 1);
	if (strcmp(words[0], "brand") == 0 && words[1] == NULL)
		return dress(place, tenant, &line->brand) < 0;
	if (strcmp(words[0], "values") == 0 &&
	    (words[1] == NULL || words[2] == NULL))
		return templates_values(place, words[1]) < 0;
	return refuse("list, check, copy, brand or values");
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
	struct place place = { 0 };
	int which, status;

	setlocale(LC_CTYPE, "C.UTF-8");
	log_start_command("patchwacht-template");
	while ((which = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (take_option(which, optarg, &line) < 0)
			return EXIT_USAGE;
	if (optind == argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (place_find(line.home, line.config, &place) < 0)
		return EXIT_FAILURE;
	status = run(&place, tenant_of(getenv("PATCHWACHT_TENANT")), &line,
	    argv + optind);
	place_free(&place);
	return status;
}
