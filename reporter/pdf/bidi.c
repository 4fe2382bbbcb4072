/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/bidi.h"

#include <stdlib.h>
#include <string.h>

#include <hb.h>

#include "lib/base/mem.h"
#include "reporter/pdf/shape.h"

/* UAX #9, table 4; what is between brackets there is decided by us first. */
enum kind {
	NEUTRAL,
	LEFT,  /* letters that go to the right: L */
	RIGHT, /* Hebrew: R */
	ARABIC,
	NUMBER, /* EN */
	ARABIC_NUMBER,
	MARK,
	SIGN,  /* ES: between two digits part of a number */
	POINT, /* CS: the same */
	UNIT,  /* ET: beside a number part of it */
};

enum { BRACKETS_MAX = 256 }; /* how far the other one is looked for */

static bool
goes_left(uint32_t c)
{
	return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) ||
	    (c >= 0xfe70 && c <= 0xfeff) || (c >= 0x10800 && c <= 0x10fff) ||
	    (c >= 0x1e800 && c <= 0x1efff);
}

bool
bidi_is_needed(const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		if ((unsigned char)*text < 0xd6)
			text++; /* below U+0580, or within a character */
		else if (goes_left(shape_next(&text, end)))
			return true;
	}
	return false;
}

static enum kind
kind_of_letter(uint32_t c)
{
	hb_unicode_funcs_t *u = hb_unicode_funcs_get_default();
	hb_unicode_general_category_t category =
	    hb_unicode_general_category(u, c);
	hb_script_t script = hb_unicode_script(u, c);

	if (category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
	    category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK)
		return MARK;
	if (hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL)
		return script == HB_SCRIPT_ARABIC ||
			script == HB_SCRIPT_SYRIAC || script == HB_SCRIPT_THAANA
		    ? ARABIC
		    : RIGHT;
	switch (category) {
	case HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER:
	case HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER:
	case HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER:
	case HB_UNICODE_GENERAL_CATEGORY_TITLECASE_LETTER:
	case HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER:
	case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK:
	case HB_UNICODE_GENERAL_CATEGORY_LETTER_NUMBER:
		return LEFT;
	default:
		return NEUTRAL;
	}
}

static enum kind
kind_of(uint32_t c)
{
	if ((c >= '0' && c <= '9') || (c >= 0x6f0 && c <= 0x6f9))
		return NUMBER;
	if ((c >= 0x660 && c <= 0x669) || c == 0x66b || c == 0x66c)
		return ARABIC_NUMBER;
	if (c == '+' || c == '-' || c == 0x2212)
		return SIGN;
	if (c == ',' || c == '.' || c == '/' || c == ':' || c == 0xa0 ||
	    c == 0x60c)
		return POINT;
	if (c == '#' || c == '%' || c == '$' || c == 0xb0 || c == 0x20ac)
		return UNIT;
	return kind_of_letter(c);
}

/* W1 to W3: marks, and the digits of Arabic. */
static void
settle_marks(enum kind *k, size_t n)
{
	enum kind strong = LEFT;

	for (size_t i = 0; i < n; i++) {
		if (k[i] == MARK)
			k[i] = i == 0 ? NEUTRAL : k[i - 1];
		if (k[i] == LEFT || k[i] == RIGHT || k[i] == ARABIC)
			strong = k[i];
		if (k[i] == NUMBER && strong == ARABIC)
			k[i] = ARABIC_NUMBER;
	}
	for (size_t i = 0; i < n; i++)
		if (k[i] == ARABIC)
			k[i] = RIGHT;
}

/* W4 to W6: what is part of a number, and what of that is left. */
static void
settle_numbers(enum kind *k, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++) {
		if (k[i - 1] != k[i + 1])
			continue;
		if ((k[i] == SIGN && k[i - 1] == NUMBER) ||
		    (k[i] == POINT &&
			(k[i - 1] == NUMBER || k[i - 1] == ARABIC_NUMBER)))
			k[i] = k[i - 1];
	}
	for (size_t i = 1; i < n; i++)
		if (k[i] == UNIT && k[i - 1] == NUMBER)
			k[i] = NUMBER;
	for (size_t i = n; i-- > 1;)
		if (k[i - 1] == UNIT && k[i] == NUMBER)
			k[i - 1] = NUMBER;
	for (size_t i = 0; i < n; i++)
		if (k[i] == SIGN || k[i] == POINT || k[i] == UNIT)
			k[i] = NEUTRAL;
}

/* W7: a number after letters of ours is as one of them. */
static void
settle_ours(enum kind *k, size_t n)
{
	enum kind strong = LEFT;

	for (size_t i = 0; i < n; i++) {
		if (k[i] == LEFT || k[i] == RIGHT)
			strong = k[i];
		if (k[i] == NUMBER && strong == LEFT)
			k[i] = LEFT;
	}
}

static enum kind
side_of(enum kind k)
{
	return k == NUMBER || k == ARABIC_NUMBER ? RIGHT : k;
}

/* The bracket that closes the one at i, or i. */
static size_t
closing(const uint32_t *c, size_t n, size_t i)
{
	static const char opens[] = "([{", closes[] = ")]}";
	const char *which =
	    c[i] < 0x80 && c[i] != 0 ? strchr(opens, (int)c[i]) : NULL;
	uint32_t close;
	int depth = 0;

	if (which == NULL)
		return i;
	close = (uint32_t)closes[which - opens];
	for (size_t e = i; e < n && e - i < BRACKETS_MAX; e++) {
		depth += (c[e] == c[i]) - (c[e] == close);
		if (depth == 0)
			return e;
	}
	return i;
}

/* N0: both brackets of a pair go the same way. */
static void
settle_brackets(const uint32_t *c, enum kind *k, size_t n)
{
	enum kind before = LEFT;

	for (size_t i = 0; i < n; i++) {
		size_t end = closing(c, n, i);
		bool ours = false, theirs = false;

		for (size_t e = i + 1; e < end; e++) {
			ours |= side_of(k[e]) == LEFT;
			theirs |= side_of(k[e]) == RIGHT;
		}
		if (end > i && (ours || theirs))
			k[i] = k[end] = ours ? LEFT : before;
		if (k[i] != NEUTRAL)
			before = side_of(k[i]);
	}
}

/* N1 and N2: what is between two that go to the left goes with them. */
static void
settle_neutrals(enum kind *k, size_t n)
{
	size_t end;

	for (size_t i = 0; i < n; i = end + (end == i)) {
		bool between;

		for (end = i; end < n && k[end] == NEUTRAL; end++)
			continue;
		between = i > 0 && end < n && side_of(k[i - 1]) == RIGHT &&
		    side_of(k[end]) == RIGHT;
		for (size_t m = i; m < end; m++)
			k[m] = between ? RIGHT : LEFT;
	}
}

void
bidi_levels(const uint32_t *c, size_t n, uint8_t *level)
{
	enum kind *k = mem_new(n + 1, sizeof(*k));

	for (size_t i = 0; i < n; i++)
		k[i] = kind_of(c[i]);
	settle_marks(k, n);
	settle_numbers(k, n);
	settle_ours(k, n);
	settle_brackets(c, k, n);
	settle_neutrals(k, n);
	for (size_t i = 0; i < n; i++)
		level[i] = k[i] == LEFT ? 0 : k[i] == RIGHT ? 1 : 2;
	free(k);
}

static void
turn(size_t *order, size_t from, size_t end)
{
	for (; from + 1 < end; from++, end--) {
		size_t first = order[from];

		order[from] = order[end - 1];
		order[end - 1] = first;
	}
}

/* L2: from the highest level down, stretches of at least that are turned. */
void
bidi_order(const uint8_t *level, size_t n, size_t *order)
{
	size_t end;

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (uint8_t at = 2; at >= 1; at--) {
		for (size_t i = 0; i < n; i = end + 1) {
			for (end = i; end < n && level[order[end]] >= at; end++)
				continue;
			turn(order, i, end);
		}
	}
}
