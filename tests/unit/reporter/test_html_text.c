/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/html/html.h"

#include "lib/base/buf.h"
#include "tests/unit/test.h"

static const struct {
	const char *text, *html;
} texts[] = {
	{ "plain", "plain" },
	{ "", "" },
	{ "<script>\"a\" & 'b'</script>",
	    "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;" },
	{ "&amp;", "&amp;amp;" }, /* what is said is shown, not meant */
	{ "a\tb\nc", "a\tb\nc" },
	/* A page has no place for these. */
	{ "a\x01\x1b[1m", "a\xef\xbf\xbd\xef\xbf\xbd[1m" },
	{ "\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
};

static void
text_of_anybody_is_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct buf out = { 0 };

		html_text(&out, texts[i].text);
		assert_string_equal(texts[i].html, buf_str(&out));
		buf_free(&out);
	}
}

#define WORD24 "abcdefghijklmnopqrstuvwx"

static const struct {
	struct run run;
	const char *html;
} runs[] = {
	{ { .text = "two  words\nand a line" }, "two  words<br>and a line" },
	{ { .text = "b", .style = RUN_BOLD | RUN_ITALIC },
	    "<strong><em>b</em></strong>" },
	{ { .text = "<", .style = RUN_CODE }, "<code>&lt;</code>" },
	{ { .text = "t", .url = "https://example.org/?a=\"&b" },
	    "<a href=\"https://example.org/?a=&quot;&amp;b\">t</a>" },
	{ { .text = "t", .url = "mailto:a@example.org" },
	    "<a href=\"mailto:a@example.org\">t</a>" },
	/* Nothing that runs, and nothing of the reader's own disk. */
	{ { .text = "t", .url = "javascript:alert(1)" }, "t" },
	{ { .text = "t", .url = "file:///etc/passwd" }, "t" },
	{ { .text = "t", .url = " https://example.org" }, "t" },
	/* A long word may be divided, at whole characters. */
	{ { .text = WORD24 }, WORD24 },
	{ { .text = WORD24 "y" }, "abcdefghijklmnop<wbr>qrstuvwxy" },
	{ { .text = "abcdefghijklmno\xc3\xa9qrstuvwxyz" },
	    "abcdefghijklmno\xc3\xa9<wbr>qrstuvwxyz" },
};

static void
runs_are_marked_linked_and_divided(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(runs); i++) {
		struct buf out = { 0 };
		struct page p = { .out = &out };

		html_runs(&p, &runs[i].run);
		assert_string_equal(runs[i].html, buf_str(&out));
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_of_anybody_is_text),
		cmocka_unit_test(runs_are_marked_linked_and_divided),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
