/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/draft.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/scheme.h"
#include "lib/model/version.h"
#include "lib/profile/extract.h"
#include "lib/profile/object.h"
#include "lib/profile/suggest.h"
#include "lib/wire/snapshot.h"
#include "lib/wire/varbind.h"

enum { PLACES_SHOWN = 8, CONTEXT_MAX = 24, SHOWN_MAX = 70, TITLE_MAX = 40 };

#define ENTERPRISES OID_OF(0x2b, 6, 1, 4, 1)
#define NET_SNMP    OID_OF(0x2b, 6, 1, 4, 1, 0xbf, 0x08)

/* Of all that says the version, what is likely to say it on every model. */
enum rank {
	RANK_VENDOR_ALONE, /* a vendor's object that is the version */
	RANK_ENTITY,
	RANK_VENDOR, /* one that has it somewhere */
	RANK_DESCR,
	RANK_OTHER,
	RANKS
};

struct place {
	struct varbind vb;
	char *text;
	size_t at; /* of the version in text */
	enum rank rank;
};

/* What others are, or what merely runs: LLDP, CDP, hrSWRun, ARP, sysORTable. */
static bool
is_of_others(struct oid oid)
{
	const struct oid roots[] = {
		OID_OF(0x28, 0xc4, 0x62, 1, 1, 2, 1, 4),
		OID_OF(0x2b, 6, 1, 4, 1, 9, 9, 23, 1, 2),
		OID_OF(0x2b, 6, 1, 2, 1, 25, 4),
		OID_OF(0x2b, 6, 1, 2, 1, 4),
		OID_OF(0x2b, 6, 1, 2, 1, 1, 9),
	};

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		if (oid_is_within(oid, roots[i]))
			return true;
	}
	return false;
}

/* 7.2.1 does not stand in 7.2.10, nor in 17.2.1 or 7.2.1.5. */
static bool
is_bounded(const char *text, size_t at, size_t len)
{
	const char *after = text + at + len;

	if (at > 0 &&
	    (isdigit((unsigned char)text[at - 1]) || text[at - 1] == '.'))
		return false;
	return !isdigit((unsigned char)after[0]) &&
	    !(after[0] == '.' && isdigit((unsigned char)after[1]));
}

static bool
find_bounded(const char *text, const char *version, size_t *at)
{
	size_t len = strlen(version);

	for (const char *p = strstr(text, version); p != NULL;
	     p = strstr(p + 1, version)) {
		*at = (size_t)(p - text);
		if (is_bounded(text, *at, len))
			return true;
	}
	return false;
}

static enum rank
rank_of(const struct varbind *vb, const char *text, const char *version)
{
	if (oid_is_within(vb->oid, ENTERPRISES))
		return strcmp(text, version) == 0 ? RANK_VENDOR_ALONE
						  : RANK_VENDOR;
	if (oid_is_within(vb->oid, object_entity))
		return RANK_ENTITY;
	return oid_eq(vb->oid, object_sys_descr) ? RANK_DESCR : RANK_OTHER;
}

static int
by_rank(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	if (p->rank != q->rank)
		return p->rank < q->rank ? -1 : 1;
	return oid_cmp(p->vb.oid, q->vb.oid);
}

/* The caller frees the texts. */
static struct place *
find_places(const struct snapshot *s, const char *version, size_t *n)
{
	struct place *list = NULL, one;
	struct buf text = { 0 };

	*n = 0;
	for (size_t i = 0; i < snapshot_count(s); i++) {
		snapshot_at(s, i, &one.vb);
		if (one.vb.value.type != VALUE_STRING ||
		    is_of_others(one.vb.oid))
			continue;
		buf_clear(&text);
		extract_text(&one.vb.value, 0, &text);
		if (!find_bounded(buf_str(&text), version, &one.at))
			continue;
		one.text = mem_dup_str(buf_str(&text));
		one.rank = rank_of(&one.vb, one.text, version);
		list = mem_grow(list, *n + 1, sizeof(*list));
		list[(*n)++] = one;
	}
	buf_free(&text);
	if (*n > 1)
		qsort(list, *n, sizeof(*list), by_rank);
	return list;
}

/* In single quotes, where only the quote itself has a meaning. */
static void
add_literal(struct buf *out, char c)
{
	if (c == '\'')
		buf_printf(out, ".");
	else if (strchr("\\^$.|?*+()[]{}", c) != NULL)
		buf_printf(out, "\\%c", c);
	else
		buf_add_u8(out, (uint8_t)c);
}

/* 15.2(4)E7 becomes \d+\.\d+\(\d+\)[A-Za-z]+\d+. */
static void
add_shape(struct buf *out, const char *version)
{
	const char *p = version;

	while (*p != '\0') {
		if (isdigit((unsigned char)*p)) {
			buf_printf(out, "\\d+");
			while (isdigit((unsigned char)*p))
				p++;
		} else if (isalpha((unsigned char)*p)) {
			buf_printf(out, "[A-Za-z]+");
			while (isalpha((unsigned char)*p))
				p++;
		} else {
			add_literal(out, *p++);
		}
	}
}

/* The words in front of it, if they are words. */
static size_t
context_start(const char *text, size_t at)
{
	size_t start = at;

	while (start > 0 && at - start < CONTEXT_MAX &&
	    isprint((unsigned char)text[start - 1]) &&
	    !isdigit((unsigned char)text[start - 1]) && text[start - 1] != ',')
		start--;
	/* Not half a word. */
	while (start > 0 && start < at && !isspace((unsigned char)text[start]))
		start++;
	while (start < at && isspace((unsigned char)text[start]))
		start++;
	return start;
}

static void
add_regex(struct buf *out, const struct place *p, const char *version)
{
	if (strcmp(p->text, version) == 0)
		return;
	buf_printf(out, "  regex = '");
	for (size_t i = context_start(p->text, p->at); i < p->at; i++)
		add_literal(out, p->text[i]);
	buf_printf(out, "(");
	add_shape(out, version);
	buf_printf(out, ")'");
}

static void
add_object(struct buf *out, struct oid oid)
{
	static const char prefix[] = "1.3.6.1.4.1";
	char text[OID_TEXT_MAX];

	oid_print(oid, text);
	if (oid_is_within(oid, ENTERPRISES))
		buf_printf(out, "enterprises%s", text + sizeof(prefix) - 1);
	else
		buf_printf(out, "%s", text);
}

static const char *
class_word(const struct snapshot *s, struct oid row)
{
	if (extract_is_class(s, row, 11))
		return "stack";
	if (extract_is_class(s, row, 3))
		return "chassis";
	return extract_is_class(s, row, 9) ? "module" : NULL;
}

/* entPhysicalSoftwareRev.1001 of a chassis: whatever its number is. */
static bool
add_entity(struct buf *out, const struct snapshot *s, struct oid oid)
{
	static const char *const columns[] = { [8] = "entPhysicalHardwareRev",
		[9] = "entPhysicalFirmwareRev",
		[10] = "entPhysicalSoftwareRev" };
	size_t skip = object_entity.len + 1;
	struct oid row = { oid.data + skip, oid.len - skip };
	const char *word;

	if (!oid_is_within(oid, object_entity) || oid.len <= skip ||
	    oid.data[skip - 1] < 8 || oid.data[skip - 1] > 10)
		return false;
	word = class_word(s, row);
	buf_printf(out, "%s", columns[oid.data[skip - 1]]);
	if (word != NULL)
		buf_printf(out, "  pick = {%s}", word);
	return true;
}

static void
add_place(struct buf *out, const struct draft *d, const struct place *p,
    const char *version)
{
	if (p->rank == RANK_DESCR) {
		buf_printf(out, "sysDescr.0");
	} else if (!add_entity(out, d->snapshot, p->vb.oid)) {
		add_object(out, p->vb.oid);
		if (p->vb.oid.data[p->vb.oid.len - 1] != 0)
			buf_printf(out, "  instance = yes");
	}
	add_regex(out, p, version);
}

/* One line, and what would end a comment or a line shown as a point. */
static void
add_shown(struct buf *out, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len && i < SHOWN_MAX; i++)
		buf_add_u8(out,
		    isprint((unsigned char)text[i]) ? (uint8_t)text[i] : '.');
	if (len > SHOWN_MAX)
		buf_printf(out, "...");
}

static void
add_versions(struct buf *out, const struct draft *d, const struct place *list,
    size_t n, const char *version)
{
	for (size_t i = 0; i < n && i < PLACES_SHOWN; i++) {
		buf_printf(out, "\t# \"");
		add_shown(out, list[i].text);
		buf_printf(
		    out, "\"\n\t%sversion  { oid = ", i == 0 ? "" : "# ");
		add_place(out, d, &list[i], version);
		buf_printf(out, " }\n");
	}
	if (n > PLACES_SHOWN)
		buf_printf(
		    out, "\t# and in %zu more objects\n", n - PLACES_SHOWN);
}

static char *
text_of(const struct snapshot *s, struct oid oid)
{
	struct buf text = { 0 };
	struct varbind vb;

	if (snapshot_get(s, oid, &vb))
		extract_text(&vb.value, 0, &text);
	return buf_take_str(&text);
}

/* "Acme OS 4.2" is acme-os. */
static void
add_title(struct buf *out, const char *descr)
{
	size_t start = out->len;
	bool gap = false;

	for (; *descr != '\0' && out->len - start < TITLE_MAX; descr++) {
		if (isalpha((unsigned char)*descr)) {
			if (gap && out->len > start)
				buf_add_u8(out, '-');
			buf_add_u8(
			    out, (uint8_t)tolower((unsigned char)*descr));
			gap = false;
		} else if (isspace((unsigned char)*descr)) {
			gap = true;
		} else {
			break;
		}
	}
	if (out->len == start)
		buf_printf(out, "device");
}

static void
add_match(struct buf *out, const struct draft *d, const struct place *best)
{
	char *descr = text_of(d->snapshot, object_sys_descr);
	struct varbind vb;
	struct oid id = { 0 };

	if (snapshot_get(d->snapshot, object_sys_object_id, &vb) &&
	    vb.value.type == VALUE_OID)
		id = (struct oid){ vb.value.data, vb.value.len };
	buf_printf(out, "\t# sysDescr: \"");
	add_shown(out, descr);
	buf_printf(out, "\"\n\tmatch    { ");
	if (id.len > 0 && oid_is_within(id, ENTERPRISES) &&
	    !oid_is_within(id, NET_SNMP)) {
		buf_printf(out, "sysobjectid = {");
		add_object(out, id);
		buf_printf(out, "} }\n");
	} else {
		/* What many products share tells none of them. */
		buf_printf(out, "oid = ");
		add_object(out, best->vb.oid);
		buf_printf(out, " }\n\tpriority = 60\n");
	}
	free(descr);
}

static void
add_schemes(struct buf *out, const struct scheme_set *set, const char *version)
{
	const char *first = NULL;

	for (size_t i = 0; i < set->n; i++) {
		const struct scheme *s = set->scheme[i];

		if (s->algorithm != SCHEME_BY_KEYS || !version_fits(s, version))
			continue;
		if (first == NULL || strcmp(s->name, "dotted") == 0)
			first = s->name;
	}
	if (first == NULL) {
		buf_printf(out,
		    "\t# No scheme knows this shape: see "
		    "patchwacht-schemes(5).\n");
		return;
	}
	buf_printf(out, "\tscheme   = {'%s'}  # fits:", first);
	for (size_t i = 0; i < set->n; i++) {
		if (set->scheme[i]->algorithm == SCHEME_BY_KEYS &&
		    version_fits(set->scheme[i], version))
			buf_printf(out, " %s", set->scheme[i]->name);
	}
	buf_printf(out, "\n");
}

static void
add_quoted(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		buf_add_u8(out, *text == '\'' ? '"' : (uint8_t)*text);
}

static void
write_all(const struct draft *d, const struct place *list, size_t n,
    const char *version, struct buf *out)
{
	char *descr = text_of(d->snapshot, object_sys_descr);

	buf_printf(out,
	    "# A first draft: fill in what stands between < and >, "
	    "and try it with\n# `patchwacht profile check FILE`.\n\n"
	    "profile \"");
	if (d->title != NULL)
		add_quoted(out, d->title);
	else
		add_title(out, descr);
	buf_printf(out,
	    "\" {\n\tvendor   = '<maker>'\n"
	    "\tproduct  = '<product>'\n"
	    "\tclass    = '<switch, printer, ups, ...>'\n");
	add_match(out, d, &list[0]);
	add_versions(out, d, list, n, version);
	add_schemes(out, d->schemes, version);
	buf_printf(out, "\ttest     { recording = '");
	add_quoted(out, d->recording);
	buf_printf(out, "'  version = '");
	add_quoted(out, version);
	buf_printf(out, "' }\n}\n");
	free(descr);
}

int
draft_write(const struct draft *d, struct buf *out)
{
	struct found guess = { 0 };
	const char *version = d->version;
	struct place *list = NULL;
	size_t n = 0;

	if (version == NULL && suggest_version(d->snapshot, &guess))
		version = guess.text;
	if (version != NULL && version[0] != '\0')
		list = find_places(d->snapshot, version, &n);
	if (n > 0)
		write_all(d, list, n, version, out);
	for (size_t i = 0; i < n; i++)
		free(list[i].text);
	free(list);
	found_free(&guess);
	return n > 0 ? ERR_OK : ERR_NOTFOUND;
}
