/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_POOL_H
#define REPORTER_POOL_H

#include <stddef.h>

#include "lib/base/log.h"

/* Small things that die together: blocks, lines, boxes, texts. */
struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *p); /* NULL is fine */

/* As new, with room for about as much: for what dies again and again. */
void pool_clear(struct pool *p);

void *pool_alloc(struct pool *p, size_t size); /* zeroed */
char *pool_text(struct pool *p, const char *text, size_t len);
char *pool_dup(struct pool *p, const char *text); /* NULL stays NULL */
char *pool_printf(struct pool *p, const char *fmt, ...) LOG_FORMAT(2, 3);

#define POOL_NEW(p, type) ((type *)pool_alloc((p), sizeof(type)))

#endif
