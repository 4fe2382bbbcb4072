/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/object.h"

#include <hpdf_pages.h>

/*
 * A picture of plain RGB: ISO 19005-2 allows no interpolation, and its output
 * intent says what the colours are.
 */
static HPDF_Dict
image_object(struct pdf *p, const struct pdf_image *i)
{
	HPDF_Dict d =
	    pdf_stream(p, i->rgb, (size_t)i->width * i->height * 3, true);

	pdf_put_name(d, "Type", "XObject");
	pdf_put_name(d, "Subtype", "Image");
	pdf_put_name(d, "ColorSpace", "DeviceRGB");
	HPDF_Dict_AddNumber(d, "Width", (HPDF_INT32)i->width);
	HPDF_Dict_AddNumber(d, "Height", (HPDF_INT32)i->height);
	HPDF_Dict_AddNumber(d, "BitsPerComponent", 8);
	return d;
}

void
pdf_image(struct pdf *p, unsigned page, const struct pdf_image *i, double x,
    double y, double w, double h)
{
	struct page *g = &p->pages[page];
	const char *name =
	    HPDF_Page_GetXObjectName(g->page, image_object(p, i));
	const double matrix[] = { w, 0, 0, h, x, y };

	if (name == NULL)
		return; /* libharu has noted why */
	buf_add_str(&g->content, "q ");
	for (size_t k = 0; k < sizeof(matrix) / sizeof(matrix[0]); k++) {
		put_number(&g->content, matrix[k]);
		buf_add_str(&g->content, " ");
	}
	buf_printf(&g->content, "cm /%s Do Q\n", name);
}
