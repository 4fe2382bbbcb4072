/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The line beyond the period: what earlier reports of this kind stated, as they
 * were last issued, and this one at its end.
 */

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/value_parts.h"

static const char *const keys[] = { "due", "on_time", "late", "unknown",
	"excepted", "overdue", "installed", "tested", "registered",
	"assessed" };

static const struct {
	const char *share, *part, *whole;
} shares[] = {
	{ "share", "on_time", "due" },
	{ "tested_share", "tested", "installed" },
	{ "assessed_share", "assessed", "registered" },
};

/* As every other one: what is unknown or excepted is no part of them. */
static void
put_shares(struct json *row)
{
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		int64_t whole = json_get_int(row, shares[i].whole, 0);

		if (whole > 0)
			json_put_real(row, shares[i].share,
			    100.0 *
				(double)json_get_int(row, shares[i].part, 0) /
				(double)whole);
		else
			json_put_null(row, shares[i].share);
	}
}

static struct json *
new_row(const struct json *from)
{
	struct json *row = json_new_object();

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		value_copy(row, keys[i], from, keys[i]);
	put_shares(row);
	return row;
}

/* was is NULL where none was issued. */
static struct json *
earlier_row(const struct json *period, const struct json *was)
{
	struct json *row = new_row(was);

	value_copy(row, "name", period, "name");
	value_copy(row, "number", was, "number");
	value_copy(row, "version", was, "version");
	value_copy(row, "within", was, "within");
	json_put_bool(row, "is_this", false);
	return row;
}

static struct json *
this_row(const struct facts *f, const struct json *v)
{
	const struct json *document = json_get(v, "document");
	struct json *row = new_row(json_get(v, "summary"));

	value_copy(row, "name", json_get(f->evidence, "period"), "name");
	value_copy(row, "number", document, "number");
	value_copy(row, "version", document, "version");
	value_copy(row, "within", f->policy, "within_percent");
	value_put_prepared(f, row);
	json_put_bool(row, "is_this", true);
	return row;
}

static bool
is_same_period(const struct json *a, const struct json *b)
{
	return strcmp(facts_text(a, "name"), facts_text(b, "name")) == 0;
}

/* Evidence of before kinds were told has one row for a period, of any kind. */
static bool
is_of_kind(const struct values_input *in, const struct json *row)
{
	const char *kind = json_get_text(row, "kind");

	return in->report == NULL || kind == NULL ||
	    strcmp(kind, in->report) == 0;
}

/* Of the period whose rows begin at first, what this kind of report said. */
static const struct json *
stated_of(const struct values_input *in, const struct json *was, size_t first)
{
	for (size_t i = first; i < json_len(was) &&
	     is_same_period(json_at(was, i), json_at(was, first));
	     i++) {
		const struct json *row = json_at(was, i);

		if (json_get_int(row, "due", -1) >= 0 && is_of_kind(in, row))
			return row;
	}
	return NULL;
}

void
value_earlier(const struct values_input *in, struct json *v)
{
	const struct json *was = json_get(in->facts->evidence, "earlier");
	struct json *list = json_new_array();

	/* A line begins with the first report that there is. */
	for (size_t i = 0; i < json_len(was); i++) {
		const struct json *stated;

		if (i > 0 &&
		    is_same_period(json_at(was, i), json_at(was, i - 1)))
			continue;
		stated = stated_of(in, was, i);
		if (json_len(list) > 0 || stated != NULL)
			json_add(list, earlier_row(json_at(was, i), stated));
	}
	json_add(list, this_row(in->facts, v));
	json_put(v, "earlier", list);
}

/* What the database remembers of a report for the next ones. */
struct json *
value_stated(const struct json *v)
{
	const struct json *list = json_get(v, "earlier");
	const struct json *row = json_at(list, json_len(list) - 1);
	struct json *o = json_new_object();

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		value_copy(o, keys[i], row, keys[i]);
	value_copy(o, "within", row, "within");
	return o;
}
