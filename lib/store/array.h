/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ARRAY_H
#define LIB_STORE_ARRAY_H

struct buf;
struct db_arg;

/*
 * Arrays as SQL writes them, "{1,NULL,\"a b\"}", for statements over unnest: an
 * empty buf becomes one by its first element; array_end closes it, also an
 * empty one.
 */
void array_add(struct buf *array, const struct db_arg *value);
void array_end(struct buf *array);

#endif
