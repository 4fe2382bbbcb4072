/* SPDX-License-Identifier: Apache-2.0 */
#include "register/report/schedule_input.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/device/device_store.h"
#include "lib/store/device/tenant_store.h"
#include "lib/store/place.h"
#include "lib/store/report/schedule_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/report/schedule_fits.h"
#include "register/setup/check.h"

enum { DAYS_MAX = 60, MAILS_MAX = 50 };

static const char *const spans[] = { "month", "quarter", "year", NULL };

void
schedule_texts_free(struct schedule_texts *t)
{
	buf_free(&t->languages);
	buf_free(&t->recipients);
}

static int
read_span(const struct schedule_input *in, struct schedule *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	out->every = in->every; /* else as the template has it */
	if (in->every != NULL)
		rc = check_tell(
		    check_word(in->every, spans, &why), "--every", &why);
	buf_free(&why);
	return rc;
}

enum { FOLDERS = 4 };

/* One's own, those for all, and the shipped ones: the first that has a template
 * wins, as for the reporter. Each is the caller's to free(). */
static void
list_folders(const struct context *c, char *out[FOLDERS])
{
	struct buf own = { 0 };

	buf_printf(&own, "templates/tenant-%d", c->tenant);
	out[0] = place_home(&c->place, buf_str(&own));
	out[1] = place_home(&c->place, "templates");
	out[2] = mem_dup_str(SYSCONFDIR "/templates");
	out[3] = place_data(&c->place, "templates/reports");
	buf_free(&own);
}

/* NULL, or the caller's to free(). */
static char *
find_template(const struct context *c, const char *kind, const char *language)
{
	char *folders[FOLDERS], *found = NULL;
	struct buf path = { 0 };

	list_folders(c, folders);
	for (size_t i = 0; i < FOLDERS; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%s.%s.md", folders[i], kind, language);
		if (found == NULL && access(buf_str(&path), R_OK) == 0)
			found = mem_dup_str(buf_str(&path));
		free(folders[i]);
	}
	buf_free(&path);
	return found;
}

/* Each kind that has a template in this language; twice where two do. */
static void
find_kinds(const struct context *c, const char *language, glob_t *found)
{
	char *folders[FOLDERS];
	struct buf pattern = { 0 };

	*found = (glob_t){ 0 };
	list_folders(c, folders);
	for (size_t i = 0; i < FOLDERS; i++) {
		buf_clear(&pattern);
		buf_printf(&pattern, "%s/*.%s.md", folders[i], language);
		(void)glob(
		    buf_str(&pattern), i > 0 ? GLOB_APPEND : 0, NULL, found);
		free(folders[i]);
	}
	buf_free(&pattern);
}

/* "/.../audit.nl.md" is cut to "audit". */
static const char *
cut_kind(char *path)
{
	char *name = strrchr(path, '/') + 1;

	*strchr(name, '.') = '\0';
	return name;
}

static bool
was_before(const glob_t *found, size_t n, const char *kind)
{
	size_t i = 0;

	while (i < n && strcmp(strrchr(found->gl_pathv[i], '/') + 1, kind) != 0)
		i++;
	return i < n;
}

static void
tell_no_kind(const struct context *c, const char *kind, const char *language)
{
	struct buf why = { 0 };
	struct choice choice;
	glob_t found;

	choice_start(&choice, kind);
	find_kinds(c, language, &found);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *name = cut_kind(found.gl_pathv[i]);

		if (!was_before(&found, i, name))
			choice_offer(&choice, name);
	}
	choice_tell(&choice, &why);
	complain("--kind: in language %s: %s", language, buf_str(&why));
	globfree(&found);
	buf_free(&why);
}

static int
read_language(struct context *c, const struct schedule_input *in,
    struct schedule *s, const char *language, struct buf *out)
{
	struct buf why = { 0 };
	char *path;
	int rc = check_tell(check_language(language, &why), "--language", &why);

	buf_free(&why);
	if (rc < 0)
		return rc;
	path = find_template(c, s->kind, language);
	if (path == NULL) {
		tell_no_kind(c, s->kind, language);
		return ERR_PARSE;
	}
	rc = schedule_fits(path, in, s);
	free(path);
	buf_printf(out, "%s%s", out->len > 1 ? "," : "", language);
	return rc;
}

static int
read_languages(struct context *c, const struct schedule_input *in,
    struct schedule *s, struct buf *out)
{
	const struct words *given = &in->languages;
	struct db_rows *rows = NULL;
	struct tenant t;
	int rc = tenant_store_load(c->db, c->tenant, &t, &rows);

	if (rc == ERR_OK && given->n > 2) {
		complain("--language: nl, en, or both");
		rc = ERR_PARSE;
	}
	buf_add_u8(out, '{');
	if (rc == ERR_OK && given->n == 0)
		rc = read_language(c, in, s, t.language, out);
	for (size_t i = 0; rc == ERR_OK && i < given->n; i++)
		rc = read_language(c, in, s, given->word[i], out);
	buf_add_u8(out, '}');
	db_rows_free(rows);
	return rc;
}

/* Addresses that pass have no character that an array would read. */
static int
read_recipients(const struct words *mails, struct buf *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (mails->n > MAILS_MAX) {
		complain("--mail: at most %d addresses", MAILS_MAX);
		return ERR_PARSE;
	}
	buf_add_u8(out, '{');
	for (size_t i = 0; rc == ERR_OK && i < mails->n; i++) {
		rc = check_tell(
		    check_mail(mails->word[i], &why), "--mail", &why);
		buf_printf(out, "%s\"%s\"", i > 0 ? "," : "", mails->word[i]);
	}
	buf_add_u8(out, '}');
	buf_free(&why);
	return rc;
}

int
schedule_check_folder(const char *text, struct buf *why)
{
	int rc = check_name(text, why);

	if (rc == ERR_OK && *text == '.') {
		buf_printf(why, "\"%s\" begins with a point", text);
		rc = ERR_PARSE;
	}
	return rc;
}

static int
read_place(
    struct context *c, const struct schedule_input *in, struct schedule *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	out->each_site = in->each_site;
	out->bundle = in->bundle;
	out->folder = in->folder;
	if (in->folder != NULL)
		rc = check_tell(
		    schedule_check_folder(in->folder, &why), "--folder", &why);
	buf_free(&why);
	if (rc == ERR_OK && in->site != NULL && in->each_site) {
		complain("--site and --each-site: one of them");
		return ERR_PARSE;
	}
	if (rc < 0 || in->site == NULL)
		return rc;
	rc = site_find(c->db, c->tenant, in->site, &out->site);
	if (rc == ERR_NOTFOUND) {
		missing_tell(c, NULL, MISSING_SITE, in->site);
		rc = ERR_PARSE;
	}
	return rc;
}

/* As `patchwacht init --readers` takes it, of this schedule alone. */
static int
read_readers(const char *text, struct schedule *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	out->readers = text;
	if (text != NULL)
		rc = check_tell(
		    check_readers_text(text, &why), "--readers", &why);
	buf_free(&why);
	return rc;
}

static int
read_since(const char *text, struct schedule *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	out->since = CLOCK_NONE;
	if (text != NULL)
		rc = check_tell(
		    check_time(text, &out->since, &why), "--since", &why);
	buf_free(&why);
	return rc;
}

int
schedule_input_read(struct context *c, const char *name,
    const struct schedule_input *in, struct schedule *out,
    struct schedule_texts *texts)
{
	struct buf why = { 0 };
	int rc = check_tell(check_name(name, &why), "NAME", &why);

	*out = (struct schedule){ .name = name, .kind = in->kind };
	if (rc == ERR_OK && in->kind == NULL) {
		complain("--kind is missing: quarterly, ...");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = check_tell(check_name(in->kind, &why), "--kind", &why);
	buf_free(&why);
	if (rc == ERR_OK && in->days > DAYS_MAX) {
		complain("--days: at most %d", DAYS_MAX);
		rc = ERR_PARSE;
	}
	out->days = (int)in->days;
	if (rc == ERR_OK)
		rc = read_span(in, out);
	if (rc == ERR_OK)
		rc = read_languages(c, in, out, &texts->languages);
	if (rc == ERR_OK)
		rc = read_recipients(&in->mails, &texts->recipients);
	if (rc == ERR_OK)
		rc = read_place(c, in, out);
	if (rc == ERR_OK)
		rc = read_readers(in->readers, out);
	if (rc == ERR_OK)
		rc = read_since(in->since, out);
	out->languages = buf_str(&texts->languages);
	out->recipients = buf_str(&texts->recipients);
	return rc;
}
