/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/icalendar.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"

#include "tests/unit/test.h"

static const struct ical_event event = {
	.uid = "1-4-2@0123456789abcdef",
	.summary =
	    "Onderhoud: FortiOS 7.2.11; kort geen internet, wel telefoon",
	.description = "Regel een\nC:\\map, en \"meer\"\x01",
	.start = 1797962400 * CLOCK_SECOND + 5,
	.end = 1797976800 * CLOCK_SECOND,
	.stamp = 1796000000 * CLOCK_SECOND,
	.sequence = 3,
};

static void
an_event_reads_as_it_should(void **state)
{
	struct buf out = { 0 };

	(void)state;
	ical_begin(&out, false);
	ical_add(&out, &event);
	ical_end(&out);
	assert_string_equal("BEGIN:VCALENDAR\r\n"
			    "VERSION:2.0\r\n"
			    "PRODID:-//Patchwacht//patchwacht//EN\r\n"
			    "METHOD:PUBLISH\r\n"
			    "BEGIN:VEVENT\r\n"
			    "UID:1-4-2@0123456789abcdef\r\n"
			    "DTSTAMP:20261130T005320Z\r\n"
			    "DTSTART:20261222T180000Z\r\n"
			    "DTEND:20261222T220000Z\r\n"
			    "SEQUENCE:3\r\n"
			    "STATUS:CONFIRMED\r\n"
			    "SUMMARY:Onderhoud: FortiOS 7.2.11\\; kort geen "
			    "internet\\, wel telefoon\r\n"
			    "DESCRIPTION:Regel een\\nC:\\\\map\\, en "
			    "\"meer\"\r\n"
			    "END:VEVENT\r\n"
			    "END:VCALENDAR\r\n",
	    buf_str(&out));
	buf_free(&out);
}

static void
what_is_off_is_cancelled(void **state)
{
	struct ical_event e = event;
	struct buf out = { 0 };

	(void)state;
	e.cancelled = true;
	ical_begin(&out, true);
	ical_add(&out, &e);
	assert_non_null(strstr(buf_str(&out), "METHOD:CANCEL\r\n"));
	assert_non_null(strstr(buf_str(&out), "STATUS:CANCELLED\r\n"));
	buf_clear(&out);
	e.cancelled = false;
	e.tentative = true;
	ical_add(&out, &e);
	assert_non_null(strstr(buf_str(&out), "STATUS:TENTATIVE\r\n"));
	buf_free(&out);
}

/* A reader's view: every line fits, and joined they are what was meant. */
static void
unfold(const struct buf *folded, struct buf *out)
{
	const char *p = (const char *)folded->data;
	const char *end = p + folded->len;

	while (p < end) {
		const char *eol = strstr(p, "\r\n");

		assert_non_null(eol);
		assert_true(eol - p <= 75);
		/* A line begins with a whole character. */
		assert_false(((unsigned char)p[p[0] == ' '] & 0xc0) == 0x80);
		if (p[0] == ' ') {
			out->len -= 1;
			buf_add(out, p + 1, (size_t)(eol - p - 1));
		} else {
			buf_add(out, p, (size_t)(eol - p));
		}
		buf_add_u8(out, '\n');
		p = eol + 2;
	}
}

static void
long_lines_are_folded_between_characters(void **state)
{
	static const char *const letters[] = { "a", "é", "€", "📞" };

	(void)state;
	for (size_t k = 0; k < ROWS(letters); k++) {
		for (size_t n = 55; n < 240; n++) {
			struct buf text = { 0 }, out = { 0 }, whole = { 0 };
			struct ical_event e = event;

			for (size_t i = 0; i < n; i++)
				buf_add_str(&text, letters[i % 7 == 0 ? k : 0]);
			e.location = buf_str(&text);
			ical_add(&out, &e);
			(void)buf_str(&out);
			unfold(&out, &whole);
			assert_non_null(
			    strstr(buf_str(&whole), buf_str(&text)));
			buf_free(&text);
			buf_free(&out);
			buf_free(&whole);
		}
	}
}

/* What a reader has of a line: unfolded, and without its escapes. */
static void
read_value(const char *folded, const char *name, struct buf *out)
{
	const char *p = strstr(folded, name);

	assert_non_null(p);
	for (p += strlen(name); strncmp(p, "\r\n", 2) != 0 || p[2] == ' ';
	     p++) {
		if (strncmp(p, "\r\n ", 3) == 0) {
			p += 2;
			continue;
		}
		if (*p != '\\') {
			buf_add_u8(out, (uint8_t)*p);
			continue;
		}
		/* An escape may be folded in its middle. */
		if (strncmp(++p, "\r\n ", 3) == 0)
			p += 3;
		assert_non_null(strchr("\\;,n", *p));
		buf_add_u8(out, *p == 'n' ? '\n' : (uint8_t)*p);
	}
}

/* In front of it a number of letters, so that each place is once at a fold. */
static void
what_was_written_is_what_is_read(void **state)
{
	static const char text[] =
	    "Beste collega’s,\n\nOp één avond – ná 21:00 – vallen de "
	    "telefoons 📞 even uit; hoogstens 5 minuten, zegt de leverancier.\n"
	    "Bewaar uw werk in H:\\Mijn documenten\\coördinatie; daarna is "
	    "alles weer zoals het was 👩🏽‍💻🇳🇱, "
	    "ook reünies,\tpatiëntgegevens en naïeve knoeiers.";

	(void)state;
	for (size_t n = 0; n < 80; n++) {
		struct buf long_text = { 0 }, out = { 0 }, whole = { 0 };
		struct buf read = { 0 };
		struct ical_event e = event;

		for (size_t i = 0; i < n; i++)
			buf_add_u8(&long_text, 'x');
		buf_add_str(&long_text, text);
		e.description = buf_str(&long_text);
		ical_add(&out, &e);
		read_value(buf_str(&out), "\r\nDESCRIPTION:", &read);
		assert_string_equal(buf_str(&long_text), buf_str(&read));
		unfold(&out, &whole);
		buf_free(&long_text);
		buf_free(&out);
		buf_free(&whole);
		buf_free(&read);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_reads_as_it_should),
		cmocka_unit_test(what_is_off_is_cancelled),
		cmocka_unit_test(long_lines_are_folded_between_characters),
		cmocka_unit_test(what_was_written_is_what_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
