/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/list_text.h"

#include <string.h>

#include "lib/base/buf.h"

static bool
is_special(char c)
{
	return c == '|' || c == '\\';
}

void
list_text_add(struct buf *out, bool more, const char *word)
{
	if (more)
		buf_add_u8(out, '|');
	for (; *word != '\0'; word++) {
		if (is_special(*word))
			buf_add_u8(out, '\\');
		buf_add_u8(out, (uint8_t)*word);
	}
}

/* One word into its own place, shorter or as long; what follows it. */
static char *
take(char *from, char *to)
{
	while (*from != '\0' && *from != '|') {
		if (*from == '\\' && is_special(from[1]))
			from++;
		*to++ = *from++;
	}
	if (*from == '|')
		from++;
	*to = '\0';
	return from;
}

static char *
trim(char *word)
{
	size_t len;

	word += strspn(word, " \t");
	len = strlen(word);
	while (len > 0 && (word[len - 1] == ' ' || word[len - 1] == '\t'))
		word[--len] = '\0';
	return word;
}

char *
list_text_next(char **text)
{
	while (**text != '\0') {
		char *start = *text, *word;

		*text = take(start, start);
		word = trim(start);
		if (*word != '\0')
			return word;
	}
	return NULL;
}
