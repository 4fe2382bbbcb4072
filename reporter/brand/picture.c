/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/brand/picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "reporter/layout/palette.h"
#include "reporter/layout/style.h"

static int
check_size(const char *name, unsigned width, unsigned height)
{
	if (width > 0 && height > 0 && width <= PICTURE_SIDE_MAX &&
	    height <= PICTURE_SIDE_MAX)
		return ERR_OK;
	log_warnx("%s: %u x %u pixels; a logo has at most %d x %d", name, width,
	    height, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX);
	return ERR_RANGE;
}

/* libpng lays what is transparent on the background that it is given. */
static int
read_png(const char *name, const void *data, size_t len, struct picture *out)
{
	static const png_color white = { 255, 255, 255 };
	png_image image = { .version = PNG_IMAGE_VERSION };
	int rc;

	if (!png_image_begin_read_from_memory(&image, data, len)) {
		log_warnx("%s: %s", name, image.message);
		png_image_free(&image);
		return ERR_PARSE;
	}
	rc = check_size(name, image.width, image.height);
	if (rc < 0) {
		png_image_free(&image);
		return rc;
	}
	image.format = PNG_FORMAT_RGB;
	out->width = image.width;
	out->height = image.height;
	out->rgb = mem_new((size_t)image.width * image.height, 3);
	if (png_image_finish_read(&image, &white, out->rgb, 0, NULL))
		return ERR_OK;
	log_warnx("%s: %s", name, image.message);
	png_image_free(&image);
	picture_free(out);
	return ERR_PARSE;
}

/* libjpeg ends the program on an error unless it is told otherwise. */
struct jpeg {
	struct jpeg_decompress_struct in;
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	char message[JMSG_LENGTH_MAX];
};

static void
on_jpeg_error(j_common_ptr c)
{
	struct jpeg *j = c->client_data;

	c->err->format_message(c, j->message);
	longjmp(j->failed, 1);
}

static void
on_jpeg_warning(j_common_ptr c, int level)
{
	/* Damaged data is half a logo: that is refused as well. */
	if (level < 0)
		on_jpeg_error(c);
}

static void
on_jpeg_message(j_common_ptr c)
{
	(void)c;
}

static void
start_jpeg(struct jpeg *j)
{
	j->in.err = jpeg_std_error(&j->errors);
	j->errors.error_exit = on_jpeg_error;
	j->errors.emit_message = on_jpeg_warning;
	j->errors.output_message = on_jpeg_message;
	j->in.client_data = j;
}

/* Grey and RGB; what a printer calls colours would come out inverted. */
static int
check_jpeg(const char *name, struct jpeg *j)
{
	int rc;

	rc = check_size(name, j->in.image_width, j->in.image_height);
	if (rc == ERR_OK && j->in.num_components != 1 &&
	    j->in.num_components != 3) {
		log_warnx("%s: its colours are for print (CMYK); save it as "
			  "RGB",
		    name);
		rc = ERR_PARSE;
	}
	return rc;
}

static int
read_jpeg(const char *name, const void *data, size_t len, struct picture *out)
{
	struct jpeg *j = mem_new(1, sizeof(*j));
	volatile int rc = ERR_PARSE; /* of what stands after the jump */

	start_jpeg(j);
	if (setjmp(j->failed) != 0) {
		log_warnx("%s: %s", name, j->message);
		picture_free(out);
		rc = ERR_PARSE;
		goto done;
	}
	jpeg_create_decompress(&j->in);
	jpeg_mem_src(&j->in, data, (unsigned long)len);
	jpeg_read_header(&j->in, TRUE);
	rc = check_jpeg(name, j);
	if (rc < 0)
		goto done;
	j->in.out_color_space = JCS_RGB;
	out->width = j->in.image_width;
	out->height = j->in.image_height;
	out->rgb = mem_new((size_t)out->width * out->height, 3);
	jpeg_start_decompress(&j->in);
	while (j->in.output_scanline < j->in.output_height) {
		JSAMPROW row =
		    out->rgb + (size_t)j->in.output_scanline * out->width * 3;

		jpeg_read_scanlines(&j->in, &row, 1);
	}
	jpeg_finish_decompress(&j->in);
done:
	jpeg_destroy_decompress(&j->in);
	free(j);
	return rc;
}

int
picture_read(
    const char *name, const void *data, size_t len, struct picture *out)
{
	static const uint8_t png[] = { 0x89, 'P', 'N', 'G' };
	static const uint8_t jpeg[] = { 0xff, 0xd8, 0xff };

	*out = (struct picture){ 0 };
	if (len > PICTURE_FILE_MAX) {
		log_warnx("%s: a logo has at most %d MiB", name,
		    PICTURE_FILE_MAX >> 20);
		return ERR_RANGE;
	}
	if (len > sizeof(png) && memcmp(data, png, sizeof(png)) == 0)
		return read_png(name, data, len, out);
	if (len > sizeof(jpeg) && memcmp(data, jpeg, sizeof(jpeg)) == 0)
		return read_jpeg(name, data, len, out);
	log_warnx("%s: neither PNG nor JPEG", name);
	return ERR_PARSE;
}

void
picture_free(struct picture *p)
{
	free(p->rgb);
	*p = (struct picture){ 0 };
}

/* The mean of a field of pixels, in one colour. */
static uint8_t
mean(const struct picture *p, unsigned x0, unsigned x1, unsigned y0,
    unsigned y1, int colour)
{
	uint64_t sum = 0, n = 0;

	for (unsigned y = y0; y < y1; y++)
		for (unsigned x = x0; x < x1; x++, n++)
			sum += p->rgb[((size_t)y * p->width + x) * 3 +
			    (size_t)colour];
	return (uint8_t)(n == 0 ? 255 : (sum + n / 2) / n);
}

/* Where pixel i of n begins among those of before; none is empty. */
static unsigned
edge(unsigned i, unsigned n, unsigned before)
{
	return (unsigned)((uint64_t)i * before / n);
}

void
picture_shrink(struct picture *p, unsigned width, unsigned height)
{
	struct picture to = { .width = p->width, .height = p->height };

	if (to.width > width) {
		to.height = (unsigned)((uint64_t)to.height * width / to.width);
		to.width = width;
	}
	if (to.height > height) {
		to.width = (unsigned)((uint64_t)to.width * height / to.height);
		to.height = height;
	}
	to.width += to.width == 0;
	to.height += to.height == 0;
	if (to.width == p->width && to.height == p->height)
		return;
	to.rgb = mem_new((size_t)to.width * to.height, 3);
	for (unsigned y = 0; y < to.height; y++)
		for (unsigned x = 0; x < to.width; x++)
			for (int c = 0; c < 3; c++)
				to.rgb[((size_t)y * to.width + x) * 3 +
				    (size_t)c] =
				    mean(p, edge(x, to.width, p->width),
					edge(x + 1, to.width, p->width),
					edge(y, to.height, p->height),
					edge(y + 1, to.height, p->height), c);
	picture_free(p);
	*p = to;
}

bool
picture_is_pale(const struct picture *p)
{
	size_t n = (size_t)p->width * p->height, seen = 0;

	for (size_t i = 0; i < n; i++) {
		const uint8_t *c = p->rgb + 3 * i;
		unsigned rgb =
		    (unsigned)c[0] << 16 | (unsigned)c[1] << 8 | c[2];

		seen += rgb != WHITE &&
		    palette_contrast(rgb, WHITE) >= PALETTE_CONTRAST_SHAPE;
	}
	return seen < n / 100 + 1;
}

int
picture_write(const struct picture *p, struct buf *out)
{
	png_image image = { .version = PNG_IMAGE_VERSION,
		.width = p->width,
		.height = p->height,
		.format = PNG_FORMAT_RGB };
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	void *room = mem_new(size + 1, 1);
	int rc = ERR_OK;

	if (png_image_write_to_memory(
		&image, room, &size, 0, p->rgb, 0, NULL)) {
		buf_add(out, room, size);
	} else {
		log_warnx("logo: %s", image.message);
		rc = ERR_CORRUPT;
	}
	free(room);
	return rc;
}
