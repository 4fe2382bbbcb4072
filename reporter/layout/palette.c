/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/palette.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reporter/layout/style.h"

enum { BLACK = 0x000000 };

static double
linear(unsigned part)
{
	double c = part / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* WCAG 2.1: relative luminance. */
static double
luminance(unsigned rgb)
{
	return 0.2126 * linear(rgb >> 16 & 255) +
	    0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
}

double
palette_contrast(unsigned a, unsigned b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

struct palette
palette_default(void)
{
	return (struct palette){ NAVY, WHITE, NAVY_LINE, NAVY, BLUE, NAVY };
}

/* A little of one colour in another. */
static unsigned
mix(unsigned of, unsigned with, double share)
{
	unsigned out = 0;

	for (int shift = 16; shift >= 0; shift -= 8) {
		double a = of >> shift & 255, b = with >> shift & 255;

		out |= (unsigned)lround(a + (b - a) * share) << shift;
	}
	return out;
}

/* As dark as text must be on the darkest of our pale grounds. */
static unsigned
darken(unsigned rgb)
{
	unsigned out = rgb;

	for (int n = 1; palette_contrast(out, HEAD) < PALETTE_CONTRAST; n++)
		out = mix(rgb, BLACK, 0.05 * n);
	return out;
}

struct palette
palette_of(bool has_surface, unsigned surface, bool has_text, unsigned text)
{
	struct palette p = palette_default();

	if (has_surface) {
		p.surface = surface;
		p.on_surface =
		    palette_contrast(surface, WHITE) >= PALETTE_CONTRAST
		    ? WHITE
		    : BLACK;
		p.line = mix(surface, p.on_surface, 0.14);
		if (p.on_surface == WHITE)
			p.heading = p.accent = surface;
	}
	if (has_text)
		p.heading = p.accent = text;
	p.strong = darken(p.heading);
	return p;
}

bool
palette_parse(const char *text, unsigned *rgb)
{
	if (*text != '#' || strlen(text) != 7)
		return false;
	for (const char *p = text + 1; *p != '\0'; p++)
		if (!isxdigit((unsigned char)*p))
			return false;
	*rgb = (unsigned)strtoul(text + 1, NULL, 16);
	return true;
}
