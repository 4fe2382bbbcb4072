/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/expand.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/number.h"
#include "lib/base/regex.h"

enum { NAME_MAX_LEN = 40 };

/* The group that "${...}" at p names, or -1; *end is behind its brace. */
static int
take_group(const char *p, const struct regex *re, const char **end)
{
	const char *close = strchr(p + 2, '}');
	char name[NAME_MAX_LEN];
	int64_t group = -1;
	size_t len;

	*end = p + 2;
	if (close == NULL || close == p + 2)
		return -1;
	len = (size_t)(close - p - 2);
	if (len >= sizeof(name))
		return -1;
	*end = close + 1;
	memcpy(name, p + 2, len);
	name[len] = '\0';
	if (strspn(name, "0123456789") != len)
		return regex_group(re, name);
	(void)number_parse(name, 0, 99, &group);
	return (int)group;
}

static void
add_group(
    const char *subject, const struct regex_match *m, int g, struct buf *out)
{
	if (g < 0 || (size_t)g >= m->count || m->group[g].start < 0)
		return;
	buf_add(out, subject + m->group[g].start, m->group[g].len);
}

void
expand(const char *form, const struct regex *re, const char *subject,
    const struct regex_match *m, struct buf *out)
{
	const char *p = form;

	while (*p != '\0') {
		const char *mark = strstr(p, "${");

		if (mark == NULL) {
			buf_add_str(out, p);
			return;
		}
		buf_add(out, p, (size_t)(mark - p));
		add_group(subject, m, take_group(mark, re, &p), out);
	}
}

bool
expand_is_valid(const char *form, const struct regex *re)
{
	for (const char *p = strstr(form, "${"); p != NULL;
	     p = strstr(p, "${")) {
		if (take_group(p, re, &p) < 0)
			return false;
	}
	return true;
}
