/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/message.h"

#include "lib/base/buf.h"
#include "lib/base/regex.h"

static void
add_version(
    const struct regex *re, const char *text, size_t len, struct buf *version)
{
	struct regex_match m;
	int g;

	if (version == NULL || !regex_match(re, text, len, &m))
		return;
	g = regex_group(re, "version");
	if (g < 0)
		g = m.count > 1 ? 1 : 0;
	if (m.group[g].start >= 0)
		buf_add(version, text + m.group[g].start, m.group[g].len);
}

enum message_class
profile_classify_message(
    const struct profile *p, const char *text, size_t len, struct buf *version)
{
	for (size_t i = 0; i < p->n_messages; i++) {
		const struct message_rule *r = &p->message[i];

		if (!regex_match(r->regex, text, len, NULL))
			continue;
		if (r->version != NULL)
			add_version(r->version, text, len, version);
		return r->class;
	}
	return MESSAGE_NONE;
}
