/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/version.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/regex.h"
#include "lib/model/evr.h"
#include "lib/model/expand.h"
#include "lib/model/scheme.h"

/* Longer texts are no version of anything. */
enum { VERSION_TEXT_MAX = 256 };

/* A version, taken apart by its scheme. */
struct parsed {
	const char *text;
	struct regex_match m;
};

struct part {
	const char *at;
	size_t len;
};

static bool
parse(const struct scheme *s, const char *text, struct parsed *out)
{
	size_t len = strlen(text);

	out->text = text;
	return len <= VERSION_TEXT_MAX &&
	    regex_match(s->shape, text, len, &out->m);
}

static struct part
part_of(const struct parsed *v, int group)
{
	const struct regex_group *g = &v->m.group[group];

	if ((size_t)group >= v->m.count || g->start < 0)
		return (struct part){ "", 0 };
	return (struct part){ v->text + g->start, g->len };
}

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static bool
is_number(struct part p)
{
	for (size_t i = 0; i < p.len; i++) {
		if (p.at[i] < '0' || p.at[i] > '9')
			return false;
	}
	return true;
}

static bool
same_word(struct part a, struct part b)
{
	if (is_number(a) && is_number(b))
		return (a.len > 0) == (b.len > 0) &&
		    evr_compare_digits(a.at, a.len, b.at, b.len) == 0;
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	}
	return true;
}

/* Shorter first, then by the alphabet: '' a b z aa ab. */
static int
compare_letters(struct part a, struct part b)
{
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	for (size_t i = 0; i < a.len; i++) {
		int d = lower(a.at[i]) - lower(b.at[i]);

		if (d != 0)
			return d;
	}
	return 0;
}

static int
pre_rank(struct part p)
{
	static const struct {
		const char *word;
		int rank;
	} ranks[] = {
		{ "dev", 1 },
		{ "alpha", 2 },
		{ "a", 2 },
		{ "beta", 3 },
		{ "b", 3 },
		{ "pre", 4 },
		{ "rc", 5 },
	};

	if (p.len == 0)
		return 9;
	for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++) {
		struct part word = { ranks[i].word, strlen(ranks[i].word) };

		if (same_word(p, word))
			return ranks[i].rank;
	}
	return 0;
}

static int
compare_key(enum scheme_key_type type, struct part a, struct part b)
{
	switch (type) {
	case SCHEME_INT:
		return evr_compare_digits(a.at, a.len, b.at, b.len);
	case SCHEME_LETTER:
		return compare_letters(a, b);
	case SCHEME_PRE:
		return pre_rank(a) - pre_rank(b);
	case SCHEME_IGNORE:
		break;
	}
	return 0;
}

static enum version_order
compare_keys(
    const struct scheme *s, const struct parsed *a, const struct parsed *b)
{
	for (size_t i = 0; i < s->n_keys; i++) {
		int g = s->key[i].group;
		int d =
		    compare_key(s->key[i].type, part_of(a, g), part_of(b, g));

		if (d != 0)
			return d < 0 ? VERSION_LESS : VERSION_GREATER;
	}
	return VERSION_EQUAL;
}

static bool
same_branch(
    const struct scheme *s, const struct parsed *a, const struct parsed *b)
{
	for (size_t i = 0; i < s->n_branch; i++) {
		if (!same_word(
			part_of(a, s->branch[i]), part_of(b, s->branch[i])))
			return false;
	}
	return true;
}

static void
add_branch(const struct scheme *s, const struct parsed *v, struct buf *out)
{
	if (s->label != NULL) {
		expand(s->label, s->shape, v->text, &v->m, out);
		return;
	}
	for (size_t i = 0; i < s->n_branch; i++) {
		struct part p = part_of(v, s->branch[i]);

		if (i > 0 && p.len > 0)
			buf_add_str(out, ".");
		buf_add(out, p.at, p.len);
	}
}

static void
say_shape(const struct scheme *s, const char *v, struct buf *why)
{
	if (why != NULL)
		buf_printf(
		    why, "'%.80s' has not the shape of scheme %s", v, s->name);
}

static void
say_branches(const struct scheme *s, const struct parsed *a,
    const struct parsed *b, struct buf *why)
{
	if (why == NULL)
		return;
	buf_printf(why, "%s is of branch ", a->text);
	add_branch(s, a, why);
	buf_printf(why, ", %s of branch ", b->text);
	add_branch(s, b, why);
}

static enum version_order
say(enum version_order o, const char *a, const char *b, struct buf *why)
{
	if (why != NULL && o != VERSION_APART)
		buf_printf(why, "%s is %s %s", a,
		    o == VERSION_LESS        ? "older than"
			: o == VERSION_EQUAL ? "the same as"
					     : "newer than",
		    b);
	return o;
}

static enum version_order
by_shape(const struct scheme *s, const char *a, const char *b, bool across,
    struct buf *why)
{
	struct parsed x, y;

	if (!parse(s, a, &x)) {
		say_shape(s, a, why);
		return VERSION_APART;
	}
	if (!parse(s, b, &y)) {
		say_shape(s, b, why);
		return VERSION_APART;
	}
	if (!across && !same_branch(s, &x, &y)) {
		say_branches(s, &x, &y, why);
		return VERSION_APART;
	}
	return say(compare_keys(s, &x, &y), a, b, why);
}

static enum version_order
compare(const struct scheme *s, const char *a, const char *b, bool across,
    struct buf *why)
{
	enum version_order o;

	switch (s->algorithm) {
	case SCHEME_BY_DPKG:
		o = evr_compare_dpkg(a, b);
		break;
	case SCHEME_BY_RPM:
		o = evr_compare_rpm(a, b);
		break;
	case SCHEME_BY_SEMVER:
		o = evr_compare_semver(a, b);
		break;
	default:
		return by_shape(s, a, b, across, why);
	}
	if (o == VERSION_APART)
		say_shape(s, version_fits(s, a) ? b : a, why);
	return say(o, a, b, why);
}

enum version_order
version_compare(
    const struct scheme *s, const char *a, const char *b, struct buf *why)
{
	return compare(s, a, b, false, why);
}

enum version_order
version_compare_across(
    const struct scheme *s, const char *a, const char *b, struct buf *why)
{
	return compare(s, a, b, true, why);
}

enum version_order
version_compare_any(const struct scheme *const *schemes, size_t n,
    const char *a, const char *b, struct buf *why)
{
	for (size_t i = 0; i < n; i++) {
		if (version_fits(schemes[i], a) && version_fits(schemes[i], b))
			return version_compare(schemes[i], a, b, why);
	}
	if (why != NULL)
		buf_printf(why,
		    "no scheme knows the shape of both '%.80s' "
		    "and '%.80s'",
		    a, b);
	return VERSION_APART;
}

bool
version_fits(const struct scheme *s, const char *v)
{
	struct parsed p;

	switch (s->algorithm) {
	case SCHEME_BY_DPKG:
		return evr_is_dpkg(v);
	case SCHEME_BY_RPM:
		return evr_is_rpm(v);
	case SCHEME_BY_SEMVER:
		return evr_is_semver(v);
	default:
		return parse(s, v, &p);
	}
}

bool
version_branch(const struct scheme *s, const char *v, struct buf *out)
{
	struct parsed p;

	if (s->algorithm != SCHEME_BY_KEYS)
		return version_fits(s, v);
	if (!parse(s, v, &p))
		return false;
	add_branch(s, &p, out);
	return true;
}

char
version_sign(enum version_order o)
{
	switch (o) {
	case VERSION_LESS:
		return '<';
	case VERSION_EQUAL:
		return '=';
	case VERSION_GREATER:
		return '>';
	default:
		return '?';
	}
}
