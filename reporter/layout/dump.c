/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/box.h"

#include "lib/base/buf.h"

static const char *const face_name[FACE_COUNT] = {
	[FACE_REGULAR] = "regular",
	[FACE_ITALIC] = "italic",
	[FACE_SEMIBOLD] = "semibold",
	[FACE_BOLD] = "bold",
	[FACE_BOLD_ITALIC] = "bold-italic",
	[FACE_LIGHT] = "light",
	[FACE_MONO] = "mono",
};

static const char *const kind_name[] = {
	[BOX_TEXT] = "text",
	[BOX_RECT] = "rect",
	[BOX_FRAME] = "frame",
	[BOX_CIRCLE] = "circle",
	[BOX_POLYGON] = "polygon",
	[BOX_LINE] = "line",
	[BOX_IMAGE] = "image",
	[BOX_MARK] = "mark",
	[BOX_CLIP] = "clip",
	[BOX_UNCLIP] = "unclip",
};

static void
dump_box(const struct box *b, struct buf *out)
{
	buf_printf(out, "%u %s %s", b->page + 1,
	    b->node != NULL ? b->node->type : "-", kind_name[b->kind]);
	switch (b->kind) {
	case BOX_TEXT:
		buf_printf(out, " %.1f %.1f %s %.1f %.*s%s", b->x, b->y,
		    face_name[b->face], b->size, (int)b->len, b->text,
		    b->hyphen ? "-" : "");
		break;
	case BOX_CIRCLE:
		buf_printf(out, " %.1f %.1f %.1f", b->x, b->y, b->radius);
		break;
	case BOX_POLYGON:
	case BOX_LINE:
		for (size_t i = 0; i < b->npoints; i++)
			buf_printf(out, " %.1f,%.1f", b->points[2 * i],
			    b->points[2 * i + 1]);
		break;
	case BOX_MARK:
	case BOX_UNCLIP:
		break;
	default:
		buf_printf(out, " %.1f %.1f %.1f %.1f", b->x, b->y, b->w, b->h);
	}
	buf_add_u8(out, '\n');
}

void
layout_dump(const struct layout *l, struct buf *out)
{
	for (const struct box *b = l->boxes; b != NULL; b = b->next)
		dump_box(b, out);
}
