/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_CONFPART_H
#define LIB_BASE_CONFPART_H

struct buf;
struct conf_option;

/*
 * Blanks what stands at the top of a plain configuration (confscan.h) and is
 * not in options, so that the rest can be read alone; lines stay where they
 * are. libconfuse's own way of passing over the unknown loses its place in a
 * section inside a section.
 */
void confpart_keep(struct buf *text, const struct conf_option *options);

#endif
