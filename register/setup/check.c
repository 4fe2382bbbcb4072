/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"
#include "lib/base/zone.h"
#include "register/command.h"

enum { NAME_MAX_CHARACTERS = 128, PROSE_MAX_CHARACTERS = 4000 };
/* A few lines on a cover; the longest name of a kind of report. */
enum { READERS_MAX_CHARACTERS = 300, REPORT_MAX = 32 };

int
check_word(const char *text, const char *const *words, struct buf *why)
{
	return choice_check(text, words, why);
}

int
check_language(const char *text, struct buf *why)
{
	static const char *const languages[] = { "nl", "en", NULL };

	return choice_check(text, languages, why);
}

int
check_function(const char *text, enum function *out, struct buf *why)
{
	struct choice c;

	if (function_parse(text, out) == ERR_OK)
		return ERR_OK;
	choice_start(&c, text);
	for (int f = 0; f < FUNCTIONS; f++)
		choice_offer(&c, function_name((enum function)f));
	choice_tell(&c, why);
	return ERR_PARSE;
}

int
check_priority(const char *text, enum priority *out, struct buf *why)
{
	struct choice c;

	if (priority_parse(text, out) == ERR_OK)
		return ERR_OK;
	choice_start(&c, text);
	for (int p = 0; p < PRIORITIES; p++)
		choice_offer(&c, priority_name((enum priority)p));
	choice_tell(&c, why);
	return ERR_PARSE;
}

/* Enough to catch a slip; whether it exists, only mail can tell. */
int
check_mail(const char *text, struct buf *why)
{
	const char *at = strchr(text, '@');

	if (at == NULL || at == text || strchr(at + 1, '@') != NULL ||
	    strchr(at + 1, '.') == NULL || strlen(text) > 254 ||
	    strpbrk(text, " \t\r\n<>,;\"()") != NULL || at[1] == '.' ||
	    text[strlen(text) - 1] == '.') {
		buf_printf(why,
		    "\"%s\" is not an address such as "
		    "beheer@example.org",
		    text);
		return ERR_PARSE;
	}
	return ERR_OK;
}

static int
check_text(const char *text, size_t max, struct buf *why)
{
	size_t len = strlen(text);
	struct buf safe = { 0 };
	int rc = ERR_PARSE;

	if (len == 0)
		buf_add_str(why, "is empty");
	else if (!utf8_valid(text, len))
		buf_add_str(why, "is not UTF-8");
	else if (utf8_length(text, len) > max)
		buf_printf(why, "is longer than %zu characters", max);
	else if (utf8_safe(text, len, &safe) > 0)
		buf_printf(why, "\"%s\" has a control or invisible character",
		    buf_str(&safe));
	else
		rc = ERR_OK;
	buf_free(&safe);
	return rc;
}

int
check_name(const char *text, struct buf *why)
{
	size_t len = strlen(text);
	int rc = check_text(text, NAME_MAX_CHARACTERS, why);

	if (rc < 0)
		return rc;
	if (text[0] == ' ' || text[len - 1] == ' ' || text[0] == '-') {
		buf_printf(why,
		    "\"%s\" begins or ends with a blank, or begins "
		    "with a dash",
		    text);
		return ERR_PARSE;
	}
	if (strchr(text, '/') != NULL) {
		buf_printf(why, "\"%s\" has a slash in it", text);
		return ERR_PARSE;
	}
	return ERR_OK;
}

int
check_readers_text(const char *text, struct buf *why)
{
	return check_text(text, READERS_MAX_CHARACTERS, why);
}

int
check_readers(
    const char *given, struct buf *key, const char **text, struct buf *why)
{
	size_t n = strspn(given, "abcdefghijklmnopqrstuvwxyz0123456789-");
	bool of_kind = n > 0 && n <= REPORT_MAX && given[n] == '=';

	buf_add_str(key, "readers");
	if (of_kind)
		buf_printf(key, ".%.*s", (int)n, given);
	*text = of_kind ? given + n + 1 : given;
	return check_readers_text(*text, why);
}

int
check_prose(const char *text, struct buf *why)
{
	struct buf flat = { 0 };
	int rc;

	/* Lines and tabs are fine in a description. */
	buf_add_str(&flat, text);
	for (size_t i = 0; i < flat.len; i++) {
		if (flat.data[i] == '\n' || flat.data[i] == '\r' ||
		    flat.data[i] == '\t')
			flat.data[i] = ' ';
	}
	rc = check_text(buf_str(&flat), PROSE_MAX_CHARACTERS, why);
	buf_free(&flat);
	return rc;
}

static bool
is_tag_character(char c)
{
	return isalnum((unsigned char)c) || (c != '\0' && strchr("._:-", c));
}

int
check_tags(const char *text, struct buf *out, struct buf *why)
{
	static const char separators[] = ", \t;";

	for (text += strspn(text, separators); *text != '\0';
	     text += strspn(text, separators)) {
		size_t len = strcspn(text, separators);

		for (size_t i = 0; i < len; i++) {
			if (is_tag_character(text[i]))
				continue;
			buf_printf(why,
			    "\"%.*s\" may hold only letters, "
			    "digits, \".\", \"_\", \":\" and "
			    "\"-\"",
			    (int)len, text);
			return ERR_PARSE;
		}
		if (out->len > 0)
			buf_add_u8(out, ',');
		buf_add(out, text, len);
		text += len;
	}
	return ERR_OK;
}

int
check_address(const char *text, char address[ADDRESS_TEXT_MAX], int *port,
    struct buf *why)
{
	struct address a;

	if (address_parse(text, &a) < 0) {
		buf_printf(why,
		    "\"%s\" is not an IP address such as 192.0.2.1 "
		    "or [2001:db8::1]:161",
		    text);
		return ERR_PARSE;
	}
	address_format(&a, address);
	if (a.port != 0)
		*port = a.port;
	return ERR_OK;
}

int
check_past_day(const char *text, struct buf *why)
{
	int64_t at;

	if (strlen(text) != strlen("2026-11-03") || clock_parse(text, &at) < 0)
		buf_printf(
		    why, "\"%s\" is no day such as \"2026-11-03\"", text);
	else if (at > clock_now())
		buf_printf(why, "%s is yet to come", text);
	else
		return ERR_OK;
	return ERR_PARSE;
}

int
check_time(const char *text, int64_t *out, struct buf *why)
{
	int rc = zone_parse(text, out);

	if (rc == ERR_RANGE)
		buf_printf(why, "\"%s\": there is no such day or time", text);
	else if (rc < 0)
		buf_printf(why,
		    "\"%s\" is not a time such as 2026-01-31, "
		    "\"2026-01-31 22:00\" or now",
		    text);
	return rc < 0 ? ERR_PARSE : ERR_OK;
}

int
check_yes_no(const char *text, bool *out, struct buf *why)
{
	static const char *const words[] = { "no", "yes", "false", "true", "0",
		"1", "nee", "ja" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(text, words[i]) == 0) {
			*out = i & 1;
			return ERR_OK;
		}
	}
	buf_printf(why, "\"%s\" is neither yes nor no", text);
	return ERR_PARSE;
}

int
check_number(const char *text, long min, long max, long *out, struct buf *why)
{
	int64_t n;

	if (number_parse(text, min, max, &n) == ERR_OK) {
		*out = (long)n;
		return ERR_OK;
	}
	buf_printf(why, "\"%s\" is not a whole number from %ld to %ld", text,
	    min, max);
	return ERR_PARSE;
}

int
check_tell(int rc, const char *option, struct buf *why)
{
	if (rc < 0 && why->len > 0)
		complain("%s: %s", option, buf_str(why));
	buf_clear(why);
	return rc;
}

int
check_since(const char *text, int64_t usual, int64_t until, int64_t *out)
{
	struct buf why = { 0 };
	int64_t span = usual;
	int rc = ERR_OK;

	if (text == NULL || clock_parse_span(text, &span) == ERR_OK)
		*out = until - span;
	else
		rc = check_tell(check_time(text, out, &why), "--since", &why);
	buf_free(&why);
	return rc;
}
