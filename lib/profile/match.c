/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/match.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/regex.h"
#include "lib/profile/extract.h"
#include "lib/profile/object.h"
#include "lib/wire/snapshot.h"

static bool
text_matches(const struct regex *re, const struct value *v)
{
	struct buf text = { 0 };
	bool held;

	extract_text(v, 0, &text);
	held = regex_match(re, buf_str(&text), text.len, NULL);
	buf_free(&text);
	return held;
}

/* Some agents give their sysObjectID as text, with a dot in front. */
static bool
read_id(const struct value *v, struct buf *out)
{
	struct buf text = { 0 };
	const char *name;
	bool good;

	if (v->type == VALUE_OID) {
		buf_add(out, v->data, v->len);
		return true;
	}
	if (v->type != VALUE_STRING)
		return false;
	extract_text(v, 0, &text);
	name = buf_str(&text);
	good = oid_parse(*name == '.' ? name + 1 : name, out) == ERR_OK;
	buf_free(&text);
	return good;
}

/* The length of the longest prefix that holds; 0: none does. */
static size_t
id_length(const struct condition *c, const struct snapshot *s)
{
	struct buf name = { 0 };
	struct varbind vb;
	size_t longest = 0;

	if (!snapshot_get(s, object_sys_object_id, &vb) ||
	    !read_id(&vb.value, &name)) {
		buf_free(&name);
		return 0;
	}
	for (size_t i = 0; i < c->n_ids; i++) {
		struct oid id = { name.data, name.len };

		if (oid_is_within(id, c->id[i].oid) &&
		    c->id[i].oid.len > longest)
			longest = c->id[i].oid.len;
	}
	buf_free(&name);
	return longest;
}

static bool
descr_holds(const struct condition *c, const struct snapshot *s)
{
	struct varbind vb;

	return snapshot_get(s, object_sys_descr, &vb) &&
	    text_matches(c->descr, &vb.value);
}

static bool
object_holds(const struct condition *c, const struct snapshot *s)
{
	struct varbind vb;

	for (size_t i = snapshot_find(s, c->at.oid); i < snapshot_count(s);
	     i++) {
		snapshot_at(s, i, &vb);
		if (!oid_is_within(vb.oid, c->at.oid))
			return false;
		if (value_is_real(&vb.value) &&
		    (c->value == NULL || text_matches(c->value, &vb.value)))
			return true;
	}
	return false;
}

static size_t
strength(const struct condition *c, const struct snapshot *s)
{
	size_t length = c->n_ids > 0 ? id_length(c, s) : 0;

	if (c->n_ids > 0 && length == 0)
		return 0;
	if (c->descr != NULL && !descr_holds(c, s))
		return 0;
	if (c->has_oid && !object_holds(c, s))
		return 0;
	return 1 + length;
}

size_t
match_strength(const struct profile *p, const struct snapshot *s)
{
	size_t best = 0;

	for (size_t i = 0; i < p->match.n; i++) {
		size_t one = strength(&p->match.condition[i], s);

		best = one > best ? one : best;
	}
	for (size_t i = 0; best > 0 && i < p->exclude.n; i++) {
		if (strength(&p->exclude.condition[i], s) > 0)
			return 0;
	}
	return best;
}
