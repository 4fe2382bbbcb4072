/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/fix_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

enum { PART_MAX = 128 };

static const char *const kinds[] = { "package", "component", "kernel",
	"bootloader" };

static int
refuse(struct buf *why, const char *text, const char *reason)
{
	buf_printf(why,
	    "\"%.*s\" %s; write SCHEME:VERSION or SCHEME:package:NAME=VERSION",
	    2 * PART_MAX, text, reason);
	return ERR_PARSE;
}

static bool
is_scheme(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!isalnum((unsigned char)text[i]) && text[i] != '_' &&
		    text[i] != '-' && text[i] != '+')
			return false;
	}
	return len > 0 && len < PART_MAX;
}

/* A version has neither blanks nor what the grammar stands on. */
static bool
is_version(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c <= ' ' || c == 0x7f || strchr("=<>|,;", c) != NULL)
			return false;
	}
	return len > 0 && len < PART_MAX;
}

static bool
is_component(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t kind = strlen(kinds[i]);

		if (len < kind || strncmp(text, kinds[i], kind) != 0)
			continue;
		if (len == kind)
			return i >= 2; /* a package has a name */
		return text[kind] == ':' && len > kind + 1 && len < PART_MAX;
	}
	return false;
}

/* "MIN" or "MIN..MAX". */
static int
take_versions(
    const char *text, const char *all, struct fix_text *out, struct buf *why)
{
	const char *dots = strstr(text, "..");
	size_t len = dots == NULL ? strlen(text) : (size_t)(dots - text);

	if (!is_version(text, len))
		return refuse(why, all, "has no version");
	out->min = mem_dup_text(text, len);
	if (dots == NULL)
		return ERR_OK;
	if (!is_version(dots + 2, strlen(dots + 2)))
		return refuse(why, all, "has no version after \"..\"");
	out->max = mem_dup_str(dots + 2);
	return ERR_OK;
}

static int
take_parts(const char *text, struct fix_text *out, struct buf *why)
{
	const char *colon = strchr(text, ':'), *rest, *equals;
	size_t len;

	if (colon == NULL || !is_scheme(text, (size_t)(colon - text)))
		return refuse(why, text, "does not begin with a scheme");
	out->scheme = mem_dup_text(text, (size_t)(colon - text));
	rest = colon + 1;
	equals = strchr(rest, '=');
	if (equals == NULL) {
		out->component = mem_dup_str("");
		return take_versions(rest, text, out, why);
	}
	len = (size_t)(equals - rest);
	if (len > 0 && rest[len - 1] == '>') {
		out->all = true;
		len--;
	}
	if (len > 0 && !is_component(rest, len))
		return refuse(why, text,
		    "names a part that is none of package:NAME, "
		    "component:NAME, kernel, bootloader");
	out->component = mem_dup_text(rest, len);
	return take_versions(equals + 1, text, out, why);
}

int
fix_text_parse(const char *text, struct fix_text *out, struct buf *why)
{
	int rc;

	*out = (struct fix_text){ 0 };
	rc = take_parts(text, out, why);
	if (rc == ERR_OK && out->all && out->max != NULL)
		rc = refuse(why, text, "has both \">=\" and an end");
	if (rc < 0)
		fix_text_free(out);
	return rc;
}

void
fix_text_free(struct fix_text *f)
{
	free(f->scheme);
	free(f->component);
	free(f->min);
	free(f->max);
	*f = (struct fix_text){ 0 };
}
