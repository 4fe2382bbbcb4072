/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/font.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "reporter/pdf/shape.h"

enum { CACHE_SLOTS = 1 << 15, CACHE_WORD_MAX = 44 };

/* A word's width, kept: a table measures the same words over and over. */
struct slot {
	uint8_t len, face;
	char word[CACHE_WORD_MAX];
	double width;
};

struct fonts {
	struct font file[FONT_FILES];
	hb_buffer_t *buffer;
	struct slot *cache;
};

/* In the order of enum face, then what they fall back on. */
static const struct {
	const char *path, *package;
} files[FONT_FILES] = {
	{ "lato/Lato-Regular.ttf", "fonts-lato" },
	{ "lato/Lato-Italic.ttf", "fonts-lato" },
	{ "lato/Lato-Semibold.ttf", "fonts-lato" },
	{ "lato/Lato-Bold.ttf", "fonts-lato" },
	{ "lato/Lato-BoldItalic.ttf", "fonts-lato" },
	{ "lato/Lato-Light.ttf", "fonts-lato" },
	{ "liberation/LiberationMono-Regular.ttf", "fonts-liberation" },
	{ "noto/NotoSans-Regular.ttf", "fonts-noto-core" },
	{ "noto/NotoSans-Bold.ttf", "fonts-noto-core" },
	{ "noto/NotoSansArabic-Regular.ttf", "fonts-noto-core" },
	{ "noto/NotoSansArabic-Bold.ttf", "fonts-noto-core" },
	{ "noto/NotoSansHebrew-Regular.ttf", "fonts-noto-core" },
	{ "noto/NotoSansMath-Regular.ttf", "fonts-noto-core" },
};

enum { CHAIN = 5 };
#define REGULAR_CHAIN 7, 9, 11, 12
#define BOLD_CHAIN    8, 10, 11, 12

static const int chains[FACE_COUNT][CHAIN] = {
	[FACE_REGULAR] = { 0, REGULAR_CHAIN },
	[FACE_ITALIC] = { 1, REGULAR_CHAIN },
	[FACE_SEMIBOLD] = { 2, BOLD_CHAIN },
	[FACE_BOLD] = { 3, BOLD_CHAIN },
	[FACE_BOLD_ITALIC] = { 4, BOLD_CHAIN },
	[FACE_LIGHT] = { 5, REGULAR_CHAIN },
	[FACE_MONO] = { 6, REGULAR_CHAIN },
};

static int
open_file(struct font *f, const char *dir, int i)
{
	unsigned size = sizeof(f->name);
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s", dir, files[i].path);
	f->blob = hb_blob_create_from_file_or_fail(path);
	if (f->blob == NULL) {
		log_warnx("font %s: not found; it is in the package %s", path,
		    files[i].package);
		return ERR_NOTFOUND;
	}
	f->face = hb_face_create(f->blob, 0);
	f->upem = hb_face_get_upem(f->face);
	f->hb = hb_font_create(f->face);
	hb_font_set_scale(f->hb, (int)f->upem, (int)f->upem);
	hb_ot_name_get_utf8(f->face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
	    HB_LANGUAGE_INVALID, &size, f->name);
	return ERR_OK;
}

int
fonts_open(const char *dir, struct fonts **out)
{
	struct fonts *f = mem_new(1, sizeof(*f));
	int rc = ERR_OK;

	if (dir == NULL)
		dir = "/usr/share/fonts/truetype";
	for (int i = 0; i < FONT_FILES && rc == ERR_OK; i++)
		rc = open_file(&f->file[i], dir, i);
	if (rc < 0) {
		fonts_free(f);
		return rc;
	}
	f->buffer = hb_buffer_create();
	f->cache = mem_new(CACHE_SLOTS, sizeof(*f->cache));
	*out = f;
	return ERR_OK;
}

void
fonts_free(struct fonts *f)
{
	if (f == NULL)
		return;
	for (int i = 0; i < FONT_FILES; i++) {
		if (f->file[i].blob == NULL)
			continue;
		hb_font_destroy(f->file[i].hb);
		hb_face_destroy(f->file[i].face);
		hb_blob_destroy(f->file[i].blob);
	}
	if (f->buffer != NULL)
		hb_buffer_destroy(f->buffer);
	free(f->cache);
	free(f);
}

const struct font *
fonts_file(const struct fonts *f, int file)
{
	return &f->file[file];
}

hb_buffer_t *
fonts_buffer(struct fonts *f)
{
	return f->buffer;
}

int
fonts_find(const struct fonts *f, enum face face, uint32_t codepoint)
{
	hb_codepoint_t glyph;

	for (int i = 0; i < CHAIN; i++) {
		int file = chains[face][i];

		if (hb_font_get_nominal_glyph(
			f->file[file].hb, codepoint, &glyph))
			return file;
	}
	return -1;
}

bool
fonts_cover(const struct fonts *f, uint32_t codepoint)
{
	for (int face = 0; face < FACE_COUNT; face++) {
		if (fonts_find(f, (enum face)face, codepoint) < 0)
			return false;
	}
	return true;
}

static void
add_advances(void *of, const struct shaped *s)
{
	unsigned n;
	hb_glyph_position_t *at = hb_buffer_get_glyph_positions(s->glyphs, &n);
	long sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += at[i].x_advance;
	*(double *)of += (double)sum / s->font->upem;
}

static double
measure(struct fonts *f, enum face face, const char *text, size_t len)
{
	double width = 0;

	shape_text(f, face, text, len, add_advances, &width);
	return width;
}

double
fonts_width(struct fonts *f, enum face face, const char *text, size_t len)
{
	uint32_t hash = 2166136261u ^ face;
	struct slot *slot;

	if (len == 0)
		return 0;
	if (len > CACHE_WORD_MAX)
		return measure(f, face, text, len);
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	slot = &f->cache[(hash ^ hash >> 16) & (CACHE_SLOTS - 1)];
	if (slot->len != len || slot->face != face ||
	    memcmp(slot->word, text, len) != 0) {
		slot->width = measure(f, face, text, len);
		slot->len = (uint8_t)len;
		slot->face = (uint8_t)face;
		memcpy(slot->word, text, len);
	}
	return slot->width;
}
