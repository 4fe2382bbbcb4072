/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/sender_term.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/model/observation.h"

/* What stands before a section fits in a mark with a name up to here. */
enum { NAME_MAX_LEN = 128, DIGITS_MAX = 9 };

static const char *const states[] = {
	[SENDER_RUNS_OUT] = "runs_out",
	[SENDER_RENEWED] = "renewed",
};

/* A word up to the next blank. */
struct word {
	const char *at;
	size_t len;
};

static void
cut(struct buf *out, size_t start)
{
	if (out->len - start > OBSERVATION_TEXT_MAX)
		out->len = start + OBSERVATION_TEXT_MAX;
}

void
sender_term_write(const struct sender_term *t, struct buf *out)
{
	char until[CLOCK_TEXT_MAX], from[ADDRESS_TEXT_MAX];
	char print[2 * SENDER_PRINT_LEN + 1];
	size_t start = out->len;

	buf_printf(out, "%s %s %s %s ", states[t->state],
	    clock_format(t->until, until),
	    digest_hex(t->fingerprint, SENDER_PRINT_LEN, print),
	    address_format(&t->from, from));
	if (t->name_len == 0 || t->name_len > NAME_MAX_LEN)
		buf_add_u8(out, '-');
	else
		buf_add(out, t->name, t->name_len);
	buf_add_u8(out, ' ');
	buf_add(out, t->section, t->section_len);
	cut(out, start);
}

static bool
take_word(const char **at, const char *end, struct word *out)
{
	const char *blank = memchr(*at, ' ', (size_t)(end - *at));

	if (blank == NULL || blank == *at)
		return false;
	*out = (struct word){ *at, (size_t)(blank - *at) };
	*at = blank + 1;
	return true;
}

/* As the string that others read; false: longer than any of them. */
static bool
text_of(const struct word *w, char *out, size_t size)
{
	if (w->len >= size || memchr(w->at, '\0', w->len) != NULL)
		return false;
	memcpy(out, w->at, w->len);
	out[w->len] = '\0';
	return true;
}

static bool
read_state(const struct word *w, enum sender_state *out)
{
	for (size_t i = SENDER_RUNS_OUT; i <= SENDER_RENEWED; i++) {
		if (strlen(states[i]) == w->len &&
		    memcmp(states[i], w->at, w->len) == 0) {
			*out = (enum sender_state)i;
			return true;
		}
	}
	return false;
}

/* Later than 1970, so that whoever reads it knows such a day. */
static bool
read_until(const struct word *w, int64_t *out)
{
	char text[CLOCK_TEXT_MAX];

	return text_of(w, text, sizeof(text)) &&
	    clock_parse(text, out) == ERR_OK && *out > 0;
}

static bool
read_print(const struct word *w, uint8_t *out)
{
	char text[2 * SENDER_PRINT_LEN + 1];

	return w->len == 2 * SENDER_PRINT_LEN &&
	    text_of(w, text, sizeof(text)) &&
	    digest_from_hex(text, out, SENDER_PRINT_LEN) == ERR_OK;
}

static bool
read_from(const struct word *w, struct address *out)
{
	char text[ADDRESS_TEXT_MAX];

	return text_of(w, text, sizeof(text)) &&
	    address_parse(text, out) == ERR_OK;
}

static bool
read_name(const struct word *w, struct sender_term *out)
{
	if (w->len > NAME_MAX_LEN)
		return false;
	for (size_t i = 0; i < w->len; i++) {
		if (w->at[i] <= ' ' || w->at[i] > '~')
			return false;
	}
	out->name = w->at;
	out->name_len = w->len == 1 && *w->at == '-' ? 0 : w->len;
	return true;
}

int
sender_term_read(const char *text, size_t len, struct sender_term *out)
{
	const char *at = text, *end = text + len;
	struct word words[5];
	struct sender_term t = { 0 };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!take_word(&at, end, &words[i]))
			return ERR_PARSE;
	}
	if (!read_state(&words[0], &t.state) ||
	    !read_until(&words[1], &t.until) ||
	    !read_print(&words[2], t.fingerprint) ||
	    !read_from(&words[3], &t.from) || !read_name(&words[4], &t))
		return ERR_PARSE;
	t.section = at;
	t.section_len = (size_t)(end - at);
	*out = t;
	return ERR_OK;
}

void
sender_look_write(uint32_t surplus, const char *section, struct buf *out)
{
	size_t start = out->len;

	if (surplus > 999999999)
		surplus = 999999999;
	buf_printf(out, "%u %s", surplus, section);
	cut(out, start);
}

int
sender_look_read(const char *text, size_t len, uint32_t *surplus)
{
	const char *at = text;
	struct word w;
	uint32_t n = 0;

	if (!take_word(&at, text + len, &w) || w.len > DIGITS_MAX)
		return ERR_PARSE;
	for (size_t i = 0; i < w.len; i++) {
		if (w.at[i] < '0' || w.at[i] > '9')
			return ERR_PARSE;
		n = 10 * n + (uint32_t)(w.at[i] - '0');
	}
	*surplus = n;
	return ERR_OK;
}
