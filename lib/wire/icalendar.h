/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_ICALENDAR_H
#define LIB_WIRE_ICALENDAR_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/*
 * Appointments as calendars read them (RFC 5545): lines end with CR LF and are
 * folded before 75 bytes, never inside a character; times are in UTC, so that
 * no calendar has to know our zone. The same event keeps its uid; what changes
 * of it has a higher sequence; what is off is cancelled, not left out.
 */
struct ical_event {
	const char *uid;
	const char *summary;
	const char *description, *location; /* may be NULL */
	int64_t start, end;
	int64_t stamp; /* when this was said */
	int sequence;
	bool cancelled, tentative;
};

/* METHOD:CANCEL when cancelled; all events of it are then. */
void ical_begin(struct buf *out, bool cancelled);
void ical_add(struct buf *out, const struct ical_event *e);
void ical_end(struct buf *out);

#endif
