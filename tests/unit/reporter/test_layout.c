/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reporter/layout/block.h"
#include "reporter/layout/column.h"
#include "reporter/layout/hyphen.h"
#include "reporter/layout/line.h"

#include "tests/unit/test.h"

/* Every character is half as wide as it is high; bold ones too. */
static double
half_em(void *of, enum face face, const char *text, size_t len)
{
	double width = 0;

	(void)of;
	(void)face;
	for (size_t i = 0; i < len; i++)
		width += ((unsigned char)text[i] & 0xc0) != 0x80 ? 0.5 : 0;
	return width;
}

static const struct measure measure = { half_em, NULL };

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

static const struct {
	const char *claim;
	struct extent e[3];
	double want[3];
} columns[] = {
	{ "what is left goes to the wide one",
	    { { 10, 10, 20, 15, 20, false }, { 10, 10, 30, 9, 30, true },
		{ 5, 5, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "or to all",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 30, 5, 30, false },
		{ 5, 5, 20, 5, 20, false } },
	    { 30, 40, 30 } },
	{ "short columns keep their line while a long one wraps",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 300, 5, 200, false },
		{ 5, 5, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "a title wraps before what stands below it",
	    { { 10, 10, 20, 70, 20, false }, { 10, 10, 60, 9, 60, true },
		{ 5, 5, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "and keeps its line where that fits",
	    { { 10, 10, 20, 28, 20, false }, { 10, 10, 60, 9, 60, true },
		{ 5, 5, 10, 16, 10, false } },
	    { 28, 62, 10 } },
	{ "the wide one comes last, however little it wants",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 60, 5, 60, false },
		{ 10, 10, 50, 5, 50, true } },
	    { 20, 43.64, 36.36 } },
	{ "long texts share by how much they say",
	    { { 10, 10, 20, 5, 20, false }, { 10, 10, 400, 5, 90, true },
		{ 10, 10, 400, 5, 30, true } },
	    { 20, 60, 20 } },
	{ "but get their words, and no more than a line",
	    { { 30, 30, 90, 5, 10, true }, { 10, 10, 400, 5, 90, true },
		{ 10, 10, 15, 5, 15, true } },
	    { 30, 60, 10 } },
	{ "a name keeps its hyphens where there is room",
	    { { 10, 40, 90, 5, 60, true }, { 20, 20, 200, 5, 200, true },
		{ 10, 10, 10, 5, 10, false } },
	    { 40, 50, 10 } },
	{ "and is divided where there is none",
	    { { 10, 40, 90, 5, 60, true }, { 70, 70, 200, 5, 200, true },
		{ 10, 10, 10, 5, 10, false } },
	    { 20, 70, 10 } },
	{ "the widest word is cut before the short ones",
	    { { 20, 20, 20, 5, 20, false }, { 200, 200, 300, 5, 300, false },
		{ 10, 10, 10, 5, 10, false } },
	    { 20, 70, 10 } },
};

static void
columns_share_the_width(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(columns); i++) {
		double got[3];

		column_widths(columns[i].e, 3, 100, got);
		for (int k = 0; k < 3; k++)
			assert_float_equal(columns[i].want[k], got[k], 0.01);
	}
}

static struct block *
add(struct document *d, enum block_kind kind, const char *text)
{
	struct block **last = &d->body;

	while (*last != NULL)
		last = &(*last)->next;
	*last = POOL_NEW(d->pool, struct block);
	(*last)->kind = kind;
	(*last)->level = 1;
	if (text != NULL) {
		(*last)->runs = POOL_NEW(d->pool, struct run);
		(*last)->runs->text = text;
	}
	return *last;
}

/* n times the same words, each on a line of its own. */
static const char *
many_lines(struct document *d, int n)
{
	struct buf b = { 0 };
	const char *text;

	for (int i = 1; i <= n; i++)
		buf_printf(&b, "%sline%d", i > 1 ? "\n" : "", i);
	text = pool_dup(d->pool, buf_str(&b));
	buf_free(&b);
	return text;
}

static void
add_table(struct document *d, int rows, int tall)
{
	struct block *b = add(d, BLOCK_TABLE, NULL);
	struct row **last;

	b->table = POOL_NEW(d->pool, struct table);
	b->table->title = "Devices";
	b->table->ncolumns = 2;
	b->table->columns = pool_alloc(d->pool, 2 * sizeof(*b->table->columns));
	b->table->columns[0].title = "Name";
	b->table->columns[1].title = "State";
	last = &b->table->rows;
	for (int i = 1; i <= rows; i++) {
		struct row *r = POOL_NEW(d->pool, struct row);

		r->cells = pool_alloc(d->pool, 2 * sizeof(*r->cells));
		for (int k = 0; k < 2; k++)
			r->cells[k].runs = POOL_NEW(d->pool, struct run);
		r->cells[0].runs->text = pool_printf(d->pool, "device%d", i);
		r->cells[1].runs->text =
		    i == tall ? many_lines(d, 150) : "late";
		if (i != tall)
			r->cells[1].light = LIGHT_RED;
		*last = r;
		last = &r->next;
	}
}

/* Texts that are no furniture: "page element text" a line. */
static char *
texts(const struct document *d)
{
	struct layout *l;
	struct buf b = { 0 };

	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
	for (const struct box *x = l->boxes; x != NULL; x = x->next) {
		if (x->kind == BOX_TEXT && x->page > 0 &&
		    x->artifact != ARTIFACT_FOOTER)
			buf_printf(&b, "%u %s %.*s\n", x->page + 1,
			    x->node != NULL ? x->node->type : "-", (int)x->len,
			    x->text);
	}
	layout_free(l);
	return buf_take_str(&b);
}

static struct document *
new_document(void)
{
	struct document *d = document_new("en");

	d->title = "T";
	return d;
}

static void
a_table_repeats_its_header_and_says_so(void **state)
{
	struct document *d = new_document();
	char *got, *second;

	(void)state;
	add_table(d, 60, 0);
	got = texts(d);
	assert_non_null(strstr(got, "2 Caption Devices\n2 TH Name\n"));
	/* The repeats are for the eye: artifacts, not headers again. */
	second = strstr(got, "3 - Devices (continued)\n3 - Name\n3 - State\n");
	assert_non_null(second);
	assert_null(strstr(second, "3 TH Name"));
	free(got);
	document_free(d);
}

static void
a_row_taller_than_a_page_goes_on(void **state)
{
	struct document *d = new_document();
	char *got;
	int lines = 0;

	(void)state;
	add_table(d, 3, 2);
	got = texts(d);
	assert_non_null(strstr(got, "2 TD line1\n"));
	assert_non_null(strstr(got, "4 TD line150\n"));
	assert_non_null(strstr(got, "4 TH device3\n"));
	for (const char *p = got; (p = strstr(p, " TD line")) != NULL; p++)
		lines++;
	assert_int_equal(150, lines);
	free(got);
	document_free(d);
}

static void
no_line_stands_alone(void **state)
{
	(void)state;
	/* Whatever the length, a page begins and ends with two lines. */
	for (int n = 40; n < 60; n++) {
		struct document *d = new_document();
		int on_page[4] = { 0 };
		char *got, *p;

		add(d, BLOCK_PARAGRAPH, many_lines(d, n));
		add(d, BLOCK_PARAGRAPH, many_lines(d, 30));
		got = texts(d);
		/* The second paragraph begins at the second "line1". */
		p = strstr(strstr(got, "line1\n") + 1, " line1\n");
		for (p -= 3; *p != '\0'; p = strchr(p, '\n') + 1) {
			if (strchr("234", *p) != NULL && p[2] == 'P')
				on_page[*p - '1']++;
		}
		for (int k = 0; k < 4; k++)
			assert_int_not_equal(1, on_page[k]);
		free(got);
		document_free(d);
	}
}

/* A paragraph of some lines, the last of which has the mark of a note. */
static void
add_marked(struct document *d, int lines, const struct footnote *note)
{
	struct block *b = add(d, BLOCK_PARAGRAPH, many_lines(d, lines));

	b->runs->next = POOL_NEW(d->pool, struct run);
	b->runs->next->text = note->mark;
	b->runs->next->note = note;
}

static struct footnote
new_note(struct run *text)
{
	return (struct footnote){
		.number = 1, .name = "n", .mark = "1", .runs = text
	};
}

/* "2 Link text 80.0 300.0 regular 7.2 1": of that type, its page and y. */
static bool
read_box(const char *line, const char *type, unsigned *page, double *y)
{
	size_t len = strlen(type);
	char *at;

	*page = (unsigned)strtoul(line, &at, 10);
	if (*at != ' ' || strncmp(at + 1, type, len) != 0 ||
	    strncmp(at + 1 + len, " text ", 6) != 0)
		return false;
	(void)strtod(at + 1 + len + 6, &at);
	*y = strtod(at, NULL);
	return true;
}

/* The nth of them. */
static bool
find_box(const char *dump, const char *type, int nth, unsigned *page, double *y)
{
	for (const char *p = dump; *p != '\0'; p = strchr(p, '\n') + 1) {
		if (read_box(p, type, page, y) && --nth == 0)
			return true;
	}
	return false;
}

static void
a_footnote_stands_below_the_text_of_its_page(void **state)
{
	(void)state;
	for (int n = 30; n < 60; n++) {
		struct document *d = new_document();
		struct run text = { .text = "what it means" };
		struct footnote note = new_note(&text);
		struct buf dump = { 0 };
		unsigned page, foot;
		double mark, y;
		struct layout *l;

		add_marked(d, n, &note);
		add(d, BLOCK_PARAGRAPH, many_lines(d, 60));
		assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
		layout_dump(l, &dump);
		assert_true(find_box(buf_str(&dump), "Link", 1, &page, &mark));
		assert_true(find_box(buf_str(&dump), "Note", 1, &foot, &y));
		assert_int_equal(page, foot);
		assert_true(mark < y);
		/* What follows on that page ends above it. */
		for (const struct box *b = l->boxes; b != NULL; b = b->next) {
			if (b->kind == BOX_TEXT && b->page + 1 == page &&
			    b->node != NULL && strcmp(b->node->type, "P") == 0)
				assert_true(b->y < y - 10);
		}
		assert_false(find_box(buf_str(&dump), "Note", 2, &foot, &y));
		buf_free(&dump);
		layout_free(l);
		document_free(d);
	}
}

static void
a_footnote_is_repeated_on_each_page_with_its_mark(void **state)
{
	struct document *d = new_document();
	struct run text = { .text = "what it means" };
	struct footnote note = new_note(&text);
	char *got;

	(void)state;
	add_marked(d, 2, &note);
	add_marked(d, 2, &note);
	add(d, BLOCK_PAGE, NULL);
	add_marked(d, 2, &note);
	got = texts(d);
	/* Twice marked, once there; and once more on the next page. */
	assert_non_null(strstr(got,
	    "2 P line1\n2 P line2\n2 Link 1\n2 P line1\n2 P line2\n"
	    "2 Link 1\n2 Lbl 1\n2 Note what it means\n"
	    "3 P line1\n3 P line2\n3 Link 1\n3 Lbl 1\n"
	    "3 Note what it means\n"));
	free(got);
	document_free(d);
}

/* Under a header that is repeated, the note is for the eye as it is. */
static void
a_column_has_a_footnote(void **state)
{
	struct document *d = new_document();
	struct run text = { .text = "what it means" };
	struct footnote note = new_note(&text);
	char *got;

	(void)state;
	add_table(d, 60, 0);
	d->body->table->columns[1].note = &note;
	got = texts(d);
	assert_non_null(strstr(got, "2 TH State\n2 Link 1\n"));
	assert_non_null(strstr(got, "2 Lbl 1\n2 Note what it means\n"));
	assert_non_null(strstr(got, "3 - State\n3 - 1\n"));
	assert_non_null(strstr(got, "3 - 1\n3 - what it means\n"));
	free(got);
	document_free(d);
}

static void
a_heading_stays_with_what_follows(void **state)
{
	(void)state;
	for (int n = 30; n < 55; n++) {
		struct document *d = new_document();
		const char *heading, *next;
		char *got;

		add(d, BLOCK_PARAGRAPH, many_lines(d, n));
		add(d, BLOCK_HEADING, "Heading")->level = 2;
		add_table(d, 3, 0);
		got = texts(d);
		heading = strstr(got, "H2 Heading");
		next = strstr(got, "TH device2");
		assert_int_equal(heading[-2], next[-2]);
		free(got);
		document_free(d);
	}
}

static void
a_sentence_stays_with_the_table_that_it_leads_in_to(void **state)
{
	(void)state;
	for (int n = 20; n < 55; n++) {
		struct document *d = new_document();
		const char *heading, *next;
		char *got;

		add(d, BLOCK_PARAGRAPH, many_lines(d, n));
		add(d, BLOCK_HEADING, "Heading")->level = 2;
		add(d, BLOCK_PARAGRAPH, many_lines(d, 5));
		add_table(d, 3, 0);
		got = texts(d);
		heading = strstr(got, "H2 Heading");
		next = strstr(got, "TH device3");
		assert_int_equal(heading[-2], next[-2]);
		free(got);
		document_free(d);
	}
}

/* The line of a text, from one of its own on; the page stands before it. */
static const char *
line_of(const char *from, const char *text)
{
	const char *at = strstr(from, text);

	assert_non_null(at);
	return at;
}

static void
the_last_row_is_not_alone_on_a_page(void **state)
{
	(void)state;
	for (int n = 20; n < 60; n++) {
		struct document *d = new_document();
		char *got, last[32], before[32];

		add_table(d, n, 0);
		got = texts(d);
		snprintf(before, sizeof(before), "TH device%d\n", n - 1);
		snprintf(last, sizeof(last), "TH device%d\n", n);
		assert_int_equal(
		    line_of(got, before)[-2], line_of(got, last)[-2]);
		free(got);
		document_free(d);
	}
}

static void
a_row_without_a_name_stays_with_the_one_before(void **state)
{
	(void)state;
	for (int n = 2; n < 60; n++) {
		struct document *d = new_document();
		const char *named, *next;
		char *got, name[32];
		struct row *r;

		add_table(d, 80, 0);
		r = d->body->table->rows;
		for (int i = 1; i < n; i++)
			r = r->next;
		r->cells[0].runs->text = "";
		got = texts(d);
		snprintf(name, sizeof(name), "TH device%d\n", n - 1);
		named = line_of(got, name);
		/* Its own state, then that of the row below. */
		next = line_of(line_of(named, "TD late") + 1, "TD late");
		assert_int_equal(named[-2], next[-2]);
		free(got);
		document_free(d);
	}
}

/* A group's name wants all rows of its first one that have no name. */
static void
a_header_is_not_alone_above_a_group(void **state)
{
	(void)state;
	for (int n = 20; n < 55; n++) {
		struct document *d = new_document();
		const char *head, *first;
		struct row *r;
		char *got;

		add(d, BLOCK_PARAGRAPH, many_lines(d, n));
		add_table(d, 9, 0);
		r = d->body->next->table->rows;
		r->group = true;
		r = r->next->next;
		for (int i = 0; i < 5; i++, r = r->next)
			r->cells[0].runs->text = "";
		got = texts(d);
		head = line_of(got, "TH State");
		first = line_of(got, "TH device2");
		assert_int_equal(head[-2], first[-2]);
		free(got);
		document_free(d);
	}
}

static void
contents_know_their_pages(void **state)
{
	struct document *d = new_document();
	char *got;

	(void)state;
	add(d, BLOCK_CONTENTS, NULL);
	add(d, BLOCK_HEADING, "First")->number = "1";
	add(d, BLOCK_PAGE, NULL);
	add(d, BLOCK_HEADING, "Second")->number = "2";
	got = texts(d);
	assert_non_null(strstr(got, "2 Link First"));
	assert_non_null(strstr(got, "2 Link 2\n2 Link 3\n"));
	free(got);
	document_free(d);
}

static void
without_a_cover_the_body_begins_under_a_masthead(void **state)
{
	static const char *const wanted[] = { " bold 10.5 School\n",
		"1 H1 text 55.7", " regular 7.8 For: you",
		" regular 7.8 By: me\n",
		"1 P text 56.7 139.8 regular 9.0 Words.\n",
		" regular 7.8 At the foot.\n", "Page 1 of 1\n" };
	struct fact by = { .label = "By", .value = "me" };
	struct fact of = { .label = "For", .value = "you", .next = &by };
	struct document *d = new_document();
	struct buf b = { 0 };
	const char *at;
	struct layout *l;

	(void)state;
	d->no_cover = true;
	d->title = "One page";
	d->organisation = "School";
	d->notice = "At the foot.";
	d->facts = &of;
	add(d, BLOCK_PARAGRAPH, "Words.");
	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
	assert_int_equal(1, l->npages);
	layout_dump(l, &b);
	at = buf_str(&b);
	for (size_t i = 0; i < ROWS(wanted); i++) {
		at = strstr(at, wanted[i]);
		if (at == NULL)
			fail_msg("no \"%s\" in\n%s", wanted[i], buf_str(&b));
	}
	buf_free(&b);
	layout_free(l);
	document_free(d);
}

static void
boxes_are_listed_as_text(void **state)
{
	struct document *d = new_document();
	struct buf b = { 0 };
	struct layout *l;

	(void)state;
	add(d, BLOCK_PARAGRAPH, "Words.");
	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
	layout_dump(l, &b);
	assert_non_null(
	    strstr(buf_str(&b), "2 P text 56.7 86.0 regular 9.6 Words.\n"));
	assert_non_null(
	    strstr(buf_str(&b), " 808.0 semibold 7.6 Page 2 of 2\n"));
	buf_free(&b);
	layout_free(l);
	document_free(d);
}

/* What was taken so far, and of how many pages at most at a time. */
struct taken {
	struct buf text;
	unsigned times, ends;
};

static void
take(struct layout *l, bool is_end, void *of)
{
	struct taken *t = of;

	layout_dump(l, &t->text);
	t->times++;
	t->ends += is_end;
	for (const struct box *b = l->boxes; !is_end && b != NULL; b = b->next)
		assert_int_equal(l->boxes->page, b->page);
}

static void
pages_that_are_taken_hold_the_same(void **state)
{
	struct document *d = new_document();
	struct taken t = { .times = 0 };
	const struct layout_taker taker = { take, &t };
	struct layout *whole, *l = layout_new(&taker);
	struct buf b = { 0 };

	(void)state;
	add(d, BLOCK_CONTENTS, NULL)->level = 1;
	add(d, BLOCK_HEADING, "Lists")->level = 1;
	add_table(d, 60, 0);
	add_table(d, 3, 2); /* a row that goes on over pages */
	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &whole));
	layout_dump(whole, &b);
	layout_run(l, d, &measure, NULL);
	assert_string_equal(buf_str(&b), buf_str(&t.text));
	assert_int_equal(whole->npages + 1, t.times);
	assert_int_equal(1, t.ends);
	assert_null(l->boxes);
	assert_null(l->passing);
	buf_free(&b);
	buf_free(&t.text);
	layout_free(whole);
	layout_free(l);
	document_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_breaks_where_it_may),
		cmocka_unit_test(a_change_of_style_is_no_break),
		cmocka_unit_test(words_divide_by_their_language),
		cmocka_unit_test(columns_share_the_width),
		cmocka_unit_test(a_table_repeats_its_header_and_says_so),
		cmocka_unit_test(a_row_taller_than_a_page_goes_on),
		cmocka_unit_test(no_line_stands_alone),
		cmocka_unit_test(a_footnote_stands_below_the_text_of_its_page),
		cmocka_unit_test(
		    a_footnote_is_repeated_on_each_page_with_its_mark),
		cmocka_unit_test(a_column_has_a_footnote),
		cmocka_unit_test(a_heading_stays_with_what_follows),
		cmocka_unit_test(
		    a_sentence_stays_with_the_table_that_it_leads_in_to),
		cmocka_unit_test(the_last_row_is_not_alone_on_a_page),
		cmocka_unit_test(a_header_is_not_alone_above_a_group),
		cmocka_unit_test(
		    a_row_without_a_name_stays_with_the_one_before),
		cmocka_unit_test(contents_know_their_pages),
		cmocka_unit_test(
		    without_a_cover_the_body_begins_under_a_masthead),
		cmocka_unit_test(boxes_are_listed_as_text),
		cmocka_unit_test(pages_that_are_taken_hold_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
