/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_SHAPE_H
#define LIB_MODEL_SHAPE_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * What is the same in lines that tell the same of other things: numbers,
 * addresses, names of ports, what stands in quotes, and who is meant by "user"
 * and its like become '*'. It depends on the line alone, not on what came
 * before, so a shape has the same number on every server and after years.
 *
 *	Failed to open /dev/sda1: error 5	Failed to open *: error *
 */
enum { SHAPE_MAX = 300 };

/* Appends at most SHAPE_MAX bytes. */
void shape_add(const char *text, size_t len, struct buf *out);

/* app and code may be NULL. */
int64_t shape_id(const char *app, const char *code, const char *shape);

#endif
