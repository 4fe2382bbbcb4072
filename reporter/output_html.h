/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_OUTPUT_HTML_H
#define REPORTER_OUTPUT_HTML_H

struct buf;
struct document;
struct fonts;

/*
 * The same document as one page of HTML that needs nothing else: no script, no
 * font, no picture from elsewhere. For a screen, a screen reader and a printer.
 * Appends to out; the same document gives the same bytes.
 */
void output_html(
    const struct document *d, struct fonts *fonts, struct buf *out);

#endif
