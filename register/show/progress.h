/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_PROGRESS_H
#define REGISTER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How far a long work is, such as a sweep: a bar on a terminal, else a line at
 * each tenth. Nothing with --quiet, or when programs read what is printed.
 */
struct progress {
	bool bar, lines;
	uint64_t tenth; /* told last */
	size_t width;   /* of the line that stands there */
};

struct progress_state {
	uint64_t total, done, answered, found;
	int64_t started;  /* CLOCK_NONE: not yet */
	const char *note; /* instead of who answered and was found; or NULL */
};

void progress_start(struct progress *p);
void progress_show(
    struct progress *p, const struct progress_state *s, bool is_last);
void progress_end(struct progress *p);

/* "1234/65534 (1 %), 12 answered, 11 found, 1 h 02 min to go" */
enum { PROGRESS_TEXT_MAX = 160 };
char *progress_text(
    const struct progress_state *s, int64_t now, char out[PROGRESS_TEXT_MAX]);

#endif
