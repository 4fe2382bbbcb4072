/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/literal.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"

enum { PAIRS = 1 << 16 };

struct word {
	char *text; /* in lower case */
	size_t len;
	unsigned id;
};

/* Two bytes of a word, by which it is found. */
struct spot {
	unsigned word;
	unsigned offset;
	unsigned next; /* with the same two bytes; 0: none */
};

/*
 * Of a word of three bytes or more, three in a row make two pairs, one of which
 * begins at an even place of the text, wherever the word does: only those are
 * looked at. The three are those that are rarest in what devices write.
 *
 *	text   a x y z b c        xyz begins at 1: its pair yz
 *	       ^   ^   ^          stands at 2
 */
struct literals {
	/* Whether any word has a pair of bytes: small enough to stay in the
	 * first cache, and nearly always no. */
	uint64_t has[PAIRS / 64];
	uint16_t first[PAIRS];
	struct word *words; /* from 1 */
	struct spot *spots; /* from 1 */
	unsigned count, n_spots;
	unsigned step; /* 1: there is a word of two bytes */
	uint8_t lower[256];
};

struct literals *
literals_new(void)
{
	struct literals *l = mem_new(1, sizeof(*l));

	for (unsigned c = 0; c < 256; c++)
		l->lower[c] =
		    (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	l->step = 2;
	return l;
}

void
literals_free(struct literals *l)
{
	if (l == NULL)
		return;
	for (unsigned i = 1; i <= l->count; i++)
		free(l->words[i].text);
	free(l->words);
	free(l->spots);
	free(l);
}

static unsigned
pair_of(const uint8_t *lower, const uint8_t *text)
{
	return (unsigned)lower[text[0]] << 8 | lower[text[1]];
}

static void
add_spot(struct literals *l, unsigned offset)
{
	const struct word *w = &l->words[l->count];
	unsigned pair = pair_of(l->lower, (const uint8_t *)w->text + offset);

	l->spots = mem_grow(l->spots, l->n_spots + 2, sizeof(*l->spots));
	l->spots[++l->n_spots] =
	    (struct spot){ l->count, offset, l->first[pair] };
	l->first[pair] = (uint16_t)l->n_spots;
	l->has[pair / 64] |= UINT64_C(1) << pair % 64;
}

/* How common a byte is in lines, roughly. */
static unsigned
weight_of(char c)
{
	static const char order[] = "zqj|%[]#{}()<>+@\"'x/_9v876w5ky,4=b3210f"
				    "gh:p-umc.dlsrniaote ";
	const char *at = strchr(order, c);

	return at == NULL || c == '\0' ? 0 : (unsigned)(at - order);
}

static unsigned
rarest_three(const struct word *w)
{
	unsigned best = 0, least = UINT32_MAX;

	for (unsigned i = 0; i + 2 < w->len; i++) {
		unsigned sum = weight_of(w->text[i]) +
		    2 * weight_of(w->text[i + 1]) + weight_of(w->text[i + 2]);

		if (sum < least) {
			least = sum;
			best = i;
		}
	}
	return best;
}

int
literals_add(struct literals *l, const char *word, unsigned id)
{
	size_t len = strlen(word);
	struct word *w;

	if (len < LITERAL_LEN_MIN || id >= LITERAL_IDS_MAX ||
	    l->n_spots + 2 > UINT16_MAX)
		return ERR_RANGE;
	l->words = mem_grow(l->words, l->count + 2, sizeof(*l->words));
	w = &l->words[++l->count];
	w->text = mem_dup_str(word);
	w->len = len;
	w->id = id;
	for (char *c = w->text; *c != '\0'; c++)
		*c = (char)l->lower[(uint8_t)*c];
	if (len == LITERAL_LEN_MIN) {
		l->step = 1;
		add_spot(l, 0);
	} else {
		unsigned at = rarest_three(w);

		add_spot(l, at);
		add_spot(l, at + 1);
	}
	return ERR_OK;
}

static bool
stands_at(const struct literals *l, const struct word *w, const uint8_t *text)
{
	for (size_t i = 0; i < w->len; i++)
		if (l->lower[text[i]] != (uint8_t)w->text[i])
			return false;
	return true;
}

/* The words that have the pair at i there. */
static bool
take_at(const struct literals *l, unsigned pair, const uint8_t *text,
    size_t len, size_t i, struct literal_set *found)
{
	bool any = false;

	for (unsigned n = l->first[pair]; n != 0; n = l->spots[n].next) {
		const struct spot *s = &l->spots[n];
		const struct word *w = &l->words[s->word];

		if (s->offset > i || w->len > len - (i - s->offset) ||
		    !stands_at(l, w, text + i - s->offset))
			continue;
		literal_put(found, w->id);
		any = true;
	}
	return any;
}

bool
literals_find(const struct literals *l, const void *text, size_t len,
    struct literal_set *found)
{
	const uint8_t *p = text;
	bool any = false;

	for (size_t i = 0; i + 1 < len; i += l->step) {
		unsigned pair = pair_of(l->lower, p + i);

		if ((l->has[pair / 64] >> pair % 64 & 1) != 0)
			any |= take_at(l, pair, p, len, i, found);
	}
	return any;
}

bool
literal_has(const struct literal_set *s, unsigned id)
{
	return (s->bits[id / 64] >> id % 64 & 1) != 0;
}

void
literal_put(struct literal_set *s, unsigned id)
{
	s->bits[id / 64] |= UINT64_C(1) << id % 64;
}
