/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/place.h"
#include "reporter/kind.h"
#include "reporter/template/template.h"

enum { TEMPLATE_MAX = 1 << 20 };

static const char *const froms[KIND_FOLDERS] = { "customer", "own", "own",
	"shipped" };

static const char *
setting(const struct template *t, const char *key, const char *missing)
{
	const char *value = t != NULL ? template_setting(t, key) : NULL;

	return value != NULL ? value : missing;
}

static void
print_text(const struct kind *k, const struct template *t)
{
	printf("%-12s %-8s %-20s %-20s %-8s %-8s %s\n", k->name, k->language,
	    setting(t, "periods", "any"), setting(t, "scope", "organisation"),
	    setting(t, "prefix", k->name), froms[k->from],
	    t != NULL ? k->path : "has faults: patchwacht template check");
}

static void
add_json(struct json *list, const struct kind *k, const struct template *t)
{
	struct json *o = json_new_object();

	json_put_text(o, "kind", k->name);
	json_put_text(o, "language", k->language);
	json_put_text(o, "periods", setting(t, "periods", NULL));
	json_put_text(o, "scope", setting(t, "scope", "organisation"));
	json_put_text(o, "prefix", setting(t, "prefix", k->name));
	json_put_text(o, "from", froms[k->from]);
	json_put_text(o, "path", k->path);
	json_put_bool(o, "whole", t != NULL);
	json_add(list, o);
}

int
templates_list(const struct place *place, int tenant, bool json)
{
	struct json *all = json_new_array();
	struct kind *list = NULL;
	size_t n = 0;
	int rc = kind_list(place, tenant, &list, &n);

	if (!json)
		printf("%-12s %-8s %-20s %-20s %-8s %-8s %s\n", "KIND",
		    "LANGUAGE", "PERIODS", "OF", "PREFIX", "FROM", "FILE");
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct template *t = NULL;

		(void)template_load(list[i].path, &t);
		if (json)
			add_json(all, &list[i], t);
		else
			print_text(&list[i], t);
		template_free(t);
	}
	if (json && rc == ERR_OK) {
		char *text = json_pretty(all);

		fputs(text, stdout);
		free(text);
	}
	json_free(all);
	kind_list_free(list, n);
	return rc;
}

/* "audit.en.md" beside "audit.nl.md"; NULL when there is none. */
static char *
other_language(const char *path)
{
	static const char *const ends[][2] = { { ".nl.md", ".en.md" },
		{ ".en.md", ".nl.md" } };
	size_t len = strlen(path);

	for (size_t i = 0; i < 2; i++) {
		struct buf other = { 0 };

		if (len < 6 || strcmp(path + len - 6, ends[i][0]) != 0)
			continue;
		buf_printf(&other, "%.*s%s", (int)len - 6, path, ends[i][1]);
		if (access(buf_str(&other), R_OK) == 0)
			return buf_take_str(&other);
		buf_free(&other);
	}
	return NULL;
}

static int
check_one(const struct place *place, const char *path)
{
	char *values = place_data(place, "templates/reports/values.list");
	char *words = place_data(place, "templates/words");
	char *beside = other_language(path);
	const struct template_lists lists = { values, words };
	int rc = template_inspect(path, beside, &lists);

	if (rc == ERR_OK)
		printf("%s: no faults\n", path);
	free(beside);
	free(words);
	free(values);
	return rc;
}

int
templates_check(const struct place *place, int tenant, const char *path)
{
	struct kind *list = NULL;
	size_t n = 0;
	int rc, one;

	if (path != NULL)
		return check_one(place, path);
	rc = kind_list(place, tenant, &list, &n);
	for (size_t i = 0; i < n; i++) {
		one = check_one(place, list[i].path);
		if (one < 0)
			rc = one;
	}
	kind_list_free(list, n);
	return rc;
}

/* Puts another value behind a key of the front matter. */
static int
set_front(
    const char *from, const char *key, const char *value, struct buf *text)
{
	struct buf line = { 0 }, out = { 0 };
	const char *at;

	buf_printf(&line, "\n%s: ", key);
	at = strstr(buf_str(text), buf_str(&line));
	if (at != NULL) {
		at += line.len;
		buf_add(&out, text->data, (size_t)(at - buf_str(text)));
		buf_add_str(&out, value);
		buf_add_str(&out, at + strcspn(at, "\r\n"));
		buf_free(text);
		*text = out;
	}
	buf_free(&line);
	if (at != NULL)
		return ERR_OK;
	log_warnx("%s: its front matter has no %s", from, key);
	return ERR_PARSE;
}

/* A kind of one's own has numbers of its own: "board-it" gives BOARDIT. */
static int
rename_report(const char *from, const char *as, struct buf *text)
{
	char prefix[9];
	size_t n = 0;
	int rc;

	for (const char *p = as; *p != '\0' && n < sizeof(prefix) - 1; p++)
		if (*p != '-')
			prefix[n++] = *p >= 'a' && *p <= 'z'
			    ? (char)(*p - 'a' + 'A')
			    : *p;
	prefix[n] = '\0';
	rc = set_front(from, "report", as, text);
	return rc == ERR_OK ? set_front(from, "prefix", prefix, text) : rc;
}

static int
copy_one(const struct place *place, int tenant, const struct copy_order *o,
    const char *language)
{
	const char *as = o->as != NULL ? o->as : o->kind;
	char *folder = kind_folder(place, tenant, o->for_tenant ? 0 : 1);
	struct buf text = { 0 }, to = { 0 };
	char *from = NULL;
	int rc;

	rc = kind_find(place, tenant, o->kind, language, &from);
	if (rc == ERR_OK)
		rc = file_read(from, TEMPLATE_MAX, &text);
	if (rc == ERR_OK && o->as != NULL)
		rc = rename_report(from, as, &text);
	buf_printf(&to, "%s/%s.%s.md", folder, as, language);
	if (rc == ERR_OK && !o->force && access(buf_str(&to), F_OK) == 0) {
		log_warnx("%s: is there already; --force writes over it",
		    buf_str(&to));
		rc = ERR_RANGE;
	}
	if (rc == ERR_OK)
		rc = file_make_dir(folder, 0755);
	if (rc == ERR_OK)
		rc = file_write(buf_str(&to), text.data, text.len, 0644);
	if (rc == ERR_OK)
		printf("%s\n", buf_str(&to));
	buf_free(&to);
	buf_free(&text);
	free(from);
	free(folder);
	return rc;
}

int
templates_copy(
    const struct place *place, int tenant, const struct copy_order *order)
{
	static const char *const languages[] = { "nl", "en" };
	char *above = place_home(place, "templates");
	int rc = ERR_OK;

	if (order->as != NULL && !kind_is_name(order->as)) {
		log_warnx("\"%s\": a report is called by small letters, digits "
			  "and dashes",
		    order->as);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = file_make_dir(above, 0755);
	for (size_t i = 0; rc == ERR_OK && i < 2; i++)
		if (order->language == NULL ||
		    strcmp(order->language, languages[i]) == 0)
			rc = copy_one(place, tenant, order, languages[i]);
	free(above);
	return rc;
}

int
templates_values(const struct place *place, const char *word)
{
	enum { VALUES_MAX = 1 << 20 };
	char *path = place_data(place, "templates/reports/values.list");
	struct buf text = { 0 };
	int rc = file_read(path, VALUES_MAX, &text);
	const char *line = rc == ERR_OK ? buf_str(&text) : "";
	size_t told = 0;

	for (size_t len; *line != '\0'; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		if (word != NULL &&
		    memmem(line, len, word, strlen(word)) == NULL)
			continue;
		printf("%.*s\n", (int)len, line);
		told++;
	}
	if (rc == ERR_OK && told == 0) {
		log_warnx("no value has \"%s\" in it", word);
		rc = ERR_NOTFOUND;
	}
	buf_free(&text);
	free(path);
	return rc;
}
