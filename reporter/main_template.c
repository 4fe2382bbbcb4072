/* SPDX-License-Identifier: Apache-2.0 */

/* patchwacht-template: the templates of reports, one's own and those shipped.
 */

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/place.h"
#include "reporter/arguments.h"
#include "reporter/brand/brand.h"
#include "reporter/templates.h"

static struct copy_order copy;
static struct brand_order brand;
static bool for_tenant;

static const struct flag flags[] = {
	{ "as", FLAG_TEXT, &copy.as, "KIND",
	    "copy: a kind of its own, with numbers of its own" },
	{ "language", FLAG_TEXT, &copy.language, "nl|en", "copy: else both" },
	{ "force", FLAG_YES, &copy.force, NULL, "copy: over what is there" },
	{ "for-tenant", FLAG_YES, &for_tenant, NULL,
	    "copy, brand: of this organisation only (--tenant)" },
	{ "logo", FLAG_TEXT, &brand.logo, "FILE",
	    "brand: PNG or JPEG; made flat and small" },
	{ "colour", FLAG_TEXT, &brand.colour, "#005ca9",
	    "brand: of covers and heads of tables" },
	{ "text", FLAG_TEXT, &brand.text, "#003a70",
	    "brand: of headings; must be readable on white" },
	{ "logo-missing", FLAG_TEXT, &brand.logo_missing, "error|without",
	    "brand: what to do when the logo is gone" },
	{ 0 },
};

static const char usage[] =
    "usage: patchwacht template VERB ...\n\n"
    "  list              the kinds of report, and the file of each; --json\n"
    "  check             FILE...: every fault as FILE:LINE:COLUMN, also what\n"
    "                    one language has and the other beside it lacks;\n"
    "                    without FILE, of all that are used\n"
    "  copy              KIND: to where your own are; there it wins over the\n"
    "                    one that came with the program\n"
    "  brand             logo and colours of the organisation: show, or set;\n"
    "                    an empty value takes one away\n"
    "  values            WORD: what a template may name, and what that is\n";

static struct arguments line = { .verb = "patchwacht template",
	.usage = usage,
	.flags = flags,
	.more = "Exit: 0 done, 1 not done or faults, 2 usage.\n" };

static int
check_all(const struct place *place, const struct words *rest)
{
	int rc = ERR_OK;

	if (rest->n == 1)
		return templates_check(place, line.tenant, NULL);
	for (size_t i = 1; i < rest->n; i++)
		if (templates_check(place, line.tenant, rest->word[i]) < 0)
			rc = ERR_PARSE;
	return rc;
}

static int
copy_kind(const struct place *place, const struct words *rest)
{
	static const char *const languages[] = { "nl", "en", NULL };
	struct buf why = { 0 };

	if (rest->n != 2)
		return arguments_refuse("which report is to be copied?");
	if (copy.language != NULL &&
	    choice_check(copy.language, languages, &why) < 0) {
		log_warnx("--language: %s", buf_str(&why));
		buf_free(&why);
		return EXIT_USAGE;
	}
	copy.kind = rest->word[1];
	copy.for_tenant = for_tenant;
	return templates_copy(place, line.tenant, &copy) < 0;
}

static int
dress(const struct place *place)
{
	brand.for_tenant = for_tenant;
	if (brand.logo == NULL && brand.colour == NULL && brand.text == NULL &&
	    brand.logo_missing == NULL)
		return brand_show(place, line.tenant) < 0;
	return brand_set(place, line.tenant, &brand) < 0;
}

static int
tell_unknown(const char *verb)
{
	static const char *const verbs[] = { "list", "check", "copy", "brand",
		"values", NULL };
	struct buf why = { 0 };

	if (choice_check(verb, verbs, &why) == ERR_OK)
		buf_printf(&why, "%s takes no other words", verb);
	log_warnx("%s", buf_str(&why));
	buf_free(&why);
	return EXIT_USAGE;
}

static int
run(const struct place *place)
{
	const struct words *rest = &line.rest;
	const char *verb = rest->word[0];

	if (strcmp(verb, "list") == 0 && rest->n == 1)
		return templates_list(place, line.tenant, line.json) < 0;
	if (strcmp(verb, "check") == 0)
		return check_all(place, rest) < 0;
	if (strcmp(verb, "copy") == 0)
		return copy_kind(place, rest);
	if (strcmp(verb, "brand") == 0 && rest->n == 1)
		return dress(place);
	if (strcmp(verb, "values") == 0 && rest->n <= 2)
		return templates_values(
			   place, rest->n == 2 ? rest->word[1] : NULL) < 0;
	return tell_unknown(verb);
}

int
main(int argc, char **argv)
{
	struct place place = { 0 };
	int status = EXIT_FAILURE;

	setlocale(LC_CTYPE, "C.UTF-8");
	log_start_command("patchwacht-template");
	if (arguments_read(&line, argc, argv, &status) &&
	    place_find(line.home, line.config, &place) == ERR_OK)
		status = run(&place);
	place_free(&place);
	arguments_free(&line);
	return status;
}
