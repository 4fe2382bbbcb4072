/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/store/made_rows.h"

#include <stdio.h>
#include <string.h>

#include <libpq-fe.h>

#include "lib/base/log.h"
#include "lib/store/rows.h"

static void
name_columns(PGresult *r, size_t n)
{
	static char name[] = "column";
	PGresAttDesc column[32] = { 0 };

	if (n > sizeof(column) / sizeof(column[0]))
		fatalx("made_rows: %zu columns", n);
	for (size_t i = 0; i < n; i++)
		column[i].name = name;
	if (PQsetResultAttrs(r, (int)n, column) == 0)
		fatalx("made_rows: columns");
}

struct db_rows *
made_rows(size_t columns, const char *const *values, size_t count)
{
	PGresult *r = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);

	name_columns(r, columns);
	for (size_t i = 0; i < count; i++) {
		const char *v = values[i];
		char text[256] = "";

		if (v != NULL)
			snprintf(text, sizeof(text), "%s", v);
		if (PQsetvalue(r, (int)(i / columns), (int)(i % columns),
			v == NULL ? NULL : text,
			v == NULL ? -1 : (int)strlen(text)) == 0)
			fatalx("made_rows: value %zu", i);
	}
	return rows_new(r);
}
