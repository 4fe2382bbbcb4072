/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/component.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/regex.h"
#include "lib/profile/extract.h"
#include "lib/profile/object.h"
#include "lib/profile/packages.h"
#include "lib/profile/set.h"
#include "lib/wire/snapshot.h"

enum { ENTITY_DESCR = 2, ENTITY_NAME = 7 };

/* What all rows of one reading need. */
struct reading {
	const struct profile_set *set;
	const struct profile *profile;
	const struct snapshot *snapshot;
	const struct component_rule *rule;
	struct identity *out;
};

void
component_free(struct identity_component *c)
{
	free(c->name);
	free(c->version);
	free(c->serial);
	free(c->oid);
	free(c->raw);
}

/* Takes name, serial and what is in f. */
static struct identity_component *
add(const struct reading *r, char *name, struct found *f, char *serial)
{
	struct identity *id = r->out;
	struct identity_component *c;

	id->component = mem_grow(
	    id->component, id->n_components + 1, sizeof(*id->component));
	c = &id->component[id->n_components++];
	*c = (struct identity_component){
		.kind = r->rule->kind,
		.name = name,
		.version = f->text,
		.serial = serial,
		.oid = f->oid,
		.raw = f->raw,
		.required = r->rule->require_all,
		.scheme = r->rule->scheme,
		.n_schemes = r->rule->n_schemes,
	};
	*f = (struct found){ 0 };
	return c;
}

static bool
is_full(const struct reading *r)
{
	return r->out->n_components >= COMPONENTS_MAX;
}

static struct oid
row_of(struct oid name, struct oid column)
{
	return (struct oid){ name.data + column.len, name.len - column.len };
}

static char *
text_of(const struct varbind *vb)
{
	struct buf b = { 0 };

	extract_text(&vb->value, CLEAN_QUOTES, &b);
	return buf_take_str(&b);
}

/*
 * One value
 */

/* From a column of names, or a group "name" of the pattern, or what is given.
 */
static char *
name_of(const struct reading *r, const struct varbind *vb)
{
	const struct component_rule *c = r->rule;
	int g =
	    c->value.regex == NULL ? -1 : regex_group(c->value.regex, "name");
	struct varbind label;
	struct buf name = { 0 };
	struct regex_match m;

	if (c->names.oid.len > 0) {
		buf_add(&name, c->names.oid.data, c->names.oid.len);
		buf_add(&name, vb->oid.data + c->value.at.oid.len,
		    vb->oid.len - c->value.at.oid.len);
		if (snapshot_get(r->snapshot,
			(struct oid){ name.data, name.len }, &label)) {
			buf_free(&name);
			return text_of(&label);
		}
		buf_clear(&name);
	} else if (g > 0) {
		struct buf text = { 0 };

		extract_text(&vb->value, r->profile->clean, &text);
		if (regex_match(c->value.regex, buf_str(&text), text.len, &m) &&
		    m.group[g].start >= 0)
			buf_add(&name, text.data + m.group[g].start,
			    m.group[g].len);
		buf_free(&text);
	}
	if (name.len == 0)
		buf_add_str(&name, c->name == NULL ? "" : c->name);
	return buf_take_str(&name);
}

static bool
read_row(const struct reading *r, const struct varbind *vb)
{
	struct found f = { 0 };

	if (!extract_value(r->profile, &r->rule->value, vb, &f))
		return false;
	add(r, name_of(r, vb), &f, mem_dup_str(""));
	return true;
}

/* A name that is given means one value, unless all rows are wanted. */
static bool
is_single(const struct component_rule *c)
{
	return c->name != NULL && c->names.oid.len == 0 &&
	    (c->value.n_picks == 0 || c->value.pick[0].type != PICK_ALL);
}

/* An earlier rule has read the part of this name from a better place. */
static bool
is_known(const struct reading *r)
{
	for (size_t i = 0; i < r->out->n_components; i++) {
		const struct identity_component *c = &r->out->component[i];

		if (c->kind == r->rule->kind &&
		    strcmp(c->name, r->rule->name) == 0)
			return true;
	}
	return false;
}

static void
read_single(const struct reading *r)
{
	struct found f = { 0 };

	if (!is_known(r) &&
	    extract(r->profile, &r->rule->value, r->snapshot, r->rule->scheme,
		r->rule->n_schemes, &f))
		add(r, mem_dup_str(r->rule->name), &f, mem_dup_str(""));
}

static void
read_rows(const struct reading *r)
{
	struct oid at = r->rule->value.at.oid;
	struct varbind vb;

	for (size_t i = snapshot_find(r->snapshot, at);
	     i < snapshot_count(r->snapshot) && !is_full(r); i++) {
		snapshot_at(r->snapshot, i, &vb);
		if (!oid_is_within(vb.oid, at))
			return;
		read_row(r, &vb);
	}
}

/*
 * ENTITY-MIB
 */

static bool
is_of_class(const struct reading *r, struct oid row)
{
	for (size_t i = 0; i < r->rule->n_classes; i++) {
		if (extract_is_class(r->snapshot, row, r->rule->classes[i]))
			return true;
	}
	return r->rule->n_classes == 0;
}

static char *
cell_text(const struct reading *r, uint32_t column, struct oid row)
{
	struct varbind vb;
	char *text;

	if (column == 0 ||
	    !extract_cell(r->snapshot, object_entity, column, row, &vb))
		return mem_dup_str("");
	text = text_of(&vb);
	if (!extract_is_said(text))
		text[0] = '\0';
	return text;
}

static char *
entity_name(const struct reading *r, struct oid row)
{
	uint32_t column = r->rule->label == 0 ? ENTITY_NAME : r->rule->label;
	char *name = cell_text(r, column, row);

	if (name[0] != '\0')
		return name;
	free(name);
	return cell_text(r, ENTITY_DESCR, row);
}

static bool
entity_version(const struct reading *r, struct oid row, struct found *f)
{
	const uint32_t columns[] = { r->rule->software, r->rule->firmware };
	struct varbind vb;

	for (size_t i = 0; i < 2; i++) {
		if (columns[i] != 0 &&
		    extract_cell(
			r->snapshot, object_entity, columns[i], row, &vb) &&
		    extract_value(r->profile, &r->rule->value, &vb, f))
			return true;
	}
	return false;
}

static void
read_entity(const struct reading *r)
{
	struct oid class;
	struct buf name = { 0 };
	struct varbind vb;

	buf_add(&name, object_entity.data, object_entity.len);
	oid_add_part(&name, 5); /* entPhysicalClass: every row has one */
	class = (struct oid){ name.data, name.len };
	for (size_t i = snapshot_find(r->snapshot, class);
	     i < snapshot_count(r->snapshot) && !is_full(r); i++) {
		struct found f = { 0 };
		struct oid row;

		snapshot_at(r->snapshot, i, &vb);
		if (!oid_is_within(vb.oid, class))
			break;
		row = row_of(vb.oid, class);
		if (is_of_class(r, row) && entity_version(r, row, &f))
			add(r, entity_name(r, row), &f,
			    cell_text(r, r->rule->serial, row));
	}
	buf_free(&name);
}

/*
 * Rows of one name
 */

/* What follows the column in the name of the object. */
static const char *
row_text(const struct reading *r, const struct identity_component *c)
{
	bool entity = r->rule->source == COMPONENT_ENTITY;
	char at[OID_TEXT_MAX];
	const char *row;

	oid_print(entity ? object_entity : r->rule->value.at.oid, at);
	row = c->oid + strlen(at);
	if (entity)
		row = strchr(row + 1, '.');
	return row == NULL || *row == '\0' ? "" : row + 1;
}

static void
add_row(const struct reading *r, struct identity_component *c)
{
	struct buf name = { 0 };

	buf_printf(&name, "%s %s", c->name, row_text(r, c));
	free(c->name);
	c->name = buf_take_str(&name);
}

/*
 * Two members of one model are two components: under one name the one that is
 * old would be lost behind the other. From `first` on they are of this rule.
 */
static void
tell_apart(const struct reading *r, size_t first)
{
	size_t n = r->out->n_components - first;
	struct identity_component *c = &r->out->component[first];
	bool *same = mem_new(n + 1, sizeof(*same));

	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1; k < n; k++) {
			if (strcmp(c[i].name, c[k].name) == 0)
				same[i] = same[k] = true;
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (same[i])
			add_row(r, &c[i]);
	}
	free(same);
}

/*
 * Installed software
 */

static const struct scheme *const *
scheme_of(const struct reading *r, enum package_form form)
{
	return profile_set_package_scheme(r->set, form == PACKAGE_RPM);
}

static void
read_package(const struct reading *r, const struct varbind *vb)
{
	struct identity_component *c;
	enum package_form form;
	struct found f = { 0 };
	char *name, *version;
	static const struct rule whole;

	if (!extract_value(NULL, &whole, vb, &f))
		return;
	if (!package_split(f.text, &name, &version, &form)) {
		found_free(&f);
		return;
	}
	free(f.text);
	f.text = version;
	c = add(r, name, &f, mem_dup_str(""));
	if (c->n_schemes == 0) {
		c->scheme = scheme_of(r, form);
		c->n_schemes = c->scheme == NULL ? 0 : 1;
	}
}

static void
read_packages(const struct reading *r)
{
	struct varbind vb;

	for (size_t i = snapshot_find(r->snapshot, object_installed_name);
	     i < snapshot_count(r->snapshot) && !is_full(r); i++) {
		snapshot_at(r->snapshot, i, &vb);
		if (!oid_is_within(vb.oid, object_installed_name))
			return;
		read_package(r, &vb);
	}
}

void
component_read(const struct profile_set *set, const struct profile *p,
    const struct snapshot *s, struct identity *out)
{
	for (size_t i = 0; i < p->n_components; i++) {
		const struct reading r = { set, p, s, &p->component[i], out };
		size_t first = out->n_components;

		switch (p->component[i].source) {
		case COMPONENT_ONE:
			if (is_single(r.rule)) {
				read_single(&r);
				break;
			}
			read_rows(&r);
			tell_apart(&r, first);
			break;
		case COMPONENT_ENTITY:
			read_entity(&r);
			tell_apart(&r, first);
			break;
		case COMPONENT_PACKAGES:
			read_packages(&r);
			break;
		}
	}
}
