/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/choice.h"

#include <string.h>

#include "lib/base/err.h"

void
choice_start(struct choice *c, const char *typed)
{
	*c = (struct choice){ 0 };
	nearest_start(&c->near, typed, strlen(typed));
}

void
choice_offer(struct choice *c, const char *word)
{
	nearest_offer(&c->near, word);
	buf_printf(&c->known, "%s%s", c->known.len > 0 ? ", " : "", word);
}

void
choice_tell(struct choice *c, struct buf *why)
{
	char near[NEAREST_TEXT_MAX];

	buf_printf(why, "\"%s\" is none of %s%s", c->near.typed,
	    buf_str(&c->known), nearest_text(&c->near, near));
	buf_free(&c->known);
}

int
choice_check(const char *typed, const char *const *words, struct buf *why)
{
	struct choice c;

	for (size_t i = 0; words[i] != NULL; i++) {
		if (strcmp(typed, words[i]) == 0)
			return ERR_OK;
	}
	choice_start(&c, typed);
	for (size_t i = 0; words[i] != NULL; i++)
		choice_offer(&c, words[i]);
	choice_tell(&c, why);
	return ERR_PARSE;
}
