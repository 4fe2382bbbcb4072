/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_MEM_H
#define LIB_BASE_MEM_H

#include <stddef.h>

/*
 * Memory that is there or ends the program; free() gives it back. Lengths from
 * outside are bounded before they come here.
 */

/* n things of size bytes each, all zero. */
void *mem_new(size_t n, size_t size);

/* Room for n things; old may be NULL, what is new is not zeroed. */
void *mem_grow(void *old, size_t n, size_t size);

char *mem_dup_str(const char *s); /* NULL gives NULL */
void *mem_dup(const void *data, size_t len);

/* len bytes of s, with a NUL after them. */
char *mem_dup_text(const char *s, size_t len);

#endif
