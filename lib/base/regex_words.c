/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/regex_words.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/literal.h"

/* The longest run of plain characters so far, and that at hand. */
struct runs {
	struct buf best, now;
};

static void
end_run(struct runs *r)
{
	if (r->now.len > r->best.len) {
		buf_clear(&r->best);
		buf_add(&r->best, r->now.data, r->now.len);
	}
	buf_clear(&r->now);
}

/* What the last character of the run was need not be there. */
static void
drop_last(struct runs *r)
{
	if (r->now.len > 0)
		r->now.len--;
	end_run(r);
}

/* [:digit:] has an end of its own. */
static const char *
past_named(const char *p)
{
	const char *end = p[1] == ':' ? strstr(p + 2, ":]") : NULL;

	return end == NULL || strcspn(p + 2, "]") < (size_t)(end - p) - 1
	    ? p + 1
	    : end + 2;
}

static const char *
past_class(const char *p)
{
	p++;
	p += *p == '^';
	p += *p == ']';
	while (*p != '\0' && *p != ']') {
		if (*p == '[')
			p = past_named(p);
		else
			p += *p == '\\' && p[1] != '\0' ? 2 : 1;
	}
	return *p == '\0' ? p : p + 1;
}

static const char *
past_group(const char *p)
{
	int depth = 0;

	while (*p != '\0') {
		if (*p == '[') {
			p = past_class(p);
			continue;
		}
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
		p++;
	}
	return p;
}

static const char *
past_count(const char *p)
{
	const char *end = strchr(p, '}');

	return end == NULL ? p + 1 : end + 1;
}

/* One element of an alternative, outside of groups. */
static const char *
take_element(struct runs *r, const char *p)
{
	switch (*p) {
	case '(':
		end_run(r);
		return past_group(p);
	case '[':
		end_run(r);
		return past_class(p);
	case '{':
		drop_last(r);
		return past_count(p);
	case '?':
	case '*':
		drop_last(r);
		return p + 1;
	case '.':
	case '^':
	case '$':
	case '+':
		end_run(r);
		return p + 1;
	case '\\':
		if (p[1] == '\0' || isalnum((unsigned char)p[1])) {
			end_run(r);
			return p[1] == '\0' ? p + 1 : p + 2;
		}
		buf_add_u8(&r->now, (uint8_t)p[1]);
		return p + 2;
	default:
		buf_add_u8(&r->now, (uint8_t)*p);
		return p + 1;
	}
}

/* (?x) and (?ix: blanks stand for nothing. */
static bool
is_extended(const char *pattern)
{
	for (const char *p = strstr(pattern, "(?"); p != NULL;
	     p = strstr(p + 2, "(?"))
		if (memchr(p, 'x', 2 + strspn(p + 2, "^-imnsxJU")) != NULL)
			return true;
	return false;
}

/* Here a character does not stand for what it is elsewhere; \x41 and such are
 * ended by what may not be theirs. */
static bool
is_unusual(const char *pattern)
{
	for (const char *p = strchr(pattern, '{'); p != NULL;
	     p = strchr(p + 1, '{'))
		if (p[1 + strspn(p + 1, "0123456789,")] != '}')
			return true;
	return strstr(pattern, "(*") != NULL ||
	    strstr(pattern, "\\Q") != NULL || strstr(pattern, "\\E") != NULL ||
	    is_extended(pattern) || strpbrk(pattern, "#\n") != NULL;
}

static bool
has_coded_character(const char *pattern)
{
	for (const char *p = pattern; *p != '\0'; p++) {
		if (*p != '\\' || p[1] == '\0')
			continue;
		p++;
		if (isdigit((unsigned char)*p) ||
		    strchr("ocxgkpPN", *p) != NULL)
			return true;
	}
	return false;
}

static bool
add_word(struct runs *r, struct literals *out, unsigned id)
{
	bool is_long;

	end_run(r);
	is_long = r->best.len >= REGEX_WORD_MIN;
	if (is_long)
		(void)literals_add(out, buf_str(&r->best), id);
	buf_clear(&r->best);
	return is_long;
}

bool
regex_words(const char *pattern, struct literals *out, unsigned id)
{
	struct runs r = { 0 };
	bool found = !is_unusual(pattern) && !has_coded_character(pattern);

	while (found && *pattern != '\0') {
		if (*pattern != '|') {
			pattern = take_element(&r, pattern);
			continue;
		}
		found = add_word(&r, out, id);
		pattern++;
	}
	found = found && add_word(&r, out, id);
	buf_free(&r.best);
	buf_free(&r.now);
	return found;
}
