/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/masked.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/hmac.h"
#include "lib/base/log.h"
#include "lib/base/mac.h"

enum {
	MAC_LEN = 6,
	KEPT = 3,      /* bytes */
	SHORTEST = 11, /* 0:1:a:2:b:3 */
	GROUP_MAX = 13 /* digits that are counted: a UUID ends in twelve */
};

/* How an address is written: groups of digits with a sign between them. */
static const struct form {
	char sign;
	uint8_t least, most; /* digits in a group */
	uint8_t groups;
	bool
	    letter; /* digits alone are rather an article or a row of numbers */
} forms[] = {
	{ ':', 1, 2, 6, false },
	{ '-', 2, 2, 6, false },
	{ '.', 4, 4, 3, false },
	{ '-', 4, 4, 3, false },
	{ '-', 6, 6, 2, true },
	{ ' ', 2, 2, 6, true },
};

struct address {
	const struct form *form;
	size_t len, kept; /* characters: of the whole, of the maker's half */
	uint8_t mac[MAC_LEN];
	uint8_t ndigits; /* with zeros that were left out */
	bool letter;
	bool full; /* no zero was left out */
};

/* What stands behind the sign before an address, or after it. */
struct beside {
	size_t n; /* digits */
	bool word, decimal;
	bool more; /* another sign: before the digits, or in their place */
};

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

static bool
is_word(char c)
{
	return (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Of JSON, \f or \u001f: its letters are none of what follows. */
static bool
is_escape(const char *text, size_t at)
{
	if (at > 0 && text[at - 1] == '\\')
		return true;
	for (size_t back = 2; back <= 5 && back <= at; back++)
		if (text[at - back] == '\\')
			return text[at - back + 1] == 'u';
	return false;
}

static size_t
count_digits(const char *text, size_t len, size_t at)
{
	size_t n = 0;

	while (n < GROUP_MAX && at + n < len && digit_of(text[at + n]) >= 0)
		n++;
	return n;
}

static size_t
take_group(const char *text, size_t len, size_t at, struct address *a)
{
	size_t n = count_digits(text, len, at);

	if (n < a->form->least || n > a->form->most)
		return 0;
	if (n % 2 == 1) {
		a->full = false;
		a->ndigits++;
	}
	for (size_t i = 0; i < n; i++, a->ndigits++) {
		int digit = digit_of(text[at + i]);
		uint8_t *byte = &a->mac[a->ndigits / 2];

		*byte = (uint8_t)(*byte << 4 | digit);
		a->letter |= digit > 9;
		if (a->ndigits + 1 == 2 * KEPT)
			a->kept = a->len + i + 1;
	}
	return n;
}

static bool
take(const char *text, size_t len, size_t at, const struct form *f,
    struct address *a)
{
	*a = (struct address){ .form = f, .full = true };
	for (int g = 0; g < f->groups; g++) {
		size_t n;

		if (g > 0 &&
		    (at + a->len == len || text[at + a->len++] != f->sign))
			return false;
		n = take_group(text, len, at + a->len, a);
		if (n == 0)
			return false;
		a->len += n;
	}
	return true;
}

/* Digits alone are an address where they are neither a date nor a few numbers,
 * such as 1:2:3:4:5:6. */
static bool
is_likely(const struct address *a)
{
	return a->letter ||
	    (!a->form->letter && a->len >= 14 &&
		!mac_is_moment(a->mac, a->form->groups));
}

static struct beside
look_before(const char *text, size_t at, char sign)
{
	struct beside b = { .decimal = true };
	size_t start = at - 1;

	for (; b.n < GROUP_MAX && start > 0 && digit_of(text[start - 1]) >= 0 &&
	     !is_escape(text, start - 1);
	     start--, b.n++)
		b.decimal &= digit_of(text[start - 1]) <= 9;
	b.word = start > 0 && is_word(text[start - 1]) &&
	    !is_escape(text, start - 1);
	b.more = start > 0 && text[start - 1] == sign;
	return b;
}

static struct beside
look_after(const char *text, size_t len, size_t end, char sign)
{
	struct beside b = { .decimal = true };
	size_t at = end + 1;

	b.n = count_digits(text, len, at);
	for (size_t i = 0; i < b.n; i++)
		b.decimal &= digit_of(text[at + i]) <= 9;
	at += b.n;
	b.word = at < len && is_word(text[at]);
	b.more = b.n == 0 && at < len && text[at] == sign;
	return b;
}

/*
 * Groups beside it make it a part of something longer: an engine id, an IPv6
 * address, a UUID, and where it is digits alone a version, an OID or a date.
 * A word, as in cafe-00-1a-2b-3c-4d-5e, does not.
 */
static bool
is_joined(const struct address *a, struct beside b)
{
	const struct form *f = a->form;

	/* v1.1234.5678.9012, 2026-11-30-09-15-00-12 */
	if (!a->letter && b.decimal && b.n >= (f->sign == '.' ? 1 : 4))
		return true;
	if (b.word)
		return false;
	if (f->sign == ':' && (b.more || (!a->full && b.n > 0)))
		return true;
	if (f->sign == '-' && f->most == 4 && (b.n == 8 || b.n == 12))
		return true;
	return b.n == f->most;
}

static bool
stands_alone(const char *text, size_t len, size_t at, const struct address *a)
{
	char sign = a->form->sign;
	size_t end = at + a->len;

	if (at > 0 && text[at - 1] == sign &&
	    is_joined(a, look_before(text, at, sign)))
		return false;
	/* v0011.2233.4455 is a version. */
	if (at > 0 && sign == '.' && !a->letter && is_word(text[at - 1]) &&
	    !is_escape(text, at - 1))
		return false;
	return end == len || text[end] != sign ||
	    !is_joined(a, look_after(text, len, end, sign));
}

/* Netfilter writes receiver, sender and type of a frame as one:
 * MAC=00:1a:2b:3c:4d:5e:00:1a:2b:3c:4d:5f:08:00 */
static bool
begins_frame(const char *text, size_t at)
{
	return at >= 4 && memcmp(text + at - 4, "MAC=", 4) == 0;
}

static bool
find(const char *text, size_t len, size_t at, bool in_frame, struct address *a)
{
	if (in_frame && take(text, len, at, &forms[0], a) && a->full)
		return true;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (take(text, len, at, &forms[i], a) && is_likely(a) &&
		    stands_alone(text, len, at, a))
			return true;
	return false;
}

/* The digits of a first group, with a sign behind them. */
static bool
may_begin(const char *text, size_t len, size_t at)
{
	size_t n = digit_of(text[at]) < 0 ? 0 : count_digits(text, len, at);

	if (n == 0 || n > 6 || at + n == len ||
	    strchr(":-. ", text[at + n]) == NULL)
		return false;
	return !is_escape(text, at) &&
	    (at == 0 || digit_of(text[at - 1]) < 0 || is_escape(text, at - 1));
}

static void
add_mark(const char *text, const struct address *a,
    const uint8_t key[MASK_KEY_LEN], struct buf *out)
{
	const struct hmac_part part = { a->mac, MAC_LEN };
	uint8_t digest[HMAC_LEN_MAX];

	if (hmac_of(HMAC_SHA256, key, MASK_KEY_LEN, &part, 1, digest) < 0)
		fatalx("no HMAC: an address cannot be masked");
	buf_add(out, text, a->kept);
	if (text[a->kept] == a->form->sign)
		buf_add_u8(out, (uint8_t)a->form->sign);
	buf_printf(out, "[%02x%02x%02x]", digest[0], digest[1], digest[2]);
}

bool
masked_add(const char *text, size_t len, const uint8_t key[MASK_KEY_LEN],
    struct buf *out)
{
	size_t done = 0, frame = SIZE_MAX; /* where the next of a frame is */
	struct address a;

	for (size_t at = 0; at + SHORTEST <= len; at++) {
		bool in_frame;

		if (!may_begin(text, len, at))
			continue;
		in_frame = at == frame || begins_frame(text, at);
		if (!find(text, len, at, in_frame, &a))
			continue;
		buf_add(out, text + done, at - done);
		add_mark(text + at, &a, key, out);
		done = at + a.len;
		frame = in_frame && done < len && text[done] == ':' ? done + 1
								    : SIZE_MAX;
		at = done - 1;
	}
	if (done > 0)
		buf_add(out, text + done, len - done);
	return done > 0;
}
