/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_KIND_H
#define REPORTER_KIND_H

#include <stdbool.h>
#include <stddef.h>

struct place;
struct template;

/*
 * The kinds of report that there are: a kind is a template, KIND.LANGUAGE.md,
 * and what its front matter says of it:
 *
 *	report: site
 *	periods: month, quarter     which it can be about; missing: any
 *	scope: site                 or organisation, the default, or both
 *	prefix: LR                  of the document's number
 *
 * The first of these folders that has it wins:
 *
 *	HOME/templates/tenant-N     one customer's own
 *	HOME/templates              everybody's own
 *	/etc/patchwacht/templates   the same, beside the configuration
 *	DATA/templates/reports      shipped
 */
enum { KIND_FOLDERS = 4 };

struct kind {
	char *name, *language;
	char *path;  /* of its template */
	size_t from; /* which folder, 0 .. KIND_FOLDERS - 1 */
};

/*
 * *path is new, and the caller's to free. ERR_NOTFOUND, logged with the kinds
 * that there are; ERR_PARSE when it is no name of a kind.
 */
int kind_find(const struct place *place, int tenant, const char *name,
    const char *language, char **path);

/*
 * Whether there is one in that language, NULL: in any; logged as that if not.
 */
int kind_check(const struct place *place, int tenant, const char *name,
    const char *language);

/* All of them by name and language, the winning one of each. */
int kind_list(
    const struct place *place, int tenant, struct kind **out, size_t *n);
void kind_list_free(struct kind *list, size_t n);

/* Where a copy of a shipped one goes: HOME/templates, or one customer's. */
char *kind_folder(const struct place *place, int tenant, size_t which);

/* Small letters, digits and dashes, as a file is called. */
bool kind_is_name(const char *name);

/*
 * Whether a template is for that; else a fault is logged, with how it is asked
 * for. period_kind is month, quarter or year.
 */
int kind_fits(
    const struct template *t, const char *period_kind, const char *site);

/* "PM-2026Q3", "LR-2026Q3-S12"; of no site when site is 0. */
void kind_number(const struct template *t, const char *period, long long site,
    char *out, size_t size);

/* "PM-2026Q3.nl.pdf", "PM-2026Q3-v1.1.nl.pdf": each version has its own. */
struct buf;
void kind_file_name(const char *number, const char *version,
    const char *language, const char *suffix, struct buf *out);

#endif
