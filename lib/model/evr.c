/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/evr.h"

#include <ctype.h>
#include <string.h>

/* A run of bytes in somebody else's text. */
struct span {
	const char *at;
	size_t len;
};

/* Epoch, version, release; release is "" when there is none. */
struct evr {
	struct span epoch, version, release;
};

static enum version_order
sign(int d)
{
	return d < 0 ? VERSION_LESS : d > 0 ? VERSION_GREATER : VERSION_EQUAL;
}

static struct span
span_of(const char *at, size_t len)
{
	return (struct span){ at, len };
}

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int
evr_compare_digits(const char *a, size_t alen, const char *b, size_t blen)
{
	int d;

	for (; alen > 0 && *a == '0'; a++)
		alen--;
	for (; blen > 0 && *b == '0'; b++)
		blen--;
	if (alen != blen)
		return alen < blen ? -1 : 1;
	d = alen == 0 ? 0 : memcmp(a, b, alen);
	return (d > 0) - (d < 0);
}

static size_t
digits(struct span s)
{
	size_t n = 0;

	while (n < s.len && is_digit(s.at[n]))
		n++;
	return n;
}

static struct span
after(struct span s, size_t n)
{
	return span_of(s.at + n, s.len - n);
}

static int
compare_number(struct span *a, struct span *b)
{
	size_t na = digits(*a), nb = digits(*b);
	int d = evr_compare_digits(a->at, na, b->at, nb);

	*a = after(*a, na);
	*b = after(*b, nb);
	return d;
}

/*
 * Debian
 */

/* Policy 5.6.12: ~ before the end, the end before letters, those before all. */
static int
dpkg_rank(struct span s, size_t i)
{
	char c = i < s.len ? s.at[i] : '\0';

	if (c == '\0' || is_digit(c))
		return 0;
	if (c == '~')
		return -1;
	return is_alpha(c) ? c : c + 256;
}

static int
dpkg_part(struct span a, struct span b)
{
	int d;

	while (a.len > 0 || b.len > 0) {
		size_t i = 0;

		while ((i < a.len && !is_digit(a.at[i])) ||
		    (i < b.len && !is_digit(b.at[i]))) {
			d = dpkg_rank(a, i) - dpkg_rank(b, i);
			if (d != 0)
				return d;
			i++;
		}
		a = after(a, i);
		b = after(b, i);
		d = compare_number(&a, &b);
		if (d != 0)
			return d;
	}
	return 0;
}

static bool
all_of(struct span s, const char *also)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (!is_digit(c) && !is_alpha(c) &&
		    (c == '\0' || strchr(also, c) == NULL))
			return false;
	}
	return true;
}

/* Epochs are small numbers (an int in dpkg): longer ones are refused. */
static bool
take_epoch(struct span *v, struct span *epoch)
{
	const char *colon = memchr(v->at, ':', v->len);
	size_t n;

	*epoch = span_of("", 0);
	if (colon == NULL)
		return true;
	n = (size_t)(colon - v->at);
	if (n == 0 || n > 9 || digits(*v) != n)
		return false;
	*epoch = span_of(v->at, n);
	*v = after(*v, n + 1);
	return true;
}

static bool
dpkg_parse(const char *text, struct evr *out)
{
	struct span v = span_of(text, strlen(text));

	if (!take_epoch(&v, &out->epoch))
		return false;
	out->release = span_of("", 0);
	for (size_t i = v.len; i > 0; i--) {
		if (v.at[i - 1] != '-')
			continue;
		out->release = after(v, i);
		if (out->release.len == 0)
			return false;
		v.len = i - 1;
		break;
	}
	out->version = v;
	return v.len > 0 && all_of(v, ".+-~:") && all_of(out->release, "+.~");
}

bool
evr_is_dpkg(const char *v)
{
	struct evr e;

	return dpkg_parse(v, &e);
}

enum version_order
evr_compare_dpkg(const char *a, const char *b)
{
	struct evr x, y;
	int d;

	if (!dpkg_parse(a, &x) || !dpkg_parse(b, &y))
		return VERSION_APART;
	d = evr_compare_digits(
	    x.epoch.at, x.epoch.len, y.epoch.at, y.epoch.len);
	if (d == 0)
		d = dpkg_part(x.version, y.version);
	if (d == 0)
		d = dpkg_part(x.release, y.release);
	return sign(d);
}

/*
 * RPM
 */

static size_t
separators(struct span s)
{
	size_t n = 0;

	while (n < s.len && !is_digit(s.at[n]) && !is_alpha(s.at[n]) &&
	    s.at[n] != '~' && s.at[n] != '^')
		n++;
	return n;
}

static size_t
letters(struct span s)
{
	size_t n = 0;

	while (n < s.len && is_alpha(s.at[n]))
		n++;
	return n;
}

static int
compare_word(struct span *a, struct span *b)
{
	size_t na = letters(*a), nb = letters(*b), least = na < nb ? na : nb;
	int d = least > 0 ? memcmp(a->at, b->at, least) : 0;

	if (d == 0)
		d = (na > nb) - (na < nb);
	*a = after(*a, na);
	*b = after(*b, nb);
	return d;
}

static bool
starts(struct span s, char c)
{
	return s.len > 0 && s.at[0] == c;
}

/*
 * ~ sorts before everything, the end too; ^ after the end and before all else.
 * True when that decides, or when both had one (then *d is 0).
 */
static bool
rpm_marks(struct span *a, struct span *b, int *d)
{
	bool ta = starts(*a, '~'), tb = starts(*b, '~');
	bool ca = starts(*a, '^'), cb = starts(*b, '^');

	if (ta != tb)
		*d = ta ? -1 : 1;
	else if (ca != cb)
		*d = ca ? (b->len == 0 ? 1 : -1) : (a->len == 0 ? -1 : 1);
	else
		*d = 0;
	if (*d == 0 && (ta || ca)) {
		*a = after(*a, 1);
		*b = after(*b, 1);
	}
	return ta || tb || ca || cb;
}

static int
rpm_part(struct span a, struct span b)
{
	int d;

	while (a.len > 0 || b.len > 0) {
		a = after(a, separators(a));
		b = after(b, separators(b));
		if (rpm_marks(&a, &b, &d)) {
			if (d != 0)
				return d;
			continue;
		}
		if (a.len == 0 || b.len == 0)
			break;
		if (is_digit(a.at[0]) != is_digit(b.at[0]))
			return is_digit(a.at[0]) ? 1 : -1;
		d = is_digit(a.at[0]) ? compare_number(&a, &b)
				      : compare_word(&a, &b);
		if (d != 0)
			return d;
	}
	return (a.len > 0) - (b.len > 0);
}

static bool
rpm_parse(const char *text, struct evr *out)
{
	struct span v = span_of(text, strlen(text));
	const char *dash;

	if (!take_epoch(&v, &out->epoch))
		return false;
	dash = memchr(v.at, '-', v.len);
	out->release = span_of("", 0);
	if (dash != NULL) {
		size_t n = (size_t)(dash - v.at);

		out->release = after(v, n + 1);
		v.len = n;
		if (out->release.len == 0)
			return false;
	}
	out->version = v;
	return v.len > 0 && all_of(v, ".+~^_") && all_of(out->release, ".+~^_");
}

bool
evr_is_rpm(const char *v)
{
	struct evr e;

	return rpm_parse(v, &e);
}

enum version_order
evr_compare_rpm(const char *a, const char *b)
{
	struct evr x, y;
	int d;

	if (!rpm_parse(a, &x) || !rpm_parse(b, &y))
		return VERSION_APART;
	d = evr_compare_digits(
	    x.epoch.at, x.epoch.len, y.epoch.at, y.epoch.len);
	if (d == 0)
		d = rpm_part(x.version, y.version);
	/* None at all is older than any, also than one that is only "~". */
	if (d == 0 && x.release.len > 0 && y.release.len > 0)
		d = rpm_part(x.release, y.release);
	else if (d == 0)
		d = (x.release.len > 0) - (y.release.len > 0);
	return sign(d);
}

/*
 * Semantic versions
 */

struct semver {
	struct span core[3];
	struct span pre; /* without its hyphen; build metadata has no order */
};

static bool
semver_parse(const char *text, struct semver *out)
{
	struct span v = span_of(text, strcspn(text, "+"));

	if (v.len > 0 && v.at[0] == 'v')
		v = after(v, 1);
	for (int i = 0; i < 3; i++) {
		size_t n = digits(v);

		if (n == 0)
			return false;
		out->core[i] = span_of(v.at, n);
		v = after(v, n);
		if (i < 2 && !starts(v, '.'))
			return false;
		if (i < 2)
			v = after(v, 1);
	}
	out->pre = span_of("", 0);
	if (v.len == 0)
		return true;
	out->pre = after(v, 1);
	return v.at[0] == '-' && out->pre.len > 0 && all_of(out->pre, ".-");
}

bool
evr_is_semver(const char *v)
{
	struct semver s;

	return semver_parse(v, &s);
}

static struct span
take_identifier(struct span *s)
{
	const char *dot = memchr(s->at, '.', s->len);
	size_t n = dot == NULL ? s->len : (size_t)(dot - s->at);
	struct span id = span_of(s->at, n);

	*s = after(*s, dot == NULL ? n : n + 1);
	return id;
}

static int
compare_identifier(struct span a, struct span b)
{
	bool na = digits(a) == a.len, nb = digits(b) == b.len;
	size_t least = a.len < b.len ? a.len : b.len;
	int d;

	if (na && nb)
		return evr_compare_digits(a.at, a.len, b.at, b.len);
	if (na != nb)
		return na ? -1 : 1;
	d = memcmp(a.at, b.at, least);
	return d != 0 ? d : (a.len > b.len) - (a.len < b.len);
}

static int
compare_pre(struct span a, struct span b)
{
	if (a.len == 0 || b.len == 0) /* a release is above its candidates */
		return (a.len == 0) - (b.len == 0);
	while (a.len > 0 && b.len > 0) {
		int d = compare_identifier(
		    take_identifier(&a), take_identifier(&b));

		if (d != 0)
			return d;
	}
	return (a.len > 0) - (b.len > 0);
}

enum version_order
evr_compare_semver(const char *a, const char *b)
{
	struct semver x, y;
	int d = 0;

	if (!semver_parse(a, &x) || !semver_parse(b, &y))
		return VERSION_APART;
	for (int i = 0; i < 3 && d == 0; i++)
		d = evr_compare_digits(
		    x.core[i].at, x.core[i].len, y.core[i].at, y.core[i].len);
	return sign(d != 0 ? d : compare_pre(x.pre, y.pre));
}
