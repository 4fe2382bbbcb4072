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

/* The name behind the last of these words that is a statement's. */
static const char *
last_after(const char *sql, const char *words)
{
	const char *found = NULL, *at = sql;

	while ((at = strstr(at, words)) != NULL) {
		bool locks = at - sql >= 4 && strncmp(at - 4, "FOR ", 4) == 0;

		at += strlen(words);
		if (!locks)
			found = at;
	}
	return found;
}

bool
refused_unwritten(const char *sql, const char *tag, struct refused *out)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz_";
	const char *table = NULL;

	*out = (struct refused){ 0 };
	/* Of many at once often none is to be changed. */
	if (strncmp(sql, "WITH ", 5) == 0)
		return false;
	if (strcmp(tag, "UPDATE 0") == 0)
		table = last_after(sql, "UPDATE ");
	else if (strcmp(tag, "DELETE 0") == 0)
		table = last_after(sql, "DELETE FROM ");
	else if (strcmp(tag, "SELECT 0") == 0 &&
	    (strstr(sql, " FOR UPDATE") != NULL ||
		strstr(sql, " FOR NO KEY UPDATE") != NULL) &&
	    strstr(sql, " FROM deployment ") == NULL)
		table = last_after(sql, " FROM ");
	if (table == NULL || strspn(table, name) == 0)
		return false;
	/* Numbers are given back by no person, which is no refusal. */
	if (strncmp(table, "id_alloc ", 9) == 0)
		return false;
	out->table = mem_dup_text(table, strspn(table, name));
	out->policy =
	    mem_dup_str(*tag == 'D' ? "guard_delete" : "guard_update");
	return true;
}
