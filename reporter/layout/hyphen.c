/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/hyphen.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <hyphen.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

enum { WORD_MIN = 8, WORD_MAX = 60, BEFORE = 3, AFTER = 4 };

struct hyphen {
	HyphenDict *dict;
};

/* A word in lower case, and where each letter stood. */
struct word {
	uint8_t letter[WORD_MAX]; /* ISO 8859-1 */
	size_t at[WORD_MAX];
	size_t n;
};

static const struct {
	const char *language, *path, *package;
} dictionaries[] = {
	{ "nl", "/usr/share/hyphen/hyph_nl_NL.dic", "hyphen-nl" },
	{ "en", "/usr/share/hyphen/hyph_en_GB.dic", "hyphen-en-gb" },
};
enum { DICTIONARIES = sizeof(dictionaries) / sizeof(dictionaries[0]) };

/* Reading one takes as long as a short report does: a run of many does it once.
 */
static struct hyphen loaded[DICTIONARIES];

int
hyphen_of(const char *language, const struct hyphen **out)
{
	for (size_t i = 0; i < DICTIONARIES; i++) {
		if (strncmp(language, dictionaries[i].language, 2) != 0)
			continue;
		if (loaded[i].dict == NULL)
			loaded[i].dict = hnj_hyphen_load(dictionaries[i].path);
		if (loaded[i].dict == NULL) {
			log_warnx("%s: not found; it is in the package %s",
			    dictionaries[i].path, dictionaries[i].package);
			return ERR_NOTFOUND;
		}
		*out = &loaded[i];
		return ERR_OK;
	}
	log_warnx("language %s: no words can be divided", language);
	return ERR_NOTFOUND;
}

/* A letter of Latin-1 in lower case, or 0. */
static uint8_t
letter_of(const char *s, size_t left, size_t *len)
{
	uint8_t c = (uint8_t)s[0], low = (uint8_t)(c | 0x20);
	uint8_t second;

	*len = 1;
	if (c < 0x80)
		return low >= 'a' && low <= 'z' ? low : 0;
	if ((c != 0xc3 && c != 0xc2) || left < 2)
		return 0;
	*len = 2;
	second = (uint8_t)s[1];
	if (c == 0xc2 || second == 0x97 || second == 0xb7)
		return 0; /* signs, the times and division signs among them */
	/* U+00C0 to U+00FF; capitals stand 32 below. */
	return second < 0x9f ? (uint8_t)(second + 0x60)
			     : (uint8_t)(second + 0x40);
}

/* Leading signs are passed over; what follows the letters ends the word. */
static bool
take_word(const char *text, size_t len, struct word *w)
{
	size_t i = 0, step;
	uint8_t c;

	while (i < len && (uint8_t)text[i] < 0x80 &&
	    letter_of(text + i, len - i, &step) == 0)
		i++;
	for (w->n = 0; i < len; i += step) {
		c = letter_of(text + i, len - i, &step);
		if (c == 0 && (uint8_t)text[i] < 0x80)
			break;
		if (c == 0 && len - i >= 3 &&
		    memcmp(text + i, "\xe2\x80", 2) == 0)
			break; /* quotation marks and dashes */
		if (c == 0 || w->n == WORD_MAX)
			return false;
		w->letter[w->n] = c;
		w->at[w->n++] = i;
	}
	for (; i < len; i++) {
		if (((uint8_t)text[i] | 0x20) >= 'a' &&
		    ((uint8_t)text[i] | 0x20) <= 'z')
			return false; /* an identifier: a.b, x2y */
	}
	return w->n >= WORD_MIN;
}

static bool
has_trema(uint8_t c)
{
	return c == 0xe4 || c == 0xeb || c == 0xef || c == 0xf6 || c == 0xfc;
}

/* In the dictionary's own encoding; returns the length. */
static size_t
encode(const struct hyphen *h, const struct word *w, char *out)
{
	size_t len = 0;

	for (size_t i = 0; i < w->n; i++) {
		uint8_t c = w->letter[i];

		if (c >= 0x80 && h->dict->utf8) {
			out[len++] = (char)(0xc0 | c >> 6);
			out[len++] = (char)(0x80 | (c & 0x3f));
		} else {
			out[len++] = (char)c;
		}
	}
	out[len] = '\0';
	return len;
}

size_t
hyphen_points(const struct hyphen *h, const char *text, size_t len,
    size_t at[HYPHEN_POINTS])
{
	char encoded[2 * WORD_MAX + 1], marks[2 * WORD_MAX + 8] = "";
	char **replace = NULL;
	int *position = NULL, *cut = NULL;
	struct word w;
	size_t size, n = 0;

	if (!take_word(text, len, &w))
		return 0;
	size = encode(h, &w, encoded);
	if (hnj_hyphen_hyphenate2(h->dict, encoded, (int)size, marks, NULL,
		&replace, &position, &cut) != 0)
		goto out;
	for (size_t i = BEFORE - 1; i + AFTER < w.n && n < HYPHEN_POINTS; i++) {
		if (!(marks[i] & 1) || has_trema(w.letter[i + 1]) ||
		    (replace != NULL && replace[i] != NULL))
			continue;
		at[n++] = w.at[i + 1];
	}
out:
	for (size_t i = 0; replace != NULL && i < size; i++)
		free(replace[i]);
	free(replace);
	free(position);
	free(cut);
	return n;
}
