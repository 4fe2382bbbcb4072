/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_PALETTE_H
#define REPORTER_LAYOUT_PALETTE_H

#include <stdbool.h>

/*
 * The colours of an organisation. What it gives as its own is used for
 * surfaces, with white or black letters on them, whichever can be read; for
 * text only when it can be read on white.
 */
struct palette {
	unsigned surface, on_surface; /* the cover, heads of tables */
	unsigned line;                /* drawn on the surface */
	unsigned heading, accent;     /* text on white, and rules */
	unsigned strong; /* text on pale grounds: a tile's figure */
};

/* WCAG 2.1, 1.4.3: what text asks of the colour below it. */
#define PALETTE_CONTRAST 4.5

/* WCAG 2.1, 1.4.11: what a shape asks of it. */
#define PALETTE_CONTRAST_SHAPE 3.0

/* Of two colours 0xRRGGBB: 1 to 21. */
double palette_contrast(unsigned a, unsigned b);

struct palette palette_default(void);

/* With a house colour, and one of its own for text; has_*: it is given. */
struct palette palette_of(
    bool has_surface, unsigned surface, bool has_text, unsigned text);

/* "#005ca9"; false for anything else. */
bool palette_parse(const char *text, unsigned *rgb);

#endif
