/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_BRAND_PICTURE_H
#define REPORTER_BRAND_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * A logo: read as PNG or JPEG from somebody else's file, and kept as pixels
 * without transparency, on white. The only place that knows libpng and libjpeg.
 */
struct picture {
	unsigned width, height;
	uint8_t *rgb; /* three bytes a pixel, row by row from the top */
};

/* Of what is read: more is refused before it is unpacked. */
enum { PICTURE_FILE_MAX = 4 << 20, PICTURE_SIDE_MAX = 4000 };

/* As it is kept: enough for 6 cm at 300 dots an inch. */
enum { PICTURE_KEPT_WIDTH = 720, PICTURE_KEPT_HEIGHT = 320 };

/*
 * name stands in messages. ERR_PARSE, logged: neither format, damaged, or in
 * colours for print (CMYK); ERR_RANGE, logged: too large, or nothing.
 */
int picture_read(
    const char *name, const void *data, size_t len, struct picture *out);
void picture_free(struct picture *p); /* a zeroed one is fine */

/* Makes it fit into a field by averaging; one that fits stays as it is. */
void picture_shrink(struct picture *p, unsigned width, unsigned height);

/*
 * Whether paper shows as good as nothing of it: not one pixel in a hundred
 * stands out from white. So it is with a logo in white for dark grounds.
 */
bool picture_is_pale(const struct picture *p);

/* Appends a PNG. */
int picture_write(const struct picture *p, struct buf *out);

#endif
