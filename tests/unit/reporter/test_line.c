/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/line.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reporter/layout/block.h"
#include "reporter/layout/hyphen.h"
#include "tests/unit/reporter/half_em.h"
#include "tests/unit/test.h"

static const struct {
	const char *text, *lines;
	double width; /* in characters */
} breaks[] = {
	{ "one two three", "one two|three", 9 },
	{ "one two three", "one|two|three", 5 },
	{ "one\ntwo", "one|two", 20 },
	{ "", "", 20 },
	/* Identifiers stay whole; words with a hyphen do not. */
	{ "see B-2025-071 now", "see|B-2025-071|now", 10 },
	{ "een back-upserver", "een back-|upserver", 10 },
	{ "in/uit poort", "in/uit|poort", 7 },
	/* No room at all: cut, after a sign when one is near the end. */
	{ "aaaaaaaaaaaa", "aaaaa|aaaaa|aa", 5 },
	{ "a1.b2_c3-d4:e5", "a1.b2_|c3-d4:|e5", 6 },
	/* A no-break space breaks nothing. */
	{ "op 31\xc2\xa0maart", "op|31\xc2\xa0maart", 9 },
};

static void
text_breaks_where_it_may(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(breaks); i++) {
		const struct run run = { .text = breaks[i].text };
		struct pool *pool = pool_new();
		const struct setting s = {
			.measure = &measure,
			.pool = pool,
			.size = 2,
			.face = FACE_REGULAR,
		};
		struct buf got = { 0 };
		struct lines lines;

		lines_break(&s, &run, breaks[i].width, &lines);
		for (const struct line *l = lines.first; l != NULL;
		     l = l->next) {
			if (l != lines.first)
				buf_add_str(&got, "|");
			for (const struct span *p = l->spans; p != NULL;
			     p = p->next)
				buf_add(&got, p->text, p->len);
			while (got.len > 0 && got.data[got.len - 1] == ' ')
				got.len--;
		}
		assert_string_equal(breaks[i].lines, buf_str(&got));
		buf_free(&got);
		pool_free(pool);
	}
}

static void
a_change_of_style_is_no_break(void **state)
{
	struct run dot = { .text = ", and more" };
	struct run bold = { .text = "late", .style = RUN_BOLD, .next = &dot };
	struct run first = { .text = "is ", .next = &bold };
	struct pool *pool = pool_new();
	const struct setting s = { .measure = &measure,
		.pool = pool,
		.size = 2,
		.face = FACE_REGULAR };
	struct lines lines;

	(void)state;
	lines_break(&s, &first, 6, &lines);
	/* "is" | "late," | "and" | "more" */
	assert_int_equal(4, lines.n);
	assert_int_equal(FACE_BOLD, lines.first->next->spans->face);
	assert_memory_equal("late", lines.first->next->spans->text, 4);
	assert_memory_equal(",", lines.first->next->spans->next->text, 1);
	pool_free(pool);
}

static const struct {
	const char *language, *word, *divided;
} words[] = {
	{ "nl", "kwetsbaarheden", "kwets=baar=heden" },
	{ "nl", "Netwerkbeheer", "Net=werk=be=heer" },
	/* The trema would have to be dropped. */
	{ "nl", "ge\xc3\xafnformeerd", "ge\xc3\xafn=for=meerd" },
	{ "nl", "patch", "patch" },
	{ "nl", "a.b.verantwoordelijk", "a.b.verantwoordelijk" },
	{ "en", "vulnerabilities", "vul=ner=ab=il=ities" },
};

static void
words_divide_by_their_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(words); i++) {
		size_t at[HYPHEN_POINTS], n, from = 0;
		struct buf got = { 0 };
		const struct hyphen *h;

		assert_int_equal(ERR_OK, hyphen_of(words[i].language, &h));
		n = hyphen_points(h, words[i].word, strlen(words[i].word), at);
		for (size_t k = 0; k < n; k++) {
			buf_add(&got, words[i].word + from, at[k] - from);
			buf_add_u8(&got, '=');
			from = at[k];
		}
		buf_add_str(&got, words[i].word + from);
		assert_string_equal(words[i].divided, buf_str(&got));
		buf_free(&got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_breaks_where_it_may),
		cmocka_unit_test(a_change_of_style_is_no_break),
		cmocka_unit_test(words_divide_by_their_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
