/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_CONF_H
#define LIB_BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Configuration, profiles, schemes and frameworks: libconfuse's syntax, read
 * against a table of what may stand there. Faults are logged as
 * "FILE:LINE: reason"; nothing is taken from the environment.
 *
 *	listen "office" {
 *		udp = "127.0.0.1:5514"
 *		idle = "1 h"
 *	}
 */

enum conf_type {
	CONF_TEXT,
	CONF_INT, /* within min..max */
	CONF_BOOL,
	CONF_SPAN, /* "48 h"; kept in microseconds, within min..max */
	CONF_LIST, /* of texts: { "a", "b" } */
	CONF_SECTION,
};

enum conf_flag {
	CONF_REQUIRED = 1, /* must be given */
	CONF_MANY = 2,     /* a section that may be repeated */
	CONF_TITLED = 4,   /* a section with a name: listen "office" { } */
};

/* A table ends with a row whose name is NULL; it outlives what it reads. */
struct conf_option {
	const char *name;
	enum conf_type type;
	unsigned flags;
	const char *by_default; /* as it would stand in the file; NULL: unset */
	int64_t min, max;       /* both 0: no limits */
	const struct conf_option *section;
};

struct conf;         /* a file that was read */
struct conf_section; /* borrowed from it */

/* Reads a whole file or nothing; *out is the caller's to free. */
int conf_load(
    const char *path, const struct conf_option *options, struct conf **out);

/* The same from memory; name stands in messages. */
int conf_parse(const char *name, const char *text, size_t len,
    const struct conf_option *options, struct conf **out);
/*
 * Only what options names, from a file that holds more, in its sections, too:
 * that is for its owner to check. A section's line may be wrong in messages.
 */
int conf_load_part(
    const char *path, const struct conf_option *options, struct conf **out);
void conf_free(struct conf *c); /* NULL is fine */

/* The file's own level. */
const struct conf_section *conf_root(const struct conf *c);

/* Asking for a name that is not in the table is a broken invariant. */
const char *conf_text(const struct conf_section *s, const char *name);
int64_t conf_int(const struct conf_section *s, const char *name);
bool conf_bool(const struct conf_section *s, const char *name);
int64_t conf_span(const struct conf_section *s, const char *name);
bool conf_is_set(const struct conf_section *s, const char *name);
size_t conf_list_len(const struct conf_section *s, const char *name);
const char *conf_list_at(
    const struct conf_section *s, const char *name, size_t i);

/* Sections of that name in the order of the file; NULL past the last. */
size_t conf_count(const struct conf_section *s, const char *name);
const struct conf_section *conf_at(
    const struct conf_section *s, const char *name, size_t i);
const char *conf_title(const struct conf_section *s);

/* Where it stands, for messages of those who check further. */
const char *conf_file(const struct conf_section *s);
unsigned conf_line(const struct conf_section *s);
unsigned conf_line_of(const struct conf_section *s, const char *name);

#endif
