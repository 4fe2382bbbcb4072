/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_FRAMEWORK_FRAMEWORK_H
#define LIB_FRAMEWORK_FRAMEWORK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Catalogues of controls, as data: templates/frameworks/NAME.framework. A
 * control names the measurements that speak about it; it has no outcome of its
 * own. Entries whose id or title is not established stay hidden.
 */
struct control {
	const char *id;
	const char *id_en; /* as English writes it; NULL: the same */
	const char *title_nl, *title_en;
	const char *const *required;   /* ids of measurements; ends with NULL */
	const char *const *supporting; /* the same */
	bool supporting_only;          /* bears no outcome: we would judge
					* ourselves, or it asks for more */
	bool domain;                   /* stands for norms whose ids are not
					* established */
	const char *verified;        /* of the id: V1, V2, P, own, unverified */
	const char *titled;          /* of the title: the same */
	const char *source;          /* NULL: as the framework says */
	const char *elsewhere;       /* its id in another edition, or NULL */
	const char *reason;          /* a word: why nothing measures it */
	const char *gap_nl, *gap_en; /* what measurements do not show */
};

struct framework {
	const char *name;
	const char *title_nl, *title_en;
	const char *edition, *source;
	const char *edition_en;        /* NULL: the same */
	const char *note_nl, *note_en; /* NULL: nothing to add */
	const char *const *used_by;    /* kinds of organisation; NULL-ended */
	long total;                    /* controls of the norm; 0: not known */
	struct control *controls;
	size_t ncontrols;
};

/* A file may hold several; *out and *count are the caller's to free. */
int framework_load(const char *path, struct framework **out, size_t *count);

/* The same from memory; name stands in messages. */
int framework_parse(const char *name, const char *text, size_t len,
    struct framework **out, size_t *count);
void framework_free(struct framework *list, size_t count);

/* Whether both its id and its title are established, or our own words. */
bool control_is_shown(const struct control *c);

/* Whether an organisation of that kind has it without choosing. */
bool framework_is_default(const struct framework *f, const char *kind);

const struct control *framework_control(
    const struct framework *f, const char *id);

#endif
