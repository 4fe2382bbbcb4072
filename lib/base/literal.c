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

/* Two bytes of a word, by which it is found, and the one beside them that is
 * looked at next: most words that have two bytes of a line have not three. */
struct spot {
	unsigned word;
	unsigned offset, len; /* in the word, and of it */
	unsigned next;        /* with the same two bytes; 0: none */
	unsigned beside;      /* where in the word; it may be one of the two */
	uint8_t third;
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
	/* Whether any word has a pair of bytes as they stand, in either case:
	 * small enough to stay in the first cache, and nearly always no. */
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

/* Two bytes as they are read at once. */
static unsigned
read_pair(const uint8_t *text)
{
	uint16_t pair;

	memcpy(&pair, text, sizeof(pair));
	return pair;
}

static uint8_t
in_upper(uint8_t c)
{
	return (uint8_t)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
}

/* A pair of lower case, however it is written. */
static void
note_pair(struct literals *l, const uint8_t *text)
{
	for (unsigned i = 0; i < 4; i++) {
		const uint8_t as[] = { i & 1 ? in_upper(text[0]) : text[0],
			i & 2 ? in_upper(text[1]) : text[1] };
		unsigned pair = read_pair(as);

		l->has[pair / 64] |= UINT64_C(1) << pair % 64;
	}
}

static void
add_spot(struct literals *l, unsigned offset, unsigned beside)
{
	const struct word *w = &l->words[l->count];
	unsigned pair = pair_of(l->lower, (const uint8_t *)w->text + offset);

	l->spots = mem_grow(l->spots, l->n_spots + 2, sizeof(*l->spots));
	l->spots[++l->n_spots] = (struct spot){ .word = l->count,
		.offset = offset,
		.len = (unsigned)w->len,
		.next = l->first[pair],
		.beside = beside,
		.third = (uint8_t)w->text[beside] };
	l->first[pair] = (uint16_t)l->n_spots;
	note_pair(l, (const uint8_t *)w->text + offset);
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
		add_spot(l, 0, 0);
	} else {
		unsigned at = rarest_three(w);

		add_spot(l, at, at + 2);
		add_spot(l, at + 1, at);
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
take_at(const struct literals *l, const uint8_t *text, size_t len, size_t i,
    struct literal_set *found)
{
	unsigned pair = pair_of(l->lower, text + i);
	bool any = false;

	for (unsigned n = l->first[pair]; n != 0; n = l->spots[n].next) {
		const struct spot *s = &l->spots[n];
		const struct word *w = &l->words[s->word];
		const uint8_t *start;

		if (s->offset > i || s->len > len - (i - s->offset))
			continue;
		start = text + i - s->offset;
		if (l->lower[start[s->beside]] != s->third ||
		    !stands_at(l, w, start))
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
		unsigned pair = read_pair(p + i);

		if ((l->has[pair / 64] >> pair % 64 & 1) != 0)
			any |= take_at(l, p, len, i, found);
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
