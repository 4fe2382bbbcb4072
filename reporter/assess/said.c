/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/said.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"

/* aa:bb:cc:dd:ee:ff, aa-bb-cc-dd-ee-ff, aabb.ccdd.eeff, aabb-ccdd-eeff */
static const struct {
	size_t groups, digits;
	char between;
} forms[] = {
	{ 6, 2, ':' },
	{ 6, 2, '-' },
	{ 3, 4, '.' },
	{ 3, 4, '-' },
};

/* How long the address in form i is that text begins with; 0: none. */
static size_t
take_form(const char *text, size_t i)
{
	size_t len = 0;

	for (size_t g = 0; g < forms[i].groups; g++) {
		if (g > 0 && text[len++] != forms[i].between)
			return 0;
		for (size_t d = 0; d < forms[i].digits; d++)
			if (!isxdigit((unsigned char)text[len++]))
				return 0;
	}
	return isxdigit((unsigned char)text[len]) ? 0 : len;
}

static size_t
take_address(const char *text)
{
	size_t len = 0;

	for (size_t i = 0; len == 0 && i < sizeof(forms) / sizeof(forms[0]);
	     i++)
		len = take_form(text, i);
	return len;
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
		inside = isxdigit((unsigned char)*text) != 0;
		buf_add_u8(&out, (uint8_t)*text++);
	}
	json_put_text(to, key, buf_str(&out));
	buf_free(&out);
}
