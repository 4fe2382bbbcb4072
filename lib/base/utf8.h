/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_UTF8_H
#define LIB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* UTF-8 (RFC 3629): no surrogates, no longer forms, up to U+10FFFF. */

/* The code point at p and how many bytes it takes; 0 when it is none. */
size_t utf8_take(const char *p, size_t len, uint32_t *out);

bool utf8_valid(const char *text, size_t len);

/* The longest part of text that fits in max bytes and splits no character. */
size_t utf8_cut(const char *text, size_t len, size_t max);

size_t utf8_length(const char *text, size_t len); /* in code points */
void utf8_add(struct buf *out, uint32_t code_point);

/*
 * What came from outside, made fit to store and to show. Appends text to out,
 * in which nothing can hide or turn the reading direction: a byte that is not
 * UTF-8 and an ASCII control become \xHH; any other control, bidi control,
 * invisible, private or unassigned character becomes U+XXXX. Returns how many
 * were replaced.
 */
size_t utf8_safe(const char *text, size_t len, struct buf *out);

#endif
