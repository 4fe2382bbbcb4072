/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/words.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "reporter/pool.h"

enum { WORDS_MAX = 1 << 20 };

struct word {
	const char *key, *text;
};

struct words {
	struct pool *pool;
	struct word *word; /* by key */
	size_t n;
};

static int
by_key(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* "key: text", a comment or nothing. */
static bool
take_line(struct words *w, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len), *text;
	size_t left;

	while (len > 0 && (line[len - 1] == '\r' || line[len - 1] == ' '))
		len--;
	if (len == 0 || *line == '#')
		return true;
	if (colon == NULL || colon == line || !utf8_valid(line, len))
		return false;
	text = colon + 1;
	left = (size_t)(line + len - text);
	for (; left > 0 && *text == ' '; text++, left--)
		continue;
	w->word = mem_grow(w->word, w->n + 1, sizeof(*w->word));
	w->word[w->n++] = (struct word){
		pool_text(w->pool, line, (size_t)(colon - line)),
		pool_text(w->pool, text, left),
	};
	return true;
}

static int
take_lines(const char *path, const char *text, struct words *w)
{
	unsigned line = 1;

	for (; *text != '\0'; line++) {
		size_t len = strcspn(text, "\n");

		if (!take_line(w, text, len)) {
			log_warnx("%s:%u: expected \"key: text\"", path, line);
			return ERR_PARSE;
		}
		text += len + (text[len] == '\n');
	}
	return ERR_OK;
}

int
words_open(const char *path, struct words **out)
{
	struct words *w = mem_new(1, sizeof(*w));
	struct buf text = { 0 };
	int rc;

	w->pool = pool_new();
	rc = file_read(path, WORDS_MAX, &text);
	if (rc < 0)
		goto out;
	rc = take_lines(path, buf_str(&text), w);
	if (rc < 0)
		goto out;
	if (w->n > 0)
		qsort(w->word, w->n, sizeof(*w->word), by_key);
	for (size_t i = 1; i < w->n; i++) {
		if (strcmp(w->word[i - 1].key, w->word[i].key) != 0)
			continue;
		log_warnx("%s: %s stands there twice", path, w->word[i].key);
		rc = ERR_PARSE;
	}
out:
	buf_free(&text);
	if (rc < 0)
		words_close(w);
	else
		*out = w;
	return rc;
}

void
words_close(struct words *w)
{
	if (w == NULL)
		return;
	pool_free(w->pool);
	free(w->word);
	free(w);
}

const char *
words_get(const struct words *w, const char *key)
{
	const struct word wanted = { .key = key };
	const struct word *found;

	if (w == NULL || w->n == 0)
		return NULL;
	found = bsearch(&wanted, w->word, w->n, sizeof(*w->word), by_key);
	return found != NULL ? found->text : NULL;
}

bool
words_begin(const struct words *w, const char *prefix)
{
	size_t len = strlen(prefix);

	for (size_t i = 0; i < w->n; i++) {
		const char *key = w->word[i].key;

		if (strncmp(key, prefix, len) == 0 && key[len] == '.')
			return true;
	}
	return false;
}
