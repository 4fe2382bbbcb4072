/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/brand/brand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/base64.h"
#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/place.h"
#include "reporter/kind.h"

enum { CONF_MAX = 1 << 16 };

static const struct conf_option options[] = {
	{ .name = "colour", .type = CONF_TEXT },
	{ .name = "text", .type = CONF_TEXT },
	{ .name = "logo", .type = CONF_BOOL, .by_default = "false" },
	{ .name = "logo-missing", .type = CONF_TEXT, .by_default = "error" },
	{ 0 },
};

/* What brand.conf says. */
struct setting {
	char colour[8], text[8]; /* "": as shipped */
	bool logo, without;      /* without: when it is gone */
};

static char *
path_in(const struct place *place, int tenant, size_t which, const char *name)
{
	char *folder = kind_folder(place, tenant, which);
	struct buf path = { 0 };

	buf_printf(&path, "%s/brand/%s", folder, name);
	free(folder);
	return buf_take_str(&path);
}

/* The folder that holds: the customer's own, or everybody's; -1: none. */
static int
find_folder(const struct place *place, int tenant)
{
	for (int which = 0; which < 2; which++) {
		char *path =
		    path_in(place, tenant, (size_t)which, "brand.conf");
		bool there = access(path, F_OK) == 0;

		free(path);
		if (there)
			return which;
	}
	return -1;
}

/* A colour that letters have must be readable on white. */
static int
check_colours(const char *where, const struct setting *s)
{
	unsigned rgb;

	if (*s->colour != '\0' && !palette_parse(s->colour, &rgb)) {
		log_warnx(
		    "%s: colour: \"%s\" is not like #005ca9", where, s->colour);
		return ERR_PARSE;
	}
	if (*s->text == '\0')
		return ERR_OK;
	if (!palette_parse(s->text, &rgb)) {
		log_warnx(
		    "%s: text: \"%s\" is not like #005ca9", where, s->text);
		return ERR_PARSE;
	}
	if (palette_contrast(rgb, 0xffffff) >= PALETTE_CONTRAST)
		return ERR_OK;
	log_warnx("%s: text: %s has a contrast of %.1f on white, and text "
		  "wants %.1f; as colour of surfaces it may be used",
	    where, s->text, palette_contrast(rgb, 0xffffff), PALETTE_CONTRAST);
	return ERR_RANGE;
}

static int
keep_text(const struct conf_section *c, const char *name, char out[8])
{
	const char *text = conf_text(c, name);

	if (text == NULL)
		return ERR_OK;
	if (strlen(text) > 7) {
		log_warnx("%s:%u: %s is not like #005ca9", conf_file(c),
		    conf_line_of(c, name), name);
		return ERR_PARSE;
	}
	snprintf(out, 8, "%s", text);
	return ERR_OK;
}

static int
read_setting(const char *path, struct setting *out)
{
	const struct conf_section *c;
	struct conf *conf = NULL;
	const char *missing;
	int rc = conf_load(path, options, &conf);

	if (rc < 0)
		return rc;
	c = conf_root(conf);
	missing = conf_text(c, "logo-missing");
	out->logo = conf_bool(c, "logo");
	out->without = strcmp(missing, "without") == 0;
	rc = keep_text(c, "colour", out->colour);
	if (rc == ERR_OK)
		rc = keep_text(c, "text", out->text);
	if (rc == ERR_OK && !out->without && strcmp(missing, "error") != 0) {
		log_warnx("%s:%u: logo-missing: error or without", path,
		    conf_line_of(c, "logo-missing"));
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = check_colours(path, out);
	conf_free(conf);
	return rc;
}

/* Files of the folder, into what a report can be compared by. */
static int
add_file(struct digest *d, const char *path, int64_t most, struct buf *out)
{
	int rc = file_read(path, (size_t)most, out);

	if (rc == ERR_OK)
		digest_add(d, out->data, out->len);
	return rc;
}

static int
load_logo(const char *path, const struct setting *s, struct digest *d,
    struct picture *out)
{
	struct buf data = { 0 };
	int rc;

	if (access(path, F_OK) == -1) {
		if (s->without)
			return ERR_OK;
		log_warnx("%s: the logo is not there; put it back with "
			  "`patchwacht template brand --logo FILE`, or go on "
			  "with `--logo-missing without`",
		    path);
		return ERR_NOTFOUND;
	}
	rc = add_file(d, path, PICTURE_FILE_MAX, &data);
	if (rc == ERR_OK)
		rc = picture_read(path, data.data, data.len, out);
	if (rc == ERR_OK)
		picture_shrink(out, PICTURE_KEPT_WIDTH, PICTURE_KEPT_HEIGHT);
	buf_free(&data);
	return rc;
}

static struct palette
palette_by(const struct setting *s)
{
	unsigned colour = 0, text = 0;
	bool has_colour = palette_parse(s->colour, &colour);
	bool has_text = palette_parse(s->text, &text);

	return palette_of(has_colour, colour, has_text, text);
}

int
brand_load(const struct place *place, int tenant, struct brand *out)
{
	int which = find_folder(place, tenant), rc;
	struct setting s = { .text = "" };
	struct digest *d = digest_new();
	uint8_t hash[DIGEST_LEN];
	char *conf = NULL, *logo = NULL;
	struct buf text = { 0 };

	*out = (struct brand){ .palette = palette_default() };
	rc = ERR_OK;
	if (which < 0)
		goto out;
	conf = path_in(place, tenant, (size_t)which, "brand.conf");
	logo = path_in(place, tenant, (size_t)which, "logo.png");
	rc = read_setting(conf, &s);
	if (rc == ERR_OK)
		rc = add_file(d, conf, CONF_MAX, &text);
	if (rc == ERR_OK && s.logo)
		rc = load_logo(logo, &s, d, &out->logo);
	if (rc < 0)
		goto out;
	out->palette = palette_by(&s);
	memcpy(out->colour, s.colour, sizeof(out->colour));
	memcpy(out->text, s.text, sizeof(out->text));
	out->is_set = true;
out:
	digest_finish(d, hash);
	digest_hex(hash, DIGEST_LEN, out->hash);
	buf_free(&text);
	free(conf);
	free(logo);
	return rc;
}

void
brand_free(struct brand *b)
{
	picture_free(&b->logo);
}

struct json *
brand_freeze(const struct brand *b)
{
	struct buf png = { 0 }, text = { 0 };
	struct json *o = json_new_object();

	if (!b->is_set)
		return o;
	json_put_text(o, "sha256", b->hash);
	json_put_text(o, "colour", b->colour);
	json_put_text(o, "text", b->text);
	if (b->logo.width > 0 && picture_write(&b->logo, &png) == ERR_OK) {
		base64_add(&text, png.data, png.len);
		json_put_text(o, "logo", buf_str(&text));
	}
	buf_free(&png);
	buf_free(&text);
	return o;
}

static bool
thaw_text(const struct json *frozen, const char *key, char *out, size_t size)
{
	const char *text = json_get_text(frozen, key);

	if (text == NULL || strlen(text) >= size)
		return false;
	snprintf(out, size, "%s", text);
	return true;
}

static int
thaw_logo(const char *text, struct picture *out)
{
	struct buf png = { 0 };
	int rc = ERR_PARSE;

	if (text == NULL)
		return ERR_OK;
	if (base64_take(text, strlen(text), &png))
		rc = picture_read(
		    "the logo of the evidence", png.data, png.len, out);
	else
		log_warnx("the evidence: its logo is no base64");
	if (rc == ERR_OK)
		picture_shrink(out, PICTURE_KEPT_WIDTH, PICTURE_KEPT_HEIGHT);
	buf_free(&png);
	return rc;
}

int
brand_thaw(const struct json *frozen, struct brand *out)
{
	struct setting s = { .logo = false };
	int rc;

	*out = (struct brand){ .palette = palette_default() };
	if (json_len(frozen) == 0)
		return ERR_OK;
	if (!thaw_text(frozen, "sha256", out->hash, sizeof(out->hash)) ||
	    !thaw_text(frozen, "colour", s.colour, sizeof(s.colour)) ||
	    !thaw_text(frozen, "text", s.text, sizeof(s.text))) {
		log_warnx("the evidence: its brand is not one of ours");
		return ERR_PARSE;
	}
	rc = check_colours("the evidence", &s);
	if (rc == ERR_OK)
		rc = thaw_logo(json_get_text(frozen, "logo"), &out->logo);
	if (rc < 0)
		return rc;
	memcpy(out->colour, s.colour, sizeof(out->colour));
	memcpy(out->text, s.text, sizeof(out->text));
	out->palette = palette_by(&s);
	out->is_set = true;
	return ERR_OK;
}

/* No error: an organisation may have a pale logo, and want it so. */
static void
warn_of_pale(const char *name, const struct picture *p)
{
	if (picture_is_pale(p))
		log_warnx(
		    "%s: on white paper this logo can hardly be seen, if "
		    "at all; take the one that is made for a white ground",
		    name);
}

/* Checked, flattened and made small, before it may be in a report. */
static int
take_logo(const char *from, const char *to)
{
	struct buf data = { 0 }, png = { 0 };
	struct picture p = { 0 };
	int rc = file_read(from, PICTURE_FILE_MAX, &data);

	if (rc == ERR_OK)
		rc = picture_read(from, data.data, data.len, &p);
	if (rc == ERR_OK) {
		picture_shrink(&p, PICTURE_KEPT_WIDTH, PICTURE_KEPT_HEIGHT);
		rc = picture_write(&p, &png);
	}
	if (rc == ERR_OK)
		rc = file_write(to, png.data, png.len, 0644);
	if (rc == ERR_OK) {
		printf("%s: %u x %u pixels\n", to, p.width, p.height);
		warn_of_pale(from, &p);
	}
	picture_free(&p);
	buf_free(&png);
	buf_free(&data);
	return rc;
}

static int
write_setting(const char *path, const struct setting *s)
{
	struct buf text = { 0 };
	int rc;

	buf_add_str(&text, "# Made by patchwacht template brand.\n");
	if (*s->colour != '\0')
		buf_printf(&text, "colour = \"%s\"\n", s->colour);
	if (*s->text != '\0')
		buf_printf(&text, "text = \"%s\"\n", s->text);
	buf_printf(&text, "logo = %s\nlogo-missing = \"%s\"\n",
	    s->logo ? "true" : "false", s->without ? "without" : "error");
	rc = file_write(path, text.data, text.len, 0644);
	if (rc == ERR_OK)
		printf("%s\n", path);
	buf_free(&text);
	return rc;
}

static int
apply_order(const struct brand_order *o, struct setting *s)
{
	static const char *const missing[] = { "error", "without", NULL };
	struct buf why = { 0 };
	const struct {
		const char *value;
		char *into;
	} texts[] = { { o->colour, s->colour }, { o->text, s->text } };

	for (size_t i = 0; i < 2; i++) {
		if (texts[i].value == NULL)
			continue;
		if (strlen(texts[i].value) > 7) {
			log_warnx("\"%s\" is not like #005ca9", texts[i].value);
			return ERR_PARSE;
		}
		snprintf(texts[i].into, 8, "%s", texts[i].value);
	}
	if (o->logo != NULL)
		s->logo = *o->logo != '\0';
	if (o->logo_missing != NULL) {
		s->without = strcmp(o->logo_missing, "without") == 0;
		if (choice_check(o->logo_missing, missing, &why) < 0) {
			log_warnx("--logo-missing: %s", buf_str(&why));
			buf_free(&why);
			return ERR_PARSE;
		}
	}
	return check_colours("brand", s);
}

static int
make_folders(const struct place *place, int tenant, size_t which)
{
	char *all = place_home(place, "templates");
	char *above = kind_folder(place, tenant, which);
	char *folder = path_in(place, tenant, which, "");
	int rc = file_make_dir(all, 0755);

	if (rc == ERR_OK)
		rc = file_make_dir(above, 0755);
	if (rc == ERR_OK)
		rc = file_make_dir(folder, 0755);
	free(all);
	free(above);
	free(folder);
	return rc;
}

int
brand_set(
    const struct place *place, int tenant, const struct brand_order *order)
{
	size_t which = order->for_tenant ? 0 : 1;
	char *conf = path_in(place, tenant, which, "brand.conf");
	char *logo = path_in(place, tenant, which, "logo.png");
	struct setting s = { .text = "" };
	int rc = ERR_OK;

	if (access(conf, F_OK) == 0)
		rc = read_setting(conf, &s);
	if (rc == ERR_OK)
		rc = apply_order(order, &s);
	if (rc == ERR_OK)
		rc = make_folders(place, tenant, which);
	if (rc == ERR_OK && order->logo != NULL && *order->logo != '\0')
		rc = take_logo(order->logo, logo);
	if (rc == ERR_OK)
		rc = write_setting(conf, &s);
	free(logo);
	free(conf);
	return rc;
}

int
brand_show(const struct place *place, int tenant)
{
	int which = find_folder(place, tenant);
	struct brand b;
	int rc = brand_load(place, tenant, &b);

	if (rc == ERR_OK && which < 0)
		printf("no logo or colour of one's own\n");
	if (rc == ERR_OK && which >= 0) {
		char *folder = path_in(place, tenant, (size_t)which, "");

		printf("from     %s\n", folder);
		printf("surface  #%06x, letters on it #%06x\n",
		    b.palette.surface, b.palette.on_surface);
		printf("text     #%06x, contrast on white %.1f\n",
		    b.palette.heading,
		    palette_contrast(b.palette.heading, 0xffffff));
		if (b.logo.width > 0)
			printf("logo     %u x %u pixels%s\n", b.logo.width,
			    b.logo.height,
			    picture_is_pale(&b.logo) ? ", hardly seen on white"
						     : "");
		else
			printf("logo     none\n");
		free(folder);
	}
	brand_free(&b);
	return rc;
}
