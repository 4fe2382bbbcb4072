/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/said.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/mac.h"

/*
 * h is a digit, H one or two of them. Evidence has the maker's half with a
 * mark; whole addresses are of what was frozen before they were masked.
 */
static const struct form {
	const char *looks;
	int groups; /* of a whole one */
} forms[] = {
	{ "hh:hh:hh:hh:hh:hh", 6 },
	{ "hh-hh-hh-hh-hh-hh", 6 },
	{ "hhhh.hhhh.hhhh", 3 },
	{ "hhhh-hhhh-hhhh", 3 },
	{ "H:H:H:[hhhhhh]", 0 },
	{ "hh-hh-hh-[hhhhhh]", 0 },
	{ "hhhh.hh[hhhhhh]", 0 },
	{ "hhhh-hh[hhhhhh]", 0 },
	{ "hhhhhh-[hhhhhh]", 0 },
	{ "hh hh hh [hhhhhh]", 0 },
};

static bool
is_digit(char c)
{
	return isxdigit((unsigned char)c) != 0;
}

/* How long that is that text begins with and looks so; 0: it does not. */
static size_t
take_form(const char *text, const char *looks)
{
	size_t len = 0;

	for (; *looks != '\0'; looks++) {
		bool digit = *looks == 'h' || *looks == 'H';

		if (digit ? !is_digit(text[len]) : text[len] != *looks)
			return 0;
		len++;
		if (*looks == 'H' && is_digit(text[len]))
			len++;
	}
	return looks[-1] == 'h' && is_digit(text[len]) ? 0 : len;
}

static bool
is_moment(const char *text, size_t len, int groups)
{
	uint8_t mac[6] = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (!is_digit(text[i]))
			continue;
		/* A letter is never a part of one, whichever it is. */
		mac[n / 2] = (uint8_t)(mac[n / 2] << 4 |
		    (isdigit((unsigned char)text[i]) ? text[i] - '0' : 15));
		n++;
	}
	return mac_is_moment(mac, groups);
}

static size_t
take_address(const char *text)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct form *f = &forms[i];
		size_t len = take_form(text, f->looks);

		if (len > 0)
			return f->groups > 0 && is_moment(text, len, f->groups)
			    ? 0
			    : len;
	}
	return 0;
}

void
said_put(struct json *to, const char *key, const char *text)
{
	struct buf out = { 0 };
	bool inside = false; /* a word of hexadecimal digits */

	if (text == NULL) {
		json_put_null(to, key);
		return;
	}
	while (*text != '\0') {
		size_t len = inside ? 0 : take_address(text);

		if (len > 0) {
			buf_add_str(&out, "[MAC]");
			text += len;
			continue;
		}
		inside = is_digit(*text);
		buf_add_u8(&out, (uint8_t)*text++);
	}
	json_put_text(to, key, buf_str(&out));
	buf_free(&out);
}
