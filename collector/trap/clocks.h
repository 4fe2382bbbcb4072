/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_CLOCKS_H
#define COLLECTOR_TRAP_CLOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/wire/usm.h"

/*
 * The clocks of engines that signed something, over a restart: without them
 * the first trap after it would be believed whatever its age. A file of lines
 * without any key:
 *
 *	DEVICE ENGINE USER BOOTS TIME LATEST AT
 *
 * ENGINE and USER in hexadecimal, AT in microseconds of the clock on the wall.
 */
struct buf;
struct clocks;
struct peers;

/* What the file has; a line that cannot be read is passed over. */
struct clocks *clocks_load(const char *path);
void clocks_free(struct clocks *c); /* NULL is fine */

/* False: nothing is known of it. now is monotonic. */
bool clocks_find(const struct clocks *c, int32_t device, struct ber engine,
    const char *user, int64_t now, struct usm_clock *out);

/* The file's text: of all peers, and of those that have not spoken since c was
 * loaded. */
void clocks_print(
    const struct clocks *c, struct peers *peers, int64_t now, struct buf *out);

#endif
