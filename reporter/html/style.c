/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/html/html.h"

#include "lib/base/buf.h"
#include "reporter/layout/style.h"

/* What has words in a colour on a colour; WCAG 2.1 asks 4.5:1 of these. */
static const struct html_pair pairs[] = {
	{ "body", INK, WHITE },
	{ "header.cover", WHITE, NAVY },
	{ "header.cover .sub", ICE, NAVY },
	{ "thead th", INK, HEAD },
	{ "tr.group th", NAVY, BAND },
	{ "table.plain thead th", MUTED, WHITE },
	{ ".muted,figcaption,caption,footer", MUTED, WHITE },
	{ ".tile", INK, PALE },
	{ ".tile .muted", MUTED, PALE },
	{ ".note", INK, PALE },
	{ ".note.red", INK, 0xfcf0ee },
	{ ".note.orange", INK, 0xfdf4e6 },
	{ ".note.green", INK, 0xedf6f1 },
	{ "a", BLUE, WHITE },
	{ "code", INK, PALE },
	{ ".green .word,.word.green", GREEN, WHITE },
	{ ".skip:focus", WHITE, NAVY },
};

const struct html_pair *
html_pair(size_t i)
{
	return i < sizeof(pairs) / sizeof(pairs[0]) ? &pairs[i] : NULL;
}

/* Nothing comes from elsewhere: no font, no picture, no script. */
static const char rules[] =
    "*{box-sizing:border-box}"
    "body{margin:0;font:1rem/1.5 Lato,Calibri,'Liberation Sans',Arial,"
    "sans-serif}"
    "main,nav,footer,header.cover>*{max-width:64rem;margin:0 auto;"
    "padding:0 1.25rem}"
    "header.cover{padding:2.5rem 0}"
    "header.cover h1{font-size:2.2rem;font-weight:300;line-height:1.2;"
    "margin:.5rem auto}"
    "header.cover p{margin-top:.25rem;margin-bottom:.25rem}"
    ".logo img{height:3rem;max-width:100%;padding:.4rem;background:#fff}"
    "dl.facts{display:grid;grid-template-columns:max-content 1fr;"
    "gap:.25rem 1.25rem}"
    "dl.facts dt{font-weight:600}dl.facts dd{margin:0}"
    "h2{font-size:1.5rem;margin:2.5rem 0 .75rem;border-bottom:2px solid}"
    "h3{font-size:1.2rem;margin:1.75rem 0 .5rem}"
    "h4{font-size:1.05rem;margin:1.25rem 0 .5rem}"
    "main nav{padding:0}nav ol{list-style:none;padding-left:1rem}"
    ".scroll{overflow-x:auto;margin:1rem 0}"
    "table{border-collapse:collapse;width:100%;font-size:.92rem}"
    "caption{text-align:left;font-weight:600;padding:.35rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;"
    "border-bottom:1px solid #d5dce4}"
    "body{overflow-wrap:break-word}"
    "tbody th{font-weight:inherit}"
    ".right{text-align:right}.bold{font-weight:600}"
    "table.tall td{height:3rem}"
    "table.dense th,table.dense td{padding:.15rem .6rem}"
    ".tiles{display:grid;gap:.75rem;margin:1rem 0;"
    "grid-template-columns:repeat(auto-fit,minmax(11rem,1fr))}"
    ".tile{padding:.75rem 1rem;border-left:4px solid #1f5fa8}"
    ".tile.green{border-color:#1b7548}.tile.orange{border-color:#9a5b00}"
    ".tile.red{border-color:#b3261e}.tile.grey{border-color:#5f6b7a}"
    ".tile dt{font-size:.9rem}.tile dd{margin:0}"
    ".tile .value{font-size:1.8rem;font-weight:600;line-height:1.2}"
    ".note{padding:.75rem 1rem;margin:1rem 0;border-left:4px solid #1f5fa8}"
    ".note p{margin:.25rem 0}"
    ".note.green{border-color:#1b7548}.note.orange{border-color:#9a5b00}"
    ".note.red{border-color:#b3261e}.note.grey{border-color:#5f6b7a}"
    "figure{margin:1.25rem 0}figure svg{max-width:100%;height:auto}"
    "svg.light{width:1em;height:1em;vertical-align:-.12em;"
    "margin-right:.4em}"
    "svg.light.green{fill:#1b7548}svg.light.orange{fill:#9a5b00}"
    "svg.light.red{fill:#b3261e}svg.light.grey{fill:#5f6b7a}"
    "svg .mark{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round}"
    ".hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;"
    "overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    ".notes{font-size:.88rem;margin-top:2.5rem;border-top:1px solid #d5dce4}"
    "thead th a{color:inherit;background:inherit}"
    "footer{margin-top:3rem;padding-top:1rem;padding-bottom:2rem;"
    "border-top:1px solid #d5dce4}"
    "@media print{"
    "body{font-size:9.5pt}header.cover{print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}"
    ".scroll{overflow:visible}thead{display:table-header-group}"
    "tr,figure,.tile,.note{break-inside:avoid}"
    "h2,h3,h4,caption{break-after:avoid}.page{break-after:page}"
    "nav a{text-decoration:none}.skip{display:none}"
    "@page{size:A4;margin:18mm}}";

/* Where the organisation has colours of its own: they hold over ours. */
static void
add_palette(const struct palette *p, struct buf *out)
{
	const struct palette shipped = palette_default();

	if (p->surface != shipped.surface)
		buf_printf(out,
		    "header.cover,header.cover .sub,.skip:focus"
		    "{color:#%06x;background:#%06x}",
		    p->on_surface, p->surface);
	if (p->heading != shipped.heading)
		buf_printf(out,
		    "h2,h3,h4{color:#%06x}"
		    "tr.group th,.tile .value{color:#%06x}"
		    ".tile:where(:not(.green,.orange,.red,.grey)),"
		    ".note:where(:not(.green,.orange,.red,.grey))"
		    "{border-color:#%06x}",
		    p->heading, p->strong, p->accent);
}

void
html_style(const struct palette *p, struct buf *out)
{
	const struct html_pair *pair;

	buf_add_str(out, "<style>");
	for (size_t i = 0; (pair = html_pair(i)) != NULL; i++)
		buf_printf(out, "%s{color:#%06x;background:#%06x}", pair->rule,
		    pair->text, pair->back);
	buf_add_str(out, rules);
	add_palette(p, out);
	buf_add_str(out, "</style>\n");
}
