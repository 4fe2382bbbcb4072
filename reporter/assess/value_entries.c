/* SPDX-License-Identifier: Apache-2.0 */

/* What people entered, and how suppliers keep their terms. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/lengths.h"
#include "reporter/assess/value_parts.h"

static bool
is_kind(const struct json *e, const char *kind)
{
	return strcmp(facts_text(e, "kind"), kind) == 0;
}

static bool
is_in_period(const struct facts *f, int64_t at)
{
	return at != FACTS_NO_TIME && at >= f->from && at < f->cut;
}

/* Open at the cut, ended in the period, or open when it began. */
static bool
is_of_period(const struct facts *f, const struct json *e)
{
	const char *before = facts_text(e, "before");

	return strcmp(facts_text(e, "status"), "closed") != 0 ||
	    is_in_period(f, facts_time(e, "closed")) ||
	    (*before != '\0' && strcmp(before, "closed") != 0);
}

static void
copy_all(struct json *row, const struct json *e, const char *const *keys)
{
	for (; *keys != NULL; keys++)
		value_copy(row, *keys, e, *keys);
}

/* Word stand.X of a status; how it ended goes before that it did. */
static void
put_status(struct json *row, const struct json *e)
{
	const char *status = facts_text(e, "status");
	const char *outcome = facts_text(e, "outcome");

	json_put_text(row, "status",
	    strcmp(status, "closed") == 0 && *outcome != '\0' ? outcome
							      : status);
}

/* The last moment of the day that is meant: one is due by its end. */
static void
put_day(struct json *row, const char *key, const struct json *e)
{
	int64_t at = facts_time(e, key);

	if (at == FACTS_NO_TIME)
		json_put_null(row, key);
	else
		json_put_time(row, key, at - CLOCK_SECOND);
}

static struct json *
new_row(const struct json *e, const char *const *keys)
{
	struct json *row = json_new_object();

	copy_all(row, e, keys);
	put_day(row, "due", e);
	put_status(row, e);
	return row;
}

/* Section 11: decisions and actions of the register. */
static void
put_registered(const struct facts *f, const struct json *list, struct json *v)
{
	static const char *const keys[] = { "id", "kind", "title", "cause",
		"risk", "cost", "owner", "patch", "device", "site", "supplier",
		"reference", "result", "closed", "ended_as", NULL };
	struct json *out = json_new_array();

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);
		const char *before = facts_text(e, "before");
		struct json *row;

		if ((!is_kind(e, "action") && !is_kind(e, "decision")) ||
		    !is_of_period(f, e))
			continue;
		row = new_row(e, keys);
		json_put_text(
		    row, "previous", *before == '\0' ? "new" : before);
		json_add(out, row);
	}
	json_put(v, "registered", out);
}

static void
put_reviews(const struct facts *f, const struct json *list, struct json *v)
{
	static const char *const keys[] = { "id", "title", "topic", "owner",
		"report", "supplier", "result", "closed", NULL };
	struct json *out = json_new_array();

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);

		if (is_kind(e, "review") && is_of_period(f, e))
			json_add(out, new_row(e, keys));
	}
	json_put(v, "reviews", out);
}

static void
put_changes(const struct facts *f, const struct json *list, struct json *v)
{
	static const char *const keys[] = { "id", "title", "owner", "device",
		"site", "patch", "opened", "until", "reference", NULL };
	struct json *out = json_new_array();

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);

		struct json *row;

		if (!is_kind(e, "change") ||
		    facts_time(e, "opened") >= f->cut ||
		    facts_time(e, "until") < f->from)
			continue;
		row = new_row(e, keys);
		if (strcmp(facts_text(e, "status"), "expired") == 0)
			json_put_text(row, "status", "unclosed");
		json_add(out, row);
	}
	json_put(v, "registered_changes", out);
}

static void
put_attestations(const struct facts *f, const struct json *list, struct json *v)
{
	static const char *const keys[] = { "id", "title", "topic", "owner",
		"site", "opened", "sha256", NULL };
	struct json *out = json_new_array();

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);
		struct json *row;

		if (!is_kind(e, "attestation") ||
		    (!is_of_period(f, e) &&
			!is_in_period(f, facts_time(e, "until"))))
			continue;
		row = new_row(e, keys);
		put_day(row, "until", e);
		if (strcmp(facts_text(e, "status"), "open") == 0)
			json_put_text(row, "status", "valid");
		json_add(out, row);
	}
	json_put(v, "attestations", out);
}

/* Of what has ended, and not before it began. */
static void
add_span(struct lengths *l, int64_t from, int64_t to)
{
	if (to != FACTS_NO_TIME && to >= from)
		lengths_add(l, to - from);
}

static void
put_median(struct json *o, const char *key, struct lengths *l)
{
	lengths_sort(l);
	if (l->n == 0)
		json_put_null(o, key);
	else
		json_put_int(o, key, lengths_rank(l, 50) / CLOCK_SECOND);
	lengths_free(l);
}

/* Incidents of the period, and how long the middle one took. */
static void
put_incidents(const struct facts *f, const struct json *list, struct json *v)
{
	static const char *const keys[] = { "id", "title", "severity", "owner",
		"reference", "device", "site", "opened", "acknowledged",
		"closed", NULL };
	struct json *out = json_new_array(), *o = json_new_object();
	struct lengths taken = { 0 }, closed = { 0 };

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);
		int64_t at = facts_time(e, "opened");

		if (!is_kind(e, "incident") || !is_in_period(f, at))
			continue;
		add_span(&taken, at, facts_time(e, "acknowledged"));
		add_span(&closed, at, facts_time(e, "closed"));
		json_add(out, new_row(e, keys));
	}
	json_put_int(o, "count", (int64_t)json_len(out));
	json_put_int(o, "taken_up", (int64_t)taken.n);
	json_put_int(o, "over", (int64_t)closed.n);
	put_median(o, "take_up_s", &taken);
	put_median(o, "close_s", &closed);
	json_put(v, "incident", o);
	json_put(v, "incidents", out);
}

void
value_entries(const struct facts *f, struct json *v)
{
	const struct json *list = json_get(f->evidence, "entries");

	put_registered(f, list, v);
	put_reviews(f, list, v);
	put_changes(f, list, v);
	put_attestations(f, list, v);
	put_incidents(f, list, v);
}

/* Suppliers: terms of contracts, and what was claimed. */

static int64_t
count_of(const struct json *list, const char *supplier, const char *key,
    const char *word)
{
	int64_t n = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *d = json_at(list, i);

		n += strcmp(facts_text(d, "supplier"), supplier) == 0 &&
		    strcmp(facts_text(d, key), word) == 0;
	}
	return n;
}

static int64_t
most_days(const struct json *list, const char *supplier)
{
	int64_t most = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *d = json_at(list, i);
		int64_t days = json_get_int(d, "days_late", 0);

		if (strcmp(facts_text(d, "supplier"), supplier) == 0 &&
		    days > most)
			most = days;
	}
	return most;
}

static bool
is_listed(const struct json *list, const char *supplier)
{
	for (size_t i = 0; i < json_len(list); i++)
		if (strcmp(facts_text(json_at(list, i), "supplier"),
			supplier) == 0)
			return true;
	return false;
}

static void
add_terms(const struct json *duties, const char *supplier, struct json *out)
{
	static const char *const timings[] = { "on_time", "late", "unknown",
		"no_term", NULL };
	struct json *row = json_new_object();
	int64_t due = 0;

	json_put_text(row, "supplier", supplier);
	for (size_t i = 0; timings[i] != NULL; i++) {
		int64_t n = count_of(duties, supplier, "timing", timings[i]);

		json_put_int(row, timings[i], n);
		due += strcmp(timings[i], "no_term") == 0 ? 0 : n;
	}
	json_put_int(row, "due", due);
	json_put_int(row, "days_late", most_days(duties, supplier));
	json_add(out, row);
}

static void
add_claims(const struct json *claims, const char *supplier, struct json *out)
{
	static const char *const outcomes[] = { "observed", "contradicted",
		"unknown", "not_registered", NULL };
	struct json *row = json_new_object();
	int64_t all = 0;

	json_put_text(row, "supplier", supplier);
	for (size_t i = 0; outcomes[i] != NULL; i++) {
		int64_t n = count_of(claims, supplier, "outcome", outcomes[i]);

		json_put_int(row, outcomes[i], n);
		all += n;
	}
	json_put_int(row, "claimed", all);
	json_put_int(row, "days_late", most_days(claims, supplier));
	json_add(out, row);
}

/* One row a supplier, in the order of the list. */
static void
put_by_supplier(const struct json *list, const char *name, struct json *v,
    void (*add)(const struct json *, const char *, struct json *))
{
	struct json *out = json_new_array();

	for (size_t i = 0; i < json_len(list); i++) {
		const char *supplier = facts_text(json_at(list, i), "supplier");

		if (!is_listed(out, supplier))
			add(list, supplier, out);
	}
	json_put(v, name, out);
}

static void
put_doubted(const struct json *claims, struct json *v)
{
	static const char *const keys[] = { "supplier", "patch", "device",
		"claimed", "outcome", "observed", "agreed", "days_late", NULL };
	struct json *out = json_new_array();

	for (size_t i = 0; i < json_len(claims); i++) {
		const struct json *c = json_at(claims, i);
		struct json *row;

		if (strcmp(facts_text(c, "outcome"), "observed") == 0)
			continue;
		row = json_new_object();
		copy_all(row, c, keys);
		json_add(out, row);
	}
	json_put(v, "claims_doubted", out);
}

void
value_contracts(const struct facts *f, struct json *v)
{
	const struct json *duties = json_get(f->evidence, "duties");
	const struct json *claims = json_get(f->evidence, "supplier_claims");

	put_by_supplier(duties, "supplier_terms", v, add_terms);
	put_by_supplier(claims, "supplier_claims", v, add_claims);
	put_doubted(claims, v);
}
