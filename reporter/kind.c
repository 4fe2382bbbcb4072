/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/kind.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/front.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/place.h"
#include "reporter/template/template.h"

static const char *const languages[] = { "nl", "en" };

char *
kind_folder(const struct place *place, int tenant, size_t which)
{
	struct buf below = { 0 };
	char *folder;

	switch (which) {
	case 0:
		buf_printf(&below, "templates/tenant-%d", tenant);
		folder = place_home(place, buf_str(&below));
		break;
	case 1:
		folder = place_home(place, "templates");
		break;
	case 2:
		folder = mem_dup_str(SYSCONFDIR "/templates");
		break;
	default:
		folder = place_data(place, "templates/reports");
	}
	buf_free(&below);
	return folder;
}

bool
kind_is_name(const char *name)
{
	enum { NAME_MAX_LEN = 32 };
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	size_t len = strlen(name);

	return len > 0 && len <= NAME_MAX_LEN &&
	    strchr(letters, *name) != NULL &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

/* NULL when that folder does not have it. */
static char *
find_in(const struct place *place, int tenant, size_t which, const char *name,
    const char *language)
{
	char *folder = kind_folder(place, tenant, which);
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s.%s.md", folder, name, language);
	free(folder);
	if (access(buf_str(&path), F_OK) == -1)
		buf_free(&path);
	return path.len > 0 ? buf_take_str(&path) : NULL;
}

/* In a language, NULL: in any. The list is in order of names. */
static void
tell_missing(const struct place *place, int tenant, const char *name,
    const char *language)
{
	struct kind *list = NULL;
	const char *offered = "";
	struct buf why = { 0 };
	struct choice c;
	size_t n = 0;

	kind_list(place, tenant, &list, &n);
	choice_start(&c, name);
	for (size_t i = 0; i < n; i++) {
		if (language != NULL && strcmp(list[i].language, language) != 0)
			continue;
		if (strcmp(list[i].name, offered) != 0)
			choice_offer(&c, list[i].name);
		offered = list[i].name;
	}
	choice_tell(&c, &why);
	log_warnx("kind of report%s%s: %s",
	    language != NULL ? " in language " : "",
	    language != NULL ? language : "", buf_str(&why));
	buf_free(&why);
	kind_list_free(list, n);
}

static int
check_name(const char *name)
{
	if (kind_is_name(name))
		return ERR_OK;
	log_warnx("\"%s\": a report is called by small letters, digits and "
		  "dashes",
	    name);
	return ERR_PARSE;
}

static char *
find(const struct place *place, int tenant, const char *name,
    const char *language)
{
	char *found = NULL;

	for (size_t i = 0; found == NULL && i < KIND_FOLDERS; i++)
		found = find_in(place, tenant, i, name, language);
	return found;
}

int
kind_check(const struct place *place, int tenant, const char *name,
    const char *language)
{
	char *found = NULL;
	int rc = check_name(name);

	if (rc < 0)
		return rc;
	for (size_t i = 0;
	     found == NULL && i < sizeof(languages) / sizeof(languages[0]); i++)
		if (language == NULL || strcmp(language, languages[i]) == 0)
			found = find(place, tenant, name, languages[i]);
	if (found == NULL) {
		tell_missing(place, tenant, name, language);
		rc = ERR_NOTFOUND;
	}
	free(found);
	return rc;
}

int
kind_find(const struct place *place, int tenant, const char *name,
    const char *language, char **path)
{
	char *found;

	if (check_name(name) < 0)
		return ERR_PARSE;
	found = find(place, tenant, name, language);
	if (found == NULL) {
		tell_missing(place, tenant, name, language);
		return ERR_NOTFOUND;
	}
	*path = found;
	return ERR_OK;
}

static int
by_name(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;
	int d = strcmp(x->name, y->name);

	if (d == 0)
		d = strcmp(x->language, y->language);
	return d != 0 ? d : (x->from > y->from) - (x->from < y->from);
}

/* "/.../audit.nl.md": a kind and a language, or neither. */
static void
take_file(const char *path, size_t from, struct kind **list, size_t *n)
{
	const char *base = strrchr(path, '/') + 1;
	const char *dot = strchr(base, '.');
	char *name, *language = NULL;

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		struct buf end = { 0 };

		buf_printf(&end, ".%s.md", languages[i]);
		if (dot != NULL && strcmp(dot, buf_str(&end)) == 0)
			language = mem_dup_str(languages[i]);
		buf_free(&end);
	}
	if (language == NULL)
		return;
	name = mem_dup_text(base, (size_t)(dot - base));
	if (!kind_is_name(name)) {
		free(name);
		free(language);
		return;
	}
	*list = mem_grow(*list, *n + 1, sizeof(**list));
	(*list)[(*n)++] =
	    (struct kind){ name, language, mem_dup_str(path), from };
}

static void
free_kind(struct kind *k)
{
	free(k->name);
	free(k->language);
	free(k->path);
}

/* Of the same name and language the first folder's stays. */
static void
keep_first(struct kind *list, size_t *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		if (kept > 0 &&
		    strcmp(list[kept - 1].name, list[i].name) == 0 &&
		    strcmp(list[kept - 1].language, list[i].language) == 0)
			free_kind(&list[i]);
		else
			list[kept++] = list[i];
	}
	*n = kept;
}

int
kind_list(const struct place *place, int tenant, struct kind **out, size_t *n)
{
	*out = NULL;
	*n = 0;
	for (size_t which = 0; which < KIND_FOLDERS; which++) {
		char *folder = kind_folder(place, tenant, which);
		struct buf pattern = { 0 };
		glob_t found = { 0 };

		buf_printf(&pattern, "%s/*.md", folder);
		if (glob(buf_str(&pattern), 0, NULL, &found) == 0)
			for (size_t i = 0; i < found.gl_pathc; i++)
				take_file(found.gl_pathv[i], which, out, n);
		globfree(&found);
		buf_free(&pattern);
		free(folder);
	}
	if (*n > 0)
		qsort(*out, *n, sizeof(**out), by_name);
	keep_first(*out, n);
	return ERR_OK;
}

void
kind_list_free(struct kind *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free_kind(&list[i]);
	free(list);
}

static const char *
how_to_write(const char *periods)
{
	return front_lists(periods, "quarter") ? "2026Q3"
	    : front_lists(periods, "month")    ? "2026-07"
					       : "2026";
}

int
kind_fits(const struct template *t, const char *period_kind, const char *site)
{
	const char *name = template_setting(t, "report");
	const char *periods = template_setting(t, "periods");
	const char *scope = template_setting(t, "scope");

	if (periods != NULL && !front_lists(periods, period_kind)) {
		log_warnx("report %s: not about a %s but about: %s (--period "
			  "%s)",
		    name, period_kind, periods, how_to_write(periods));
		return ERR_PARSE;
	}
	if (scope == NULL)
		scope = "organisation";
	if (site == NULL && !front_lists(scope, "organisation")) {
		log_warnx("report %s: of which site? --site NAME", name);
		return ERR_PARSE;
	}
	if (site != NULL && !front_lists(scope, "site")) {
		log_warnx("report %s: of the whole organisation, never of one "
			  "site",
		    name);
		return ERR_PARSE;
	}
	return ERR_OK;
}

void
kind_file_name(const char *number, const char *version, const char *language,
    const char *suffix, struct buf *out)
{
	bool first = strcmp(version, "1.0") == 0;

	buf_printf(out, "%s%s%s.%s%s", number, first ? "" : "-v",
	    first ? "" : version, language, suffix);
}

void
kind_number(const struct template *t, const char *period, long long site,
    char *out, size_t size)
{
	const char *prefix = template_setting(t, "prefix");
	size_t len;

	if (prefix == NULL)
		prefix = template_setting(t, "report");
	snprintf(out, size, "%s-%s", prefix, period);
	len = strlen(out);
	if (site != 0)
		snprintf(out + len, size - len, "-S%lld", site);
}
