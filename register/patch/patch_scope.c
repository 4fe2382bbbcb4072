/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/patch_scope.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/fixset.h"
#include "lib/model/scheme.h"
#include "lib/profile/profile.h"
#include "lib/profile/set.h"
#include "lib/store/device/device_store.h"
#include "lib/store/device/directory.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/patch/patch_input.h"
#include "register/profile/profiles.h"
#include "register/setup/check.h"

enum { TARGETS_MAX = 1000, FIXES_MAX = 100 };

struct reading {
	struct context *c;
	struct patch_input *in;
	struct buf why;
	int faults;
};

static void
tell(struct reading *r, const char *field)
{
	r->in->fault(r->in->arg, field, buf_str(&r->why));
	buf_clear(&r->why);
	r->faults++;
}

/* Fixes. */

static const struct scheme *
find_scheme(struct reading *r, const char *name, const char *field)
{
	const struct scheme *s = profiles_scheme(r->in->known, name, &r->why);

	if (s == NULL)
		tell(r, field);
	return s;
}

/* Whether its versions have the shape that the scheme knows. */
static void
check_fix(struct reading *r, const struct patch_fix *f, const char *field)
{
	const struct fix fix = { f->min, f->max, f->all };
	const struct fixset set = { &fix, 1 };
	const struct scheme *s = find_scheme(r, f->scheme, field);

	if (s != NULL && fixset_check(&set, &s, 1, &r->why) < 0)
		tell(r, field);
	buf_clear(&r->why);
}

static void
read_fixes(struct reading *r, struct patch_scope *scope)
{
	struct patch_input *in = r->in;
	size_t n = in->fixes.n;

	if (n > FIXES_MAX) {
		buf_printf(&r->why, "more than %d", FIXES_MAX);
		tell(r, "fixes");
		return;
	}
	in->parsed = mem_new(n, sizeof(*in->parsed));
	in->fix = mem_new(n, sizeof(*in->fix));
	for (size_t i = 0; i < n; i++) {
		struct fix_text *t = &in->parsed[in->n_parsed];

		if (fix_text_parse(in->fixes.word[i], t, &r->why) < 0) {
			tell(r, "fixes");
			continue;
		}
		in->fix[in->n_parsed] = (struct patch_fix){ t->component,
			t->scheme, t->min, t->max, t->all };
		check_fix(r, &in->fix[in->n_parsed], "fixes");
		in->n_parsed++;
	}
	scope->fix = in->fix;
	scope->n_fixes = in->n_parsed;
}

/* Targets. */

/* Versions that a device runs, written as a fix set is: of the product. */
static void
read_versions(struct reading *r)
{
	struct patch_input *in = r->in;

	in->ranges = mem_new(in->versions.n, sizeof(*in->ranges));
	in->range = mem_new(in->versions.n, sizeof(*in->range));
	for (size_t i = 0; i < in->versions.n; i++) {
		struct fix_text *t = &in->ranges[in->n_ranges];

		if (fix_text_parse(in->versions.word[i], t, &r->why) < 0) {
			tell(r, "versions");
			continue;
		}
		in->range[i] = (struct patch_fix){ t->component, t->scheme,
			t->min, t->max, t->all };
		in->n_ranges++;
		if (*t->component != '\0') {
			buf_add_str(&r->why, "is of the product itself");
			tell(r, "versions");
		}
		check_fix(r, &in->range[i], "versions");
	}
}

/* Of many rows each name would be asked for by itself. */
static int
find_device(const struct reading *r, const char *name, int *id)
{
	return r->in->names != NULL
	    ? directory_find(r->in->names, DIRECTORY_DEVICE, name, id)
	    : device_store_find(r->c->db, r->c->tenant, name, id);
}

static void
read_devices(struct reading *r, struct patch_scope *scope)
{
	const struct words *w = &r->in->devices;

	for (size_t i = 0; i < w->n; i++) {
		int id;

		if (find_device(r, w->word[i], &id) < 0) {
			if (r->in->names == NULL)
				missing_words(
				    r->c, MISSING_DEVICE, w->word[i], &r->why);
			else
				buf_printf(&r->why,
				    "there is no device \"%s\" in service",
				    w->word[i]);
			tell(r, "devices");
			continue;
		}
		r->in->target[scope->n_targets++] =
		    (struct patch_target){ .device = id };
	}
}

static void
check_profiles(struct reading *r)
{
	const struct words *w = &r->in->profiles;

	for (size_t i = 0; i < w->n; i++) {
		if (!profiles_check(r->in->known, w->word[i], &r->why))
			tell(r, "profiles");
	}
}

static void
check_words_of(struct reading *r, const struct words *w, const char *field,
    int (*check)(const char *text, struct buf *why))
{
	for (size_t i = 0; i < w->n; i++) {
		if (check(w->word[i], &r->why) < 0)
			tell(r, field);
	}
}

static int
check_tag(const char *text, struct buf *why)
{
	struct buf tags = { 0 };
	int rc = check_tags(text, &tags, why);

	if (rc == ERR_OK && strcmp(text, buf_str(&tags)) != 0) {
		buf_printf(why, "\"%s\" is not one word", text);
		rc = ERR_PARSE;
	}
	buf_free(&tags);
	return rc;
}

/* The i-th word, or NULL where there is none to choose from. */
static const char *
choice(const struct words *w, size_t i)
{
	return w->n == 0 ? NULL : w->word[i];
}

static size_t
choices(const struct words *w)
{
	return w->n == 0 ? 1 : w->n;
}

static int
find_site(struct reading *r, const char *name)
{
	const struct directory *names = r->in->names;
	int id = 0;

	if (name != NULL &&
	    (names != NULL
		    ? directory_find(names, DIRECTORY_SITE, name, &id)
		    : site_find(r->c->db, r->c->tenant, name, &id)) < 0) {
		if (names == NULL)
			missing_words(r->c, MISSING_SITE, name, &r->why);
		else
			buf_printf(&r->why, "there is no site \"%s\"", name);
		tell(r, "sites");
	}
	return id;
}

/* Any one value of each: the i-th way to choose. */
static struct patch_target
combination(const struct patch_input *in, size_t i)
{
	struct patch_target t = { 0 };

	t.profile = choice(&in->profiles, i % choices(&in->profiles));
	i /= choices(&in->profiles);
	t.model = choice(&in->models, i % choices(&in->models));
	i /= choices(&in->models);
	t.tag = choice(&in->tags, i % choices(&in->tags));
	i /= choices(&in->tags);
	if (in->versions.n > 0)
		t.versions = &in->range[i];
	return t;
}

static void
combine(struct reading *r, struct patch_scope *scope)
{
	const struct patch_input *in = r->in;
	size_t n = choices(&in->profiles) * choices(&in->models) *
	    choices(&in->tags) * choices(&in->versions);

	for (size_t s = 0; s < choices(&in->sites); s++) {
		int site = find_site(r, choice(&in->sites, s));

		for (size_t i = 0; i < n; i++) {
			struct patch_target t = combination(in, i);

			t.site = site;
			in->target[scope->n_targets++] = t;
		}
	}
}

static void
read_targets(struct reading *r, struct patch_scope *scope)
{
	struct patch_input *in = r->in;
	bool by_kind =
	    in->profiles.n + in->models.n + in->tags.n + in->versions.n > 0;
	size_t n = in->devices.n;

	if (in->sites.n > 0 && !by_kind) {
		buf_add_str(&r->why,
		    "a site alone is too wide; say for which "
		    "profile, model, versions or tag there");
		tell(r, "sites");
		return;
	}
	if (by_kind)
		n += choices(&in->profiles) * choices(&in->models) *
		    choices(&in->tags) * choices(&in->versions) *
		    choices(&in->sites);
	if (n > TARGETS_MAX) {
		buf_printf(&r->why, "more than %d targets", TARGETS_MAX);
		tell(r, "devices");
		return;
	}
	in->target = mem_new(n, sizeof(*in->target));
	read_devices(r, scope);
	check_profiles(r);
	read_versions(r);
	check_words_of(r, &in->models, "models", check_prose);
	check_words_of(r, &in->tags, "tags", check_tag);
	if (by_kind)
		combine(r, scope);
	scope->target = in->target;
}

int
patch_scope_read(
    struct context *c, struct patch_input *in, struct patch_scope *scope)
{
	struct reading r = { .c = c, .in = in };

	*scope = (struct patch_scope){ 0 };
	read_fixes(&r, scope);
	read_targets(&r, scope);
	buf_free(&r.why);
	return r.faults;
}
