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
	unsigned next; /* with the same first two bytes; 0: none */
};

struct literals {
	/* Whether any word begins with a pair of bytes: small enough to stay
	 * in the first cache, and nearly always no. */
	uint64_t begins[PAIRS / 64];
	uint16_t first[PAIRS];
	struct word *words; /* from 1 */
	unsigned count;
	uint8_t lower[256];
};

struct literals *
literals_new(void)
{
	struct literals *l = mem_new(1, sizeof(*l));

	for (unsigned c = 0; c < 256; c++)
		l->lower[c] =
		    (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
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
	free(l);
}

static unsigned
pair_of(const uint8_t *lower, const uint8_t *text)
{
	return (unsigned)lower[text[0]] << 8 | lower[text[1]];
}

int
literals_add(struct literals *l, const char *word, unsigned id)
{
	size_t len = strlen(word);
	struct word *w;
	unsigned pair;

	if (len < LITERAL_LEN_MIN || id >= LITERAL_IDS_MAX ||
	    l->count == UINT16_MAX)
		return ERR_RANGE;
	l->words = mem_grow(l->words, l->count + 2, sizeof(*l->words));
	w = &l->words[++l->count];
	w->text = mem_dup_str(word);
	w->len = len;
	w->id = id;
	for (char *c = w->text; *c != '\0'; c++)
		*c = (char)l->lower[(uint8_t)*c];
	pair = pair_of(l->lower, (const uint8_t *)w->text);
	w->next = l->first[pair];
	l->first[pair] = (uint16_t)l->count;
	l->begins[pair / 64] |= UINT64_C(1) << pair % 64;
	return ERR_OK;
}

static bool
stands_at(const struct literals *l, const struct word *w, const uint8_t *text)
{
	for (size_t i = LITERAL_LEN_MIN; i < w->len; i++)
		if (l->lower[text[i]] != (uint8_t)w->text[i])
			return false;
	return true;
}

bool
literals_find(const struct literals *l, const void *text, size_t len,
    struct literal_set *found)
{
	const uint8_t *p = text;
	bool any = false;

	for (size_t i = 0; i + 1 < len; i++) {
		unsigned pair = pair_of(l->lower, p + i);

		if ((l->begins[pair / 64] >> pair % 64 & 1) == 0)
			continue;
		for (unsigned n = l->first[pair]; n != 0;
		     n = l->words[n].next) {
			const struct word *w = &l->words[n];

			if (w->len > len - i || !stands_at(l, w, p + i))
				continue;
			literal_put(found, w->id);
			any = true;
		}
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
