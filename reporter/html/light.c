/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/html/html.h"

#include "lib/base/buf.h"

/* The shapes that the PDF draws: told apart without colour. */
static const struct {
	const char *name, *shape, *mark;
} lights[] = {
	[LIGHT_NONE] = { "none", "", "" },
	[LIGHT_GREEN] = { "green", "<circle cx=\"8\" cy=\"8\" r=\"8\"/>",
	    "M4.5 8 7 10.7l4.8-5.4" },
	[LIGHT_ORANGE] = { "orange", "<path d=\"M8 0l8 15H0z\"/>",
	    "M8 5.5v5M8 12.6v.2" },
	[LIGHT_RED] = { "red",
	    "<path d=\"M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 "
	    "11.3V4.7z\"/>",
	    "M5.2 5.2l5.6 5.6M5.2 10.8l5.6-5.6" },
	[LIGHT_GREY] = { "grey", "<rect width=\"16\" height=\"16\" rx=\"2\"/>",
	    "M4.5 8h7" },
};

const char *
html_light_name(enum light light)
{
	return lights[light].name;
}

void
html_light(struct page *p, enum light light, bool with_word)
{
	if (light == LIGHT_NONE)
		return;
	buf_printf(p->out,
	    "<svg class=\"light %s\" viewBox=\"0 0 16 16\" "
	    "aria-hidden=\"true\" focusable=\"false\">%s<path class=\"mark\" "
	    "d=\"%s\"/></svg>",
	    lights[light].name, lights[light].shape, lights[light].mark);
	if (with_word) {
		buf_add_str(p->out, "<span class=\"word\">");
		html_text(p->out, p->doc->furniture->light[light]);
		buf_add_str(p->out, "</span>");
	}
}
