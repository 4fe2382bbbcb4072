/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SPAN_H
#define LIB_WIRE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * A run of bytes of others that is read from the front. Functions that take
 * move at past what they took, and leave it when they return false.
 */
struct span {
	const char *at, *end;
};

struct buf;

/* Here, because they are called some hundred times for each message. */
static inline size_t
span_len(const struct span *s)
{
	return (size_t)(s->end - s->at);
}

/* The byte i further on, or 0 past the end. */
static inline char
span_peek(const struct span *s, size_t i)
{
	return i < span_len(s) ? s->at[i] : '\0';
}

static inline bool
span_take_char(struct span *s, char c)
{
	if (s->at == s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

/* Of a literal the compiler knows how long it is. */
static inline bool
span_starts(const struct span *s, const char *text)
{
	size_t len = strlen(text);

	return span_len(s) >= len &&
	    (len == 0 || memcmp(s->at, text, len) == 0);
}

static inline bool
span_is(const struct span *s, const char *text)
{
	return span_len(s) == strlen(text) && span_starts(s, text);
}

static inline bool
span_take_text(struct span *s, const char *text)
{
	if (!span_starts(s, text))
		return false;
	s->at += strlen(text);
	return true;
}

/* As many as there are; true when there was one. */
static inline bool
span_skip_blanks(struct span *s)
{
	const char *start = s->at;

	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t'))
		s->at++;
	return s->at > start;
}

struct span span_of(const void *data, size_t len);

/* All up to the next blank or the end; false when there is none. */
bool span_take_word(struct span *s, struct span *word);

/* Between min and max digits, and no digit behind them. */
bool span_take_number(struct span *s, int min, int max, int64_t *out);

/* The first text in it, or NULL. */
const char *span_find(const struct span *s, const char *text);

/*
 * Appends it as text that a terminal, a database and JSON can bear: as
 * utf8_safe does, but with TAB and LF as they are.
 */
void span_add_text(const struct span *s, struct buf *out);

#endif
