/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/front.h"

#include <string.h>

#include "lib/base/buf.h"

static const char blanks[] = " \t\r";

/* The line without the blanks around it. */
static const char *
trim(const char *line, size_t *len)
{
	size_t before = strspn(line, blanks);

	if (before > *len)
		before = *len;
	line += before;
	*len -= before;
	while (*len > 0 && strchr(blanks, line[*len - 1]) != NULL)
		(*len)--;
	return line;
}

static bool
take_line(const char *line, size_t len, const char *key, struct buf *out)
{
	size_t n = strlen(key);

	line = trim(line, &len);
	if (len <= n || memcmp(line, key, n) != 0 || line[n] != ':')
		return false;
	len -= n + 1;
	line = trim(line + n + 1, &len);
	buf_add(out, line, len);
	return true;
}

bool
front_find(const char *text, const char *key, struct buf *out)
{
	if (strncmp(text, "---\n", 4) != 0)
		return false;
	for (text += 4; *text != '\0';) {
		size_t len = strcspn(text, "\n");

		if (len == 3 && memcmp(text, "---", 3) == 0)
			return false;
		if (take_line(text, len, key, out))
			return true;
		text += len + (text[len] == '\n');
	}
	return false;
}

bool
front_lists(const char *list, const char *word)
{
	static const char between[] = " \t,";
	size_t len = strlen(word);

	while (*list != '\0') {
		size_t n;

		list += strspn(list, between);
		n = strcspn(list, between);
		if (n == len && memcmp(list, word, len) == 0)
			return true;
		list += n;
	}
	return false;
}
