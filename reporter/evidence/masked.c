/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/masked.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/hmac.h"
#include "lib/base/log.h"

enum { MAC_LEN = 6, KEPT = 3 };

/* How an address is written: groups of digits with a sign between them. */
static const struct form {
	char sign;
	size_t group, total; /* digits in a group, characters in all */
	bool letter;         /* 2026.1130.0915 is a version */
} forms[] = {
	{ ':', 2, 17, false },
	{ '-', 2, 17, false },
	{ '.', 4, 14, true },
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
is_part(char c, const struct form *f)
{
	return digit_of(c) >= 0 || c == f->sign;
}

/* The letter of an escape in JSON is none of what follows it. */
static size_t
run_start(const char *text, size_t at, const struct form *f)
{
	size_t start = at;

	while (start > 0 && is_part(text[start - 1], f))
		start--;
	return start < at && start > 0 && text[start - 1] == '\\' ? start + 1
								  : start;
}

static bool
is_word(char c)
{
	return (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/*
 * Groups before it make it a part of something longer, such as an IPv6 address
 * or an engine id; a word before it, as in cafe-00-1a-2b-3c-4d-5e, does not.
 */
static bool
begins(const char *text, size_t at, const struct form *f)
{
	size_t start = run_start(text, at, f), sign = start;

	if (start == at)
		return true;
	while (text[sign] != f->sign && sign < at)
		sign++;
	return sign + 1 == at &&
	    ((start > 0 && is_word(text[start - 1])) ||
		sign - start != f->group);
}

static bool
ends(const char *text, size_t len, size_t end, const struct form *f)
{
	size_t at = end + 1;

	if (end == len || !is_part(text[end], f))
		return true;
	if (text[end] != f->sign)
		return false;
	while (at < len && digit_of(text[at]) >= 0)
		at++;
	return at - end - 1 != f->group || (at < len && is_word(text[at]));
}

static bool
take(const char *text, size_t len, size_t at, const struct form *f,
    uint8_t mac[MAC_LEN])
{
	size_t n = 0;
	bool letter = false;

	if (len - at < f->total || !begins(text, at, f) ||
	    !ends(text, len, at + f->total, f))
		return false;
	for (size_t i = 0; i < f->total; i++) {
		char c = text[at + i];
		bool between = i % (f->group + 1) == f->group;
		int digit = digit_of(c);

		if (between ? c != f->sign : digit < 0)
			return false;
		if (between)
			continue;
		letter |= digit > 9;
		mac[n / 2] = (uint8_t)(mac[n / 2] << 4 | digit);
		n++;
	}
	return letter || !f->letter;
}

static void
add_mark(const char *text, const struct form *f, const uint8_t mac[MAC_LEN],
    const uint8_t key[MASK_KEY_LEN], struct buf *out)
{
	const struct hmac_part part = { mac, MAC_LEN };
	uint8_t digest[HMAC_LEN_MAX];
	size_t digits = 0, at = 0;

	if (hmac_of(HMAC_SHA256, key, MASK_KEY_LEN, &part, 1, digest) < 0)
		fatalx("no HMAC: an address cannot be masked");
	for (; digits < (size_t)2 * KEPT; at++)
		digits += digit_of(text[at]) >= 0;
	buf_add(out, text, at);
	if (text[at] == f->sign)
		buf_add_u8(out, (uint8_t)f->sign);
	buf_printf(out, "[%02x%02x%02x]", digest[0], digest[1], digest[2]);
}

static const struct form *
find(const char *text, size_t len, size_t at, uint8_t mac[MAC_LEN])
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		memset(mac, 0, MAC_LEN);
		if (take(text, len, at, &forms[i], mac))
			return &forms[i];
	}
	return NULL;
}

bool
masked_add(const char *text, size_t len, const uint8_t key[MASK_KEY_LEN],
    struct buf *out)
{
	size_t done = 0;
	uint8_t mac[MAC_LEN];

	for (size_t at = 0; at + 14 <= len; at++) {
		const struct form *f;

		/* The first sign is behind two digits or four. */
		if (digit_of(text[at]) < 0 || digit_of(text[at + 1]) < 0 ||
		    (text[at + 2] != ':' && text[at + 2] != '-' &&
			text[at + 4] != '.'))
			continue;
		f = find(text, len, at, mac);
		if (f == NULL)
			continue;
		buf_add(out, text + done, at - done);
		add_mark(text + at, f, mac, key, out);
		done = at + f->total;
		at = done - 1;
	}
	if (done > 0)
		buf_add(out, text + done, len - done);
	return done > 0;
}
