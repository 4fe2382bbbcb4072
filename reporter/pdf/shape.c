/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/shape.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "reporter/pdf/bidi.h"

/* Where a stretch began, and what it is set in. */
struct stretch {
	const char *start;
	int file; /* -1: nothing yet */
	hb_script_t script;
	uint8_t level;
};

uint32_t
shape_next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;
	int n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	uint32_t c = n == 1 ? s[0] : s[0] & (0xff >> (n + 1));

	if (n > end - *p || (s[0] & 0xc0) == 0x80 || s[0] > 0xf7) {
		(*p)++;
		return 0xfffd;
	}
	for (int i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80) {
			(*p)++;
			return 0xfffd;
		}
		c = c << 6 | (s[i] & 0x3f);
	}
	*p += n;
	return c;
}

static bool
is_mark(uint32_t c)
{
	hb_unicode_general_category_t category =
	    hb_unicode_general_category(hb_unicode_funcs_get_default(), c);

	return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
	    category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

/* Marks and blanks stay with the letters before them. */
static int
choose_file(const struct fonts *f, enum face face, const struct stretch *now,
    uint32_t c)
{
	hb_codepoint_t glyph;

	if (now->file >= 0 && (c == ' ' || is_mark(c)) &&
	    hb_font_get_nominal_glyph(fonts_file(f, now->file)->hb, c, &glyph))
		return now->file;
	return fonts_find(f, face, c);
}

/* Lato's ligatures (tti) look odd in Dutch; other scripts need theirs. */
static bool
wants_ligatures(hb_script_t script)
{
	return script != HB_SCRIPT_COMMON && script != HB_SCRIPT_LATIN &&
	    script != HB_SCRIPT_GREEK && script != HB_SCRIPT_CYRILLIC;
}

static void
shape_stretch(struct fonts *f, const struct stretch *now, const char *end,
    shape_cb *on_run, void *of)
{
	static const hb_feature_t plain = { HB_TAG('l', 'i', 'g', 'a'), 0,
		HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
	hb_buffer_t *b = fonts_buffer(f);
	struct shaped s = {
		.file = now->file,
		.font = fonts_file(f, now->file),
		.text = now->start,
		.len = (size_t)(end - now->start),
		.glyphs = b,
		.level = now->level,
	};
	int len = (int)s.len;

	hb_buffer_reset(b);
	hb_buffer_set_cluster_level(
	    b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
	hb_buffer_add_utf8(b, s.text, len, 0, len);
	/* Not the locale's: the same text has the same shape everywhere. */
	hb_buffer_set_language(b, hb_language_from_string("und", -1));
	/* A hyphen between Hebrew letters has no direction of its own. */
	if (now->level > 0)
		hb_buffer_set_direction(
		    b, now->level == 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_guess_segment_properties(b);
	hb_shape(s.font->hb, b, &plain, wants_ligatures(now->script) ? 0 : 1);
	s.backward = HB_DIRECTION_IS_BACKWARD(hb_buffer_get_direction(b));
	on_run(of, &s);
}

static hb_script_t
script_of(uint32_t c, hb_script_t before)
{
	hb_script_t script =
	    hb_unicode_script(hb_unicode_funcs_get_default(), c);

	if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
	    script == HB_SCRIPT_UNKNOWN)
		return before;
	return script;
}

/* Of each character; NULL where all go to the right. */
static uint8_t *
levels_of(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	uint32_t *c;
	uint8_t *level;
	size_t n = 0;

	if (!bidi_is_needed(text, len))
		return NULL;
	c = mem_new(len, sizeof(*c));
	level = mem_new(len, 1);
	while (p < end)
		c[n++] = shape_next(&p, end);
	bidi_levels(c, n, level);
	free(c);
	return level;
}

uint32_t
shape_text(struct fonts *f, enum face face, const char *text, size_t len,
    shape_cb *on_run, void *of)
{
	struct stretch now = { text, -1, HB_SCRIPT_COMMON, 0 };
	const char *end = text + len, *p = text, *at;
	uint8_t *levels = levels_of(text, len), level = 0;
	uint32_t missing = 0, c;
	hb_script_t script;
	int file;

	for (size_t i = 0; p < end; i++) {
		at = p;
		level = levels == NULL ? 0 : levels[i];
		c = shape_next(&p, end);
		file = choose_file(f, face, &now, c);
		script = script_of(c, now.script);
		if (file < 0) {
			missing = missing == 0 ? c : missing;
			file = now.file < 0 ? (int)face : now.file;
		}
		if (now.file >= 0 &&
		    (file != now.file || level != now.level ||
			(script != now.script &&
			    now.script != HB_SCRIPT_COMMON))) {
			shape_stretch(f, &now, at, on_run, of);
			now.start = at;
		}
		now.file = file;
		now.script = script;
		now.level = level;
	}
	if (p > now.start)
		shape_stretch(f, &now, end, on_run, of);
	free(levels);
	return missing;
}
