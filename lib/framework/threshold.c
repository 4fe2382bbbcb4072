/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/framework/threshold.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/framework/measurement.h"

struct threshold {
	char id[16];
	int within, partly;
};

/* The next word of one, which ends where words end. */
static const char *
next_word(char **rest)
{
	char *word = *rest + strspn(*rest, " ");

	*rest = word + strcspn(word, " ");
	if (**rest != '\0')
		*(*rest)++ = '\0';
	return word;
}

static bool
take_percent(const char *word, int *out)
{
	int64_t n;

	if (number_parse(word, 0, 100, &n) < 0)
		return false;
	*out = (int)n;
	return true;
}

/* One of them, up to the next ";"; *text moves past it. */
static bool
take(const char **text, struct threshold *out)
{
	char one[64], *rest = one;
	size_t len = strcspn(*text, ";");

	if (len >= sizeof(one))
		return false;
	memcpy(one, *text, len);
	one[len] = '\0';
	*text += len + ((*text)[len] == ';');
	snprintf(out->id, sizeof(out->id), "%s", next_word(&rest));
	return take_percent(next_word(&rest), &out->within) &&
	    take_percent(next_word(&rest), &out->partly) &&
	    *next_word(&rest) == '\0';
}

static bool
is_twice(const char *text, const char *end, const char *id)
{
	struct threshold t;

	while (text < end && take(&text, &t) && text < end)
		if (strcmp(t.id, id) == 0)
			return true;
	return false;
}

static int
refuse(struct buf *why, const char *id, const char *what)
{
	buf_printf(why, "%s %s", id, what);
	return ERR_PARSE;
}

int
threshold_check(const char *text, struct buf *why)
{
	const char *start = text;
	struct threshold t = { 0 };

	if (strlen(text) > THRESHOLDS_MAX)
		return refuse(why, "the text", "is too long");
	while (text[strspn(text, " ")] != '\0') {
		if (!take(&text, &t))
			return refuse(why, "one of them",
			    "is not such as \"M-NET-01 90 60\"");
		if (!measurement_is_known(t.id))
			return refuse(
			    why, t.id, "is not an id of a measurement");
		if (is_twice(start, text, t.id))
			return refuse(why, t.id, "stands there twice");
	}
	return ERR_OK;
}

bool
threshold_find(
    const char *text, const char *id, int64_t *within, int64_t *partly)
{
	struct threshold t;

	while (text != NULL && *text != '\0' && take(&text, &t)) {
		if (strcmp(t.id, id) != 0)
			continue;
		*within = t.within;
		*partly = t.partly;
		return true;
	}
	return false;
}
