/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/extract.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/model/expand.h"
#include "lib/model/version.h"
#include "lib/profile/object.h"
#include "lib/wire/snapshot.h"

enum { ENTITY_CLASS = 5 /* entPhysicalClass */, TEXT_MAX_LEN = 4096 };

/* What all steps of one extraction need. */
struct search {
	const struct profile *profile;
	const struct rule *rule;
	const struct snapshot *snapshot;
	const struct scheme *const *scheme;
	size_t n_schemes;
};

void
found_free(struct found *f)
{
	free(f->text);
	free(f->oid);
	free(f->raw);
	*f = (struct found){ 0 };
}

/*
 * Texts
 */

static bool
is_blank(uint8_t c)
{
	return c <= ' ' || c == 0x7f;
}

static void
trim(struct buf *b)
{
	size_t lead = 0;

	while (b->len > 0 && is_blank(b->data[b->len - 1]))
		b->len--;
	while (lead < b->len && is_blank(b->data[lead]))
		lead++;
	buf_drop(b, lead);
}

static void
strip_quotes(struct buf *b)
{
	static const char marks[] = "\"'\\";

	while (b->len > 0 && strchr(marks, b->data[b->len - 1]) != NULL)
		b->len--;
	while (b->len > 0 && strchr(marks, b->data[0]) != NULL)
		buf_drop(b, 1);
}

void
extract_text(const struct value *v, unsigned clean, struct buf *out)
{
	size_t len = v->len < TEXT_MAX_LEN ? v->len : TEXT_MAX_LEN;
	const uint8_t *data = v->data;

	if (v->type != VALUE_STRING) {
		value_print(v, out);
		return;
	}
	/* HP PML: the symbol set of what follows, 0x0115 for most. */
	if (clean & CLEAN_SYMBOLSET && len >= 2 && data[0] < 0x20) {
		data += 2;
		len -= 2;
	}
	for (size_t i = 0; i < len; i++) {
		if (data[i] != '\0')
			buf_add_u8(out, data[i]);
	}
	trim(out);
	if (clean & CLEAN_QUOTES) {
		strip_quotes(out);
		trim(out);
	}
}

bool
extract_is_said(const char *text)
{
	static const char *const nothing[] = { "", "-", "--", "n/a", "na",
		"null", "(null)", "none", "unknown", "not available",
		"not specified", "undefined", "empty" };

	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
		if (strcasecmp(nothing[i], text) == 0)
			return false;
	}
	return true;
}

static bool
is_accepted(const struct search *q, const char *text)
{
	size_t len = strlen(text);

	if (!extract_is_said(text))
		return false;
	if (q->profile != NULL && q->profile->reject != NULL &&
	    regex_match(q->profile->reject, text, len, NULL))
		return false;
	for (size_t i = 0; i < q->n_schemes; i++) {
		if (version_fits(q->scheme[i], text))
			return true;
	}
	return q->n_schemes == 0;
}

/* Group "version" if there is one, else the first, else the whole match. */
static int
wanted_group(const struct regex *re, const struct regex_match *m)
{
	int g = regex_group(re, "version");

	return g >= 0 ? g : m->count > 1 ? 1 : 0;
}

static bool
apply_regex(const struct rule *r, struct buf *text)
{
	struct buf out = { 0 };
	struct regex_match m;
	const char *subject = buf_str(text);

	if (!regex_match(r->regex, subject, text->len, &m))
		return false;
	if (r->join != NULL) {
		expand(r->join, r->regex, subject, &m, &out);
	} else {
		const struct regex_group *g =
		    &m.group[wanted_group(r->regex, &m)];

		if (g->start >= 0)
			buf_add(&out, subject + g->start, g->len);
	}
	trim(&out);
	buf_free(text);
	*text = out;
	return true;
}

static void
keep(const struct varbind *vb, struct buf *text, struct found *out)
{
	char name[OID_TEXT_MAX];
	struct buf raw = { 0 };

	value_print(&vb->value, &raw);
	out->text = buf_take_str(text);
	out->oid = mem_dup_str(oid_print(vb->oid, name));
	out->raw = buf_take_str(&raw);
}

static bool
try_value(const struct search *q, const struct varbind *vb, struct found *out)
{
	unsigned clean = q->profile == NULL ? 0 : q->profile->clean;
	struct buf text = { 0 };
	bool good;

	if (!value_is_real(&vb->value))
		return false;
	extract_text(&vb->value, clean, &text);
	good = q->rule->regex == NULL || apply_regex(q->rule, &text);
	good = good && is_accepted(q, buf_str(&text));
	if (good)
		keep(vb, &text, out);
	buf_free(&text);
	return good;
}

bool
extract_value(const struct profile *p, const struct rule *r,
    const struct varbind *vb, struct found *out)
{
	const struct search q = { .profile = p, .rule = r };

	return try_value(&q, vb, out);
}

/*
 * Places
 */

bool
extract_cell(const struct snapshot *s, struct oid table, uint32_t column,
    struct oid row, struct varbind *out)
{
	struct buf name = { 0 };
	bool found;

	buf_add(&name, table.data, table.len);
	oid_add_part(&name, column);
	buf_add(&name, row.data, row.len);
	found = snapshot_get(s, (struct oid){ name.data, name.len }, out);
	buf_free(&name);
	return found;
}

bool
extract_is_class(const struct snapshot *s, struct oid row, uint32_t class)
{
	struct varbind vb;

	return extract_cell(s, object_entity, ENTITY_CLASS, row, &vb) &&
	    vb.value.integer == (int64_t) class;
}

static struct oid
row_of(struct oid name, struct oid column)
{
	return (struct oid){ name.data + column.len, name.len - column.len };
}

static bool
is_picked(
    const struct search *q, const struct pick *pick, const struct varbind *vb)
{
	return pick->type != PICK_CLASS ||
	    extract_is_class(
		q->snapshot, row_of(vb->oid, q->rule->at.oid), pick->number);
}

/* All rows that give a text, joined; the place is that of the first. */
static void
join_row(struct found *all, struct found *one)
{
	struct buf text = { 0 };

	if (all->text == NULL) {
		*all = *one;
		return;
	}
	buf_printf(&text, "%s, %s", all->text, one->text);
	free(all->text);
	all->text = buf_take_str(&text);
	found_free(one);
}

static void
try_rows(const struct search *q, const struct pick *pick, struct oid at,
    struct found *out)
{
	struct varbind vb;

	for (size_t i = snapshot_find(q->snapshot, at);
	     i < snapshot_count(q->snapshot); i++) {
		struct found one = { 0 };

		snapshot_at(q->snapshot, i, &vb);
		if (!oid_is_within(vb.oid, at))
			return;
		if (!is_picked(q, pick, &vb) || !try_value(q, &vb, &one))
			continue;
		join_row(out, &one);
		if (pick->type != PICK_ALL)
			return;
	}
}

static bool
try_pick(const struct search *q, const struct pick *pick, struct found *out)
{
	struct oid at = q->rule->at.oid;
	struct buf name = { 0 };

	buf_add(&name, at.data, at.len);
	if (pick->type == PICK_INDEX)
		oid_add_part(&name, pick->number);
	try_rows(q, pick, (struct oid){ name.data, name.len }, out);
	buf_free(&name);
	return out->text != NULL;
}

bool
extract(const struct profile *p, const struct rule *r, const struct snapshot *s,
    const struct scheme *const *schemes, size_t n_schemes, struct found *out)
{
	const struct search q = { p, r, s, schemes, n_schemes };
	const struct pick first = { PICK_FIRST, 0 };

	if (r->n_picks == 0)
		return try_pick(&q, &first, out);
	for (size_t i = 0; i < r->n_picks; i++) {
		if (try_pick(&q, &r->pick[i], out))
			return true;
	}
	return false;
}

bool
extract_any(const struct profile *p, const struct rules *rules,
    const struct snapshot *s, const struct scheme *const *schemes,
    size_t n_schemes, struct found *out)
{
	for (size_t i = 0; i < rules->n; i++) {
		if (extract(p, &rules->rule[i], s, schemes, n_schemes, out))
			return true;
	}
	return false;
}
