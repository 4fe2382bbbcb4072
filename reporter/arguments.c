/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/arguments.h"

#include <limits.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/number.h"

static const char *home, *config;
static bool version, json, ignored;
static long tenant;

static const struct flag common[] = {
	{ "home", FLAG_TEXT, &home, "DIR",
	    "the installation's folder (PATCHWACHT_HOME)" },
	{ "config", FLAG_TEXT, &config, "FILE",
	    "its configuration (PATCHWACHT_CONFIG)" },
	{ "tenant", FLAG_INT, &tenant, "N",
	    "another organisation than the first (1)" },
	{ "version", FLAG_YES, &version, NULL, "which one this is" },
	/* patchwacht passes on what was said to it. */
	{ "json", FLAG_YES, &json, NULL, NULL },
	{ "csv", FLAG_YES, &ignored, NULL, NULL },
	{ "quiet", FLAG_YES, &ignored, NULL, NULL },
	{ 0 },
};

/* A single-tenant site never has to know: its tenant is 1. */
static int
take_tenant(void)
{
	const char *text = getenv("PATCHWACHT_TENANT");
	int64_t n = 1;

	if (tenant < 0 || tenant > INT_MAX)
		fatalx("--tenant: %ld is no organisation", tenant);
	if (tenant > 0)
		return (int)tenant;
	if (text != NULL && number_parse(text, 1, INT_MAX, &n) < 0)
		fatalx("PATCHWACHT_TENANT: '%s' is no tenant", text);
	return (int)n;
}

static void
print_usage(const struct arguments *a, FILE *out)
{
	fputs(a->usage, out);
	fputs("\noptions:\n", out);
	flags_print(out, a->flags);
	flags_print(out, common);
	fprintf(out, "\n%s", a->more);
}

bool
arguments_read(struct arguments *a, int argc, char **argv, int *status)
{
	const struct flags_line line = { a->flags, common, a->verb, log_warnx };
	int rc = flags_read(&line, argc, argv, &a->rest);

	a->home = home;
	a->config = config;
	a->json = json;
	a->tenant = take_tenant();
	if (rc == ERR_OK && !version && a->rest.n > 0)
		return true;
	*status = rc == ERR_NOTFOUND || version ? EXIT_SUCCESS : EXIT_USAGE;
	if (rc == ERR_OK && version)
		puts(PACKAGE_STRING);
	else if (rc != ERR_PARSE)
		print_usage(a, rc == ERR_NOTFOUND ? stdout : stderr);
	return false;
}

void
arguments_free(struct arguments *a)
{
	words_free(&a->rest);
}

int
arguments_refuse(const char *what)
{
	log_warnx("%s; --help tells more", what);
	return EXIT_USAGE;
}
