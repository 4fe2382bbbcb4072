/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_CANVAS_H
#define REPORTER_LAYOUT_CANVAS_H

#include "reporter/layout/box.h"

/*
 * Adds boxes to a page of a layout. What is drawn belongs to the node given
 * last, or is an artifact.
 */
struct canvas {
	struct layout *layout;
	const struct measure *measure;
	unsigned heading; /* the colour of what stands over a figure */
	unsigned page;
	struct node *node;
	enum artifact artifact;
};

enum align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };

/* type is borrowed. Below one that passes it passes, too. */
struct node *node_new(struct layout *l, struct node *parent, const char *type);

/* One that goes with its page, once no row is open: what is not drawn in after
 * that. */
struct node *node_passing(
    struct layout *l, struct node *parent, const char *type);

void canvas_tag(struct canvas *c, struct node *node); /* NULL: decoration */
void canvas_decorate(struct canvas *c, enum artifact kind);

/* The node has no ink of its own, but must be in the tree. */
void canvas_mark(struct canvas *c, struct node *node);

double canvas_width(
    const struct canvas *c, enum face face, double size, const char *text);

/* The size, at most the one given, at which the text is no wider. */
double canvas_fit(const struct canvas *c, enum face face, double size,
    double width, const char *text);

/* One line in a field of that width; returns the text's own width. */
double canvas_text(struct canvas *c, enum face face, double size, unsigned rgb,
    double x, double baseline, double width, enum align align,
    const char *text);

struct box *canvas_add(struct canvas *c, enum box_kind kind);
void canvas_rect(struct canvas *c, double x, double y, double w, double h,
    double radius, unsigned rgb);
void canvas_frame(struct canvas *c, double x, double y, double w, double h,
    double radius, unsigned rgb, double width);
void canvas_rule(struct canvas *c, double x0, double y0, double x1, double y1,
    unsigned rgb, double width);
void canvas_line(
    struct canvas *c, const double *xy, size_t n, const struct stroke *s);
void canvas_polygon(struct canvas *c, const double *xy, size_t n, unsigned rgb);
void canvas_circle(struct canvas *c, double x, double y, double r, unsigned rgb,
    const struct stroke *s);
void canvas_ring(
    struct canvas *c, double x, double y, double r, unsigned rgb, double width);
void canvas_clip(struct canvas *c, double x, double y, double w, double h);
void canvas_unclip(struct canvas *c);

#endif
