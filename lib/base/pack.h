/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_PACK_H
#define LIB_BASE_PACK_H

#include <stddef.h>
#include <stdint.h>

/* Whole files, compressed (Zstandard, RFC 8878, with a checksum). */

/* From the start of from to the end of to. */
int pack_file(int from, int to);

/* ERR_CORRUPT: not what pack_file wrote, or cut; ERR_RANGE: past max bytes. */
int unpack_file(int from, int to, uint64_t max);

#endif
