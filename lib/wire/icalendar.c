/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/icalendar.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"

/* RFC 5545, 3.1: 75 octets, of which a continued line has a blank in front. */
enum { LINE_MAX_LEN = 75 };

static bool
is_inside_character(uint8_t c)
{
	return (c & 0xc0) == 0x80;
}

static void
add_line(struct buf *out, const char *text, size_t len)
{
	size_t room = LINE_MAX_LEN;

	while (len > room) {
		size_t n = room;

		while (n > 1 && is_inside_character((uint8_t)text[n]))
			n--;
		buf_add(out, text, n);
		buf_add_str(out, "\r\n ");
		text += n;
		len -= n;
		room = LINE_MAX_LEN - 1;
	}
	buf_add(out, text, len);
	buf_add_str(out, "\r\n");
}

/* RFC 5545, 3.3.11 */
static void
add_text(struct buf *out, const char *name, const char *text)
{
	struct buf line = { 0 };

	buf_printf(&line, "%s:", name);
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\n')
			buf_add_str(&line, "\\n");
		else if (*p == '\\' || *p == ';' || *p == ',')
			buf_printf(&line, "\\%c", *p);
		else if (*p == '\t' || ((uint8_t)*p >= ' ' && *p != 0x7f))
			buf_add_u8(&line, (uint8_t)*p);
	}
	add_line(out, buf_str(&line), line.len);
	buf_free(&line);
}

/* "2026-12-22T17:00:00Z" without its marks; whole seconds. */
static void
add_time(struct buf *out, const char *name, int64_t at)
{
	char text[CLOCK_TEXT_MAX];
	struct buf line = { 0 };

	clock_format(at - at % CLOCK_SECOND, text);
	buf_printf(&line, "%s:", name);
	for (const char *p = text; *p != '\0'; p++)
		if (*p != '-' && *p != ':')
			buf_add_u8(&line, (uint8_t)*p);
	add_line(out, buf_str(&line), line.len);
	buf_free(&line);
}

void
ical_begin(struct buf *out, bool cancelled)
{
	buf_add_str(out,
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "PRODID:-//Patchwacht//patchwacht//EN\r\n");
	buf_printf(out, "METHOD:%s\r\n", cancelled ? "CANCEL" : "PUBLISH");
}

void
ical_add(struct buf *out, const struct ical_event *e)
{
	const char *status = e->cancelled ? "CANCELLED"
	    : e->tentative                ? "TENTATIVE"
					  : "CONFIRMED";

	buf_add_str(out, "BEGIN:VEVENT\r\n");
	add_text(out, "UID", e->uid);
	add_time(out, "DTSTAMP", e->stamp);
	add_time(out, "DTSTART", e->start);
	add_time(out, "DTEND", e->end);
	buf_printf(out, "SEQUENCE:%d\r\nSTATUS:%s\r\n", e->sequence, status);
	add_text(out, "SUMMARY", e->summary);
	if (e->description != NULL)
		add_text(out, "DESCRIPTION", e->description);
	if (e->location != NULL)
		add_text(out, "LOCATION", e->location);
	buf_add_str(out, "END:VEVENT\r\n");
}

void
ical_end(struct buf *out)
{
	buf_add_str(out, "END:VCALENDAR\r\n");
}
