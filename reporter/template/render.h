/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_TEMPLATE_RENDER_H
#define REPORTER_TEMPLATE_RENDER_H

#include "reporter/template/value.h"

/* A template becoming blocks; the inside of this folder. */
struct renderer {
	struct values v;
	struct document *doc;
	struct block **last;
	int number[4]; /* of the headings so far, by level */
	int annexes;
	bool in_annex;
};

struct block *render_block(struct renderer *r, enum block_kind kind);
struct run *render_plain(const struct renderer *r, const char *text);
void render_items(struct renderer *r, const struct item *i);
void render_component(struct renderer *r, const struct component *c);
void render_table(struct renderer *r, const struct component *c);
void render_matrix(struct renderer *r, const struct component *c);
void render_lights(struct renderer *r, const struct component *c);
void render_fixed(struct renderer *r, const struct component *c);
void render_chart(struct renderer *r, const struct component *c);

/* What is said when a list has nothing; a paragraph, or nothing at all. */
void render_empty(struct renderer *r, const struct component *c);

/* The list a component is about. */
const struct json *render_source(
    const struct renderer *r, const struct component *c);

/* A text setting with its values in place, or NULL. */
const char *render_setting(
    const struct renderer *r, const struct component *c, const char *key);

#endif
