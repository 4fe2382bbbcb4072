/* SPDX-License-Identifier: Apache-2.0 */
#include "register/show/list.h"

#include <stdio.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "register/command.h"
#include "register/show/table.h"

/* More than anybody reads, and no more than is sorted and drawn at once. */
enum { FOR_PEOPLE = 1000 };

void
list_begin(
    struct list *l, const char *name, const struct column *columns, long first)
{
	enum form form = command_form();

	if (first == LIST_UNSAID)
		first = form == FORM_TABLE && isatty(STDOUT_FILENO) ? FOR_PEOPLE
								    : 0;
	*l = (struct list){ table_new(name, columns), first, false };
	table_start(l->table, stdout, form);
}

long
list_asks(const struct list *l)
{
	return l->first == 0 ? 0 : l->first + 1;
}

void
list_take(void *list, const struct db_rows *row)
{
	struct list *l = list;

	if (l->first != 0 && table_rows(l->table) == (size_t)l->first)
		l->more = true;
	else
		table_add_rows(l->table, row);
}

/* Of a list that was cut, also where --quiet asks for no other word. */
static void
tell_more(size_t n)
{
	if (command_form() != FORM_TABLE)
		return;
	fflush(stdout);
	fprintf(stderr,
	    "... the first %zu; there are more: name what you look for "
	    "(--help), or --first 0 for all\n",
	    n);
}

size_t
list_end(struct list *l, int rc)
{
	size_t n = table_rows(l->table);

	if (rc == ERR_OK)
		table_end(l->table);
	if (rc == ERR_OK && l->more)
		tell_more(n);
	table_free(l->table);
	l->table = NULL;
	return n;
}
