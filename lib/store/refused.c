/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/refused.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void
refused_free(struct refused *r)
{
	free(r->table);
	free(r->policy);
	*r = (struct refused){ 0 };
}

bool
refused_is_sentence(const char *message, const char *context)
{
	return message != NULL && context != NULL &&
	    strncmp(context, "PL/pgSQL function ", 18) == 0 &&
	    strstr(context, " at RAISE") != NULL;
}

/* What stands after a word of the message, with its quotes or without. */
static char *
name_after(const char *message, const char *word)
{
	const char *name = strstr(message, word);

	if (name == NULL)
		return NULL;
	name += strlen(word);
	name += *name == '"';
	return mem_dup_text(name, strcspn(name, "\""));
}

bool
refused_read(const char *message, const char *context, struct refused *out)
{
	*out = (struct refused){ 0 };
	if (message == NULL)
		return false;
	if (!refused_is_sentence(message, context)) {
		out->table = name_after(message, " for table ");
		if (out->table != NULL)
			out->policy = name_after(message, " policy \"");
	} else if (strstr(context, "function id_alloc_rises()") != NULL) {
		out->table = mem_dup_str("id_alloc");
	}
	return out->table != NULL;
}
