/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/brand/brand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/scratch.h"
#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/place.h"
#include "reporter/layout/style.h"

static char home[SCRATCH_MAX];
static const struct place place = { .home = home };

static int
make_home(void **state)
{
	(void)state;
	return mkdtemp(scratch_name(home, "brand")) == NULL;
}

static int
remove_home(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", home);
	return system(command);
}

static char *
below(const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", home, name);
	return buf_take_str(&path);
}

static int warnings;

static void
count_warning(const char *line)
{
	(void)line;
	warnings++;
}

/* A picture of one colour, as a file. */
static char *
make_logo(const char *name, unsigned width, unsigned height)
{
	struct picture p = { width, height, calloc(width * height, 3) };
	char *path = below(name);
	struct buf png = { 0 };

	assert_int_equal(ERR_OK, picture_write(&p, &png));
	assert_int_equal(ERR_OK, file_write(path, png.data, png.len, 0600));
	picture_free(&p);
	buf_free(&png);
	return path;
}

static void
contrast_is_as_wcag_says(void **state)
{
	(void)state;
	assert_float_equal(21, palette_contrast(0x000000, 0xffffff), 0.01);
	assert_float_equal(1, palette_contrast(0x336699, 0x336699), 0.01);
	assert_float_equal(4.48, palette_contrast(0x777777, 0xffffff), 0.01);
	assert_float_equal(4.54, palette_contrast(0x767676, 0xffffff), 0.01);
}

static const struct {
	unsigned colour, on, heading;
} houses[] = {
	/* Dark enough for white letters, and for text on white. */
	{ 0x7a1f5c, 0xffffff, 0x7a1f5c },
	{ 0x767676, 0xffffff, 0x767676 },
	/* Not so: black letters on it, and no text of it. */
	{ 0x777777, 0x000000, 0x102a4c },
	{ 0xffd400, 0x000000, 0x102a4c },
	{ 0xffffff, 0x000000, 0x102a4c },
};

static void
letters_can_be_read_on_every_colour(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(houses); i++) {
		struct palette p = palette_of(true, houses[i].colour, false, 0);

		assert_int_equal(houses[i].on, p.on_surface);
		assert_int_equal(houses[i].heading, p.heading);
	}
	for (unsigned rgb = 0; rgb <= 0xffffff; rgb += 0x0b0d07) {
		struct palette p = palette_of(true, rgb, false, 0);

		assert_true(palette_contrast(p.surface, p.on_surface) >=
		    PALETTE_CONTRAST);
		assert_true(
		    palette_contrast(p.heading, 0xffffff) >= PALETTE_CONTRAST);
		assert_true(
		    palette_contrast(p.strong, HEAD) >= PALETTE_CONTRAST);
	}
}

static void
a_colour_that_cannot_be_read_is_refused_for_text(void **state)
{
	static const struct brand_order pale = { .text = "#ffd400" },
					none = { .text = "yellow" },
					surface = { .colour = "#ffd400" };
	struct brand b;

	(void)state;
	assert_int_equal(ERR_RANGE, brand_set(&place, 1, &pale));
	assert_int_equal(ERR_PARSE, brand_set(&place, 1, &none));
	assert_int_equal(ERR_OK, brand_load(&place, 1, &b));
	assert_false(b.is_set);
	brand_free(&b);
	assert_int_equal(ERR_OK, brand_set(&place, 1, &surface));
	assert_int_equal(ERR_OK, brand_load(&place, 1, &b));
	assert_true(b.is_set);
	assert_int_equal(0xffd400, b.palette.surface);
	brand_free(&b);
}

static void
a_logo_is_made_small_when_it_is_set(void **state)
{
	char *path = make_logo("large.png", 1440, 160);
	const struct brand_order order = { .logo = path };
	struct brand b;

	(void)state;
	assert_int_equal(ERR_OK, brand_set(&place, 1, &order));
	assert_int_equal(ERR_OK, brand_load(&place, 1, &b));
	assert_int_equal(720, b.logo.width);
	assert_int_equal(80, b.logo.height);
	brand_free(&b);
	free(path);
}

/* One line of that colour, on white. */
static bool
is_pale(uint8_t red, uint8_t green, uint8_t blue)
{
	struct picture p = { 50, 50, malloc((size_t)3 * 50 * 50) };
	bool pale;

	memset(p.rgb, 255, (size_t)3 * 50 * 50);
	for (size_t x = 0; x < 50; x++) {
		uint8_t *c = p.rgb + 3 * (25 * 50 + x);

		c[0] = red;
		c[1] = green;
		c[2] = blue;
	}
	pale = picture_is_pale(&p);
	picture_free(&p);
	return pale;
}

static void
what_paper_does_not_show_is_warned_of(void **state)
{
	char *path = make_logo("white.png", 200, 100);
	const struct brand_order order = { .logo = path };
	struct picture white = { 200, 100, malloc((size_t)3 * 200 * 100) };
	struct buf png = { 0 };

	(void)state;
	assert_true(is_pale(255, 255, 255));
	assert_true(is_pale(255, 212, 0)); /* yellow, 1.4 on white */
	assert_false(is_pale(0, 92, 169));
	memset(white.rgb, 255, (size_t)3 * 200 * 100);
	assert_int_equal(ERR_OK, picture_write(&white, &png));
	assert_int_equal(ERR_OK, file_write(path, png.data, png.len, 0600));
	warnings = 0;
	log_divert(count_warning);
	assert_int_equal(ERR_OK, brand_set(&place, 1, &order));
	assert_int_equal(1, warnings);
	free(path);
	path = make_logo("black.png", 200, 100);
	assert_int_equal(ERR_OK,
	    brand_set(&place, 1, &(struct brand_order){ .logo = path }));
	log_divert(NULL);
	assert_int_equal(1, warnings);
	picture_free(&white);
	buf_free(&png);
	free(path);
}

static void
a_logo_that_is_gone_is_an_error_unless_it_may_be(void **state)
{
	static const struct brand_order without = { .logo_missing = "without" };
	char *path = below("templates/brand/logo.png");
	struct brand b;

	(void)state;
	assert_int_equal(0, unlink(path));
	assert_int_equal(ERR_NOTFOUND, brand_load(&place, 1, &b));
	assert_int_equal(ERR_OK, brand_set(&place, 1, &without));
	assert_int_equal(ERR_OK, brand_load(&place, 1, &b));
	assert_int_equal(0, b.logo.width);
	brand_free(&b);
	free(path);
}

static void
a_customer_has_its_own(void **state)
{
	static const struct brand_order theirs = { .colour = "#005ca9",
		.for_tenant = true };
	struct brand b;

	(void)state;
	assert_int_equal(ERR_OK, brand_set(&place, 7, &theirs));
	assert_int_equal(ERR_OK, brand_load(&place, 7, &b));
	assert_int_equal(0x005ca9, b.palette.surface);
	brand_free(&b);
	assert_int_equal(ERR_OK, brand_load(&place, 8, &b));
	assert_int_equal(0xffd400, b.palette.surface);
	brand_free(&b);
}

static void
what_is_no_logo_is_refused(void **state)
{
	static const char gif[] = "GIF89a";
	struct picture p;
	char *path = make_logo("cut.png", 30, 30);
	struct buf data = { 0 };

	(void)state;
	assert_int_equal(ERR_PARSE, picture_read("gif", gif, sizeof(gif), &p));
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &data));
	assert_int_equal(
	    ERR_PARSE, picture_read(path, data.data, data.len / 2, &p));
	assert_null(p.rgb);
	assert_int_equal(
	    ERR_RANGE, picture_read(path, data.data, PICTURE_FILE_MAX + 1, &p));
	buf_free(&data);
	free(path);
}

/* Four pixels, half of them clear: laid on white. */
static void
what_is_clear_becomes_white(void **state)
{
	const char *top = getenv("srcdir");
	struct buf data = { 0 };
	struct picture p;
	char path[4096];

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/picture/clear.png",
	    top != NULL ? top : ".");
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &data));
	assert_int_equal(ERR_OK, picture_read(path, data.data, data.len, &p));
	assert_int_equal(4, p.width);
	assert_int_equal(255, p.rgb[0]); /* red, and not there at all */
	assert_int_equal(255, p.rgb[1]);
	assert_int_equal(255, p.rgb[9]); /* red, more than half */
	assert_in_range(p.rgb[10], 60, 200);
	picture_shrink(&p, 2, 9);
	assert_int_equal(2, p.width);
	assert_int_equal(2, p.height);
	picture_free(&p);
	buf_free(&data);
}

/* Through evidence and back: the same pixels, colours and hash. */
static void
a_brand_is_kept_with_the_evidence(void **state)
{
	static const unsigned char pixels[] = { 1, 2, 3, 0xf0, 0xf1, 0xf2 };
	struct picture p = { 2, 1, malloc(sizeof(pixels)) };
	struct brand b = { .logo = p, .is_set = true }, got;
	struct json *frozen;

	(void)state;
	memcpy(p.rgb, pixels, sizeof(pixels));
	memset(b.hash, 'a', sizeof(b.hash) - 1);
	strcpy(b.colour, "#005ca9");
	frozen = brand_freeze(&b);
	assert_int_equal(ERR_OK, brand_thaw(frozen, &got));
	assert_true(got.is_set);
	assert_string_equal(b.hash, got.hash);
	assert_int_equal(0x005ca9, got.palette.surface);
	assert_int_equal(2, got.logo.width);
	assert_int_equal(1, got.logo.height);
	assert_memory_equal(p.rgb, got.logo.rgb, 6);
	brand_free(&got);
	json_put_text(frozen, "logo", "no picture");
	assert_int_equal(ERR_PARSE, brand_thaw(frozen, &got));
	json_put_text(frozen, "colour", "blue and more");
	assert_int_equal(ERR_PARSE, brand_thaw(frozen, &got));
	json_free(frozen);
	brand_free(&b);
	b = (struct brand){ .is_set = false };
	frozen = brand_freeze(&b);
	assert_int_equal(ERR_OK, brand_thaw(frozen, &got));
	assert_false(got.is_set);
	json_free(frozen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrast_is_as_wcag_says),
		cmocka_unit_test(letters_can_be_read_on_every_colour),
		cmocka_unit_test(
		    a_colour_that_cannot_be_read_is_refused_for_text),
		cmocka_unit_test(a_logo_is_made_small_when_it_is_set),
		cmocka_unit_test(what_paper_does_not_show_is_warned_of),
		cmocka_unit_test(
		    a_logo_that_is_gone_is_an_error_unless_it_may_be),
		cmocka_unit_test(a_customer_has_its_own),
		cmocka_unit_test(what_is_no_logo_is_refused),
		cmocka_unit_test(what_is_clear_becomes_white),
		cmocka_unit_test(a_brand_is_kept_with_the_evidence),
	};
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
