/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEALING_H
#define REPORTER_SEALING_H

#include <stdbool.h>

struct json;

/*
 * Whether a report is sealed, by whom, and having it done: the key is read by
 * patchwacht-seal alone, which is run on the finished file.
 */
struct sealing {
	char *holder; /* whose certificate; NULL: no seal */
	bool stamped; /* with the time of an authority */
};

/*
 * By the configuration; asked: somebody wants one, so there must be how. ERR_OK
 * without a holder where nobody does.
 */
int sealing_plan(bool asked, struct sealing *out);
void sealing_free(struct sealing *s); /* a zeroed one is fine */

/* What a template may say of it: seal.holder, seal.stamped. */
void sealing_values(const struct sealing *s, struct json *values);

/*
 * In the file's own room, or beside it as FILE.p7s. On failure, which it logs,
 * the file is as it was.
 */
int sealing_run(const char *path, bool detached);

#endif
