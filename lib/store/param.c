/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/param.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/base/log.h"
#include "lib/store/db.h"

struct db_arg
db_arg_text(const char *s)
{
	struct db_arg arg = { .type = s == NULL ? DB_T_NULL : DB_T_TEXT,
		.text = s };

	return arg;
}

struct db_arg
db_arg_id(int64_t id)
{
	struct db_arg arg = { .type = id == 0 ? DB_T_NULL : DB_T_INT,
		.integer = id };

	return arg;
}

struct db_arg
db_arg_time(int64_t at)
{
	struct db_arg arg = { .type = at == DB_NO_TIME ? DB_T_NULL : DB_T_TIME,
		.integer = at };

	return arg;
}

static void
set(struct params *p, size_t i, const struct db_arg *arg)
{
	char *text = p->texts[i];

	p->values[i] = text;
	p->lengths[i] = p->formats[i] = 0;
	switch (arg->type) {
	case DB_T_NULL:
		p->values[i] = NULL;
		break;
	case DB_T_TEXT:
		p->values[i] = arg->text;
		break;
	case DB_T_INT:
		snprintf(text, CLOCK_TEXT_MAX, "%" PRId64, arg->integer);
		break;
	case DB_T_REAL:
		snprintf(text, CLOCK_TEXT_MAX, "%.17g", arg->real);
		break;
	case DB_T_BOOL:
		text[0] = arg->integer != 0 ? 't' : 'f';
		text[1] = '\0';
		break;
	case DB_T_TIME:
		if (arg->integer == DB_NO_TIME)
			p->values[i] = NULL;
		else
			clock_format(arg->integer, text);
		break;
	case DB_T_BYTES:
		/* An empty run may have no address; NULL would be SQL's. */
		p->values[i] = arg->len > 0 ? arg->bytes : "";
		p->lengths[i] = (int)arg->len;
		p->formats[i] = 1;
		break;
	}
}

void
params_set(struct params *p, size_t count, const struct db_arg *args)
{
	if (count > PARAMS_MAX)
		fatalx(
		    "database: %zu arguments, at most %d", count, PARAMS_MAX);
	for (size_t i = 0; i < count; i++)
		set(p, i, &args[i]);
}
