/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/identity.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/model/version.h"
#include "lib/profile/component.h"
#include "lib/profile/extract.h"
#include "lib/profile/set.h"
#include "lib/profile/suggest.h"

const char *
confidence_name(enum confidence c)
{
	static const char *const names[] = { "none", "suggestion", "profile" };

	return names[c];
}

static char *
text_or_empty(const char *text)
{
	return mem_dup_str(text == NULL ? "" : text);
}

/* Takes f; the product version and where it stood. */
static void
set_version(struct identity *out, struct found *f, enum confidence c)
{
	out->version = f->text;
	out->oid = f->oid;
	out->raw = f->raw;
	out->confidence = c;
	*f = (struct found){ 0 };
}

/* ${version} and ${patchlevel} of form, with what was read. */
static char *
completed(const char *form, const char *version, const char *patchlevel)
{
	struct buf out = { 0 };

	while (*form != '\0') {
		if (strncmp(form, "${version}", 10) == 0) {
			buf_add_str(&out, version);
			form += 10;
		} else if (strncmp(form, "${patchlevel}", 13) == 0) {
			buf_add_str(&out, patchlevel);
			form += 13;
		} else {
			buf_add_u8(&out, (uint8_t)*form++);
		}
	}
	return buf_take_str(&out);
}

static void
add_patchlevel(
    const struct profile *p, const struct snapshot *s, struct identity *out)
{
	struct found f = { 0 };
	char *whole;

	if (p->complete == NULL ||
	    !extract_any(p, &p->patchlevel, s, NULL, 0, &f))
		return;
	whole = completed(p->complete, out->version, f.text);
	free(out->version);
	out->version = whole;
	found_free(&f);
}

/* The first rule that gives a value of the shape of one of n schemes. */
static bool
read_shaped(const struct profile *p, const struct snapshot *s, size_t n,
    struct identity *out)
{
	struct found f = { 0 };

	for (size_t i = 0; i < p->version.n; i++) {
		const struct rule *r = &p->version.rule[i];

		if (!extract(p, r, s, p->scheme, n, &f))
			continue;
		if (n < p->n_schemes && strpbrk(f.text, "0123456789") == NULL) {
			found_free(&f);
			continue;
		}
		out->installed = r->installed;
		set_version(out, &f, CONFIDENCE_PROFILE);
		add_patchlevel(p, s, out);
		return true;
	}
	return false;
}

/*
 * What is completed later has its shape only then. A version of a shape that
 * nobody foresaw is shown as it stands: no scheme compares it with anything, so
 * it proves nothing, but somebody sees what runs there.
 */
static void
read_version(
    const struct profile *p, const struct snapshot *s, struct identity *out)
{
	bool later = p->complete != NULL;

	if (later || !read_shaped(p, s, p->n_schemes, out))
		(void)read_shaped(p, s, 0, out);
}

/*
 * Two sources agree when their texts or, by the scheme, their versions are the
 * same. A shape that no scheme knows is another thing, not a contradiction.
 */
static enum agreement
compare_second(const struct profile *p, const char *a, const char *b)
{
	bool known = false;

	if (strcmp(a, b) == 0)
		return SECOND_AGREES;
	for (size_t i = 0; i < p->n_schemes; i++) {
		if (!version_fits(p->scheme[i], a) ||
		    !version_fits(p->scheme[i], b))
			continue;
		known = true;
		if (version_compare(p->scheme[i], a, b, NULL) == VERSION_EQUAL)
			return SECOND_AGREES;
	}
	return known ? SECOND_CONFLICTS : SECOND_ABSENT;
}

static void
read_second(
    const struct profile *p, const struct snapshot *s, struct identity *out)
{
	struct found f = { 0 };

	for (size_t i = 0; i < p->second.n; i++) {
		const struct rule *r = &p->second.rule[i];

		/* The object that gave the version cannot confirm itself. */
		if (!extract(p, r, s, p->scheme, p->n_schemes, &f) ||
		    strcmp(f.oid, out->oid) == 0) {
			found_free(&f);
			continue;
		}
		out->second = compare_second(p, out->version, f.text);
		out->second_version = f.text;
		out->second_oid = f.oid;
		free(f.raw);
		return;
	}
}

static char *
read_text(const struct profile *p, const struct rules *rules,
    const struct snapshot *s,
    bool (*suggest)(const struct snapshot *, struct found *))
{
	struct found f = { 0 };
	char *text;

	if (p == NULL || !extract_any(p, rules, s, NULL, 0, &f))
		(void)suggest(s, &f);
	text = f.text;
	f.text = NULL;
	found_free(&f);
	return text == NULL ? mem_dup_str("") : text;
}

static void
read_profile(const struct profile_set *set, const struct profile *p,
    const struct snapshot *s, struct identity *out)
{
	out->profile = p;
	out->tested = profile_is_tested(p);
	out->scheme = p->scheme;
	out->n_schemes = p->n_schemes;
	out->granularity = p->granularity;
	out->reboot = p->reboot;
	read_version(p, s, out);
	if (out->confidence == CONFIDENCE_PROFILE)
		read_second(p, s, out);
	component_read(set, p, s, out);
}

static void
fill_empty(struct identity *out)
{
	char **texts[] = { &out->version, &out->oid, &out->raw,
		&out->second_version, &out->second_oid };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (*texts[i] == NULL)
			*texts[i] = mem_dup_str("");
	}
}

void
profile_identify(const struct profile_set *set, const struct snapshot *snapshot,
    struct identity *out)
{
	const struct profile *p = profile_match(set, snapshot);
	struct found f = { 0 };

	*out = (struct identity){ 0 };
	if (p != NULL)
		read_profile(set, p, snapshot, out);
	else if (suggest_version(snapshot, &f))
		set_version(out, &f, CONFIDENCE_SUGGESTION);
	out->vendor = text_or_empty(p == NULL ? NULL : p->vendor);
	out->class = text_or_empty(p == NULL ? NULL : p->class);
	out->model = read_text(
	    p, p == NULL ? NULL : &p->hardware, snapshot, suggest_model);
	out->serial = read_text(
	    p, p == NULL ? NULL : &p->serial, snapshot, suggest_serial);
	fill_empty(out);
}

void
identity_free(struct identity *id)
{
	char *texts[] = { id->vendor, id->class, id->model, id->serial,
		id->version, id->oid, id->raw, id->second_version,
		id->second_oid };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(texts[i]);
	for (size_t i = 0; i < id->n_components; i++)
		component_free(&id->component[i]);
	free(id->component);
	*id = (struct identity){ 0 };
}
