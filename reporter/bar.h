/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_BAR_H
#define REPORTER_BAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How far many reports are: a line on a terminal, and nothing elsewhere. */
struct bar {
	bool is_shown;
	size_t total;
	int64_t started; /* monotonic */
};

void bar_start(struct bar *b, size_t total);
void bar_show(const struct bar *b, size_t done, size_t failed);
void bar_end(const struct bar *b); /* takes it away; a zeroed one is fine */

/* "[####................] 120/600, 2 failed, 48 s to go" */
enum { BAR_TEXT_MAX = 128 };
char *bar_text(const struct bar *b, size_t done, size_t failed, int64_t now,
    char out[BAR_TEXT_MAX]);

#endif
