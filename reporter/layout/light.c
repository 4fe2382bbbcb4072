/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

/* A disc, a triangle, an octagon and a square: told apart without colour. */

unsigned
light_colour(enum light light)
{
	static const unsigned colours[] = {
		[LIGHT_NONE] = NAVY,
		[LIGHT_GREEN] = GREEN,
		[LIGHT_ORANGE] = ORANGE,
		[LIGHT_RED] = RED,
		[LIGHT_GREY] = GREY,
	};

	return colours[light];
}

unsigned
light_tint(enum light light)
{
	static const unsigned tints[] = {
		[LIGHT_NONE] = PALE,
		[LIGHT_GREEN] = 0xedf6f1,
		[LIGHT_ORANGE] = 0xfdf4e6,
		[LIGHT_RED] = 0xfcf0ee,
		[LIGHT_GREY] = PALE,
	};

	return tints[light];
}

/* Points are shares of the square, from its left top. */
static void
put_polygon(struct canvas *c, const double *share, size_t n, double x, double y,
    double size, unsigned rgb)
{
	double xy[16];

	for (size_t i = 0; i < n; i++) {
		xy[2 * i] = x + share[2 * i] * size;
		xy[2 * i + 1] = y + share[2 * i + 1] * size;
	}
	canvas_polygon(c, xy, n, rgb);
}

static void
put_stroke(struct canvas *c, const double *share, size_t n, double x, double y,
    double size)
{
	const struct stroke white = {
		.rgb = WHITE,
		.width = size * 0.13,
		.round = true,
	};
	double xy[8];

	for (size_t i = 0; i < n; i++) {
		xy[2 * i] = x + share[2 * i] * size;
		xy[2 * i + 1] = y + share[2 * i + 1] * size;
	}
	canvas_line(c, xy, n, &white);
}

void
put_light(struct canvas *c, enum light light, double x, double y, double size)
{
	static const double tick[] = { .28, .50, .44, .67, .74, .33 };
	static const double triangle[] = { .5, -.02, 1.06, 1, -.06, 1 };
	static const double stem[] = { .5, .36, .5, .64 };
	static const double dot[] = { .5, .815, .5, .82 };
	static const double octagon[] = { .29, 0, .71, 0, 1, .29, 1, .71, .71,
		1, .29, 1, 0, .71, 0, .29 };
	static const double down[] = { .32, .32, .68, .68 };
	static const double up[] = { .32, .68, .68, .32 };
	static const double bar[] = { .28, .5, .72, .5 };
	unsigned rgb = light_colour(light);

	switch (light) {
	case LIGHT_GREEN:
		canvas_circle(
		    c, x + size / 2, y + size / 2, size / 2, rgb, NULL);
		put_stroke(c, tick, 3, x, y, size);
		break;
	case LIGHT_ORANGE:
		put_polygon(c, triangle, 3, x, y, size, rgb);
		put_stroke(c, stem, 2, x, y, size);
		put_stroke(c, dot, 2, x, y, size);
		break;
	case LIGHT_RED:
		put_polygon(c, octagon, 8, x, y, size, rgb);
		put_stroke(c, down, 2, x, y, size);
		put_stroke(c, up, 2, x, y, size);
		break;
	case LIGHT_GREY:
		canvas_rect(c, x, y, size, size, size * 0.12, rgb);
		put_stroke(c, bar, 2, x, y, size);
		break;
	case LIGHT_NONE:
		break;
	}
}
