/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_FRAMEWORK_H
#define REPORTER_ASSESS_FRAMEWORK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Catalogues of controls, as data: templates/frameworks/NAME.framework. A
 * control names the measurements that speak about it; it has no outcome of its
 * own. Entries whose id or title is not established stay hidden.
 */
struct control {
	const char *id;
	const char *title_nl, *title_en;
	const char *const *required;   /* ids of measurements; ends with NULL */
	const char *const *supporting; /* the same */
	bool supporting_only;          /* bears no outcome: we would judge
					* ourselves, or it asks for more */
	const char *verified;          /* V1, V2, P or unverified */
};

struct framework {
	const char *name;
	const char *title_nl, *title_en;
	const char *edition, *source;
	struct control *controls;
	size_t ncontrols;
};

/* A file may hold several; *out and *count are the caller's to free. */
int framework_load(const char *path, struct framework **out, size_t *count);

/* The same from memory; name stands in messages. */
int framework_parse(const char *name, const char *text, size_t len,
    struct framework **out, size_t *count);
void framework_free(struct framework *list, size_t count);

bool control_is_shown(const struct control *c);

#endif
