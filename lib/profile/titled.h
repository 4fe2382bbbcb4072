/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_TITLED_H
#define LIB_PROFILE_TITLED_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Rules that are data, each a section with a title: what stands in a file that
 * came with the program, and in files of the site's own. Those of a file come
 * before those that were there, and take the place of those with the same
 * title. What a rule says is its kind's to know.
 */
struct conf_option;
struct conf_section;

struct titled_kind {
	const char *section;               /* "check" */
	const struct conf_option *options; /* of a file */
	size_t size;                       /* of a rule, in bytes */
	/*
	 * Fills a rule of zeros, which may borrow from s for as long as the
	 * set lives. Logs what is wrong as FILE:LINE: reason.
	 */
	int (*read)(const struct conf_section *s, void *rule);
	/* What read put into it, also where it failed; NULL: nothing to free.
	 */
	void (*clear)(void *rule);
	const char *shipped; /* "mibs/baseline.checks" */
	const char *folder;  /* of the site's own, "/etc/patchwacht/checks.d" */
	const char *pattern; /* of their names in it, "*.checks" */
	bool by_title; /* the order of the rules; else that of the files */
};

struct titled;

/* kind is kept; the set is the caller's to free. */
struct titled *titled_new(const struct titled_kind *kind);
void titled_free(struct titled *t); /* NULL is fine */

/*
 * A file's rules, or none of them: every rule that is wrong is told, up to
 * twenty. name stands in messages.
 */
int titled_add_file(struct titled *t, const char *path);
int titled_add_text(struct titled *t, const char *name, const char *text);

/*
 * The shipped ones, and then the site's own files in the order of their names:
 * those of folder, of the kind's where it is NULL. data may be NULL:
 * lib/base/data.h finds the shipped ones.
 */
int titled_add_default(struct titled *t, const char *data, const char *folder);

/* Those that count. Lent until something is added. */
struct titled_rule {
	const void *rule;
	const struct conf_section *section; /* that it was read from */
};
const struct titled_rule *titled_rules(const struct titled *t, size_t *n);

#endif
