/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SYSLOG_TIME_H
#define LIB_WIRE_SYSLOG_TIME_H

#include "lib/wire/syslog.h"

/* A date and time as read, before anything is known of year or zone. */
struct syslog_stamp {
	int year;       /* 0: not given */
	int month, day; /* 0: a time of day only */
	int hour, minute, second;
	int micros;
	int zone_min;
	int other_min; /* what the zone's name means elsewhere, or 0 */
	bool has_zone;
	bool is_iso;    /* 2026-11-24T07:42:31 */
	bool is_spaced; /* the same with a blank for the T */
};

/* Takes any form that devices write at the start of in. */
bool syslog_take_stamp(struct span *in, struct syslog_stamp *out);

/* RFC 3339 and its near relatives only. */
bool syslog_take_iso(struct span *in, struct syslog_stamp *out);

/* "07:42:31", with a fraction or without. */
bool syslog_take_clock(struct span *in, struct syslog_stamp *out);

/* false for a day or an hour that does not exist. */
bool syslog_set_time(const struct syslog_context *context,
    const struct syslog_stamp *stamp, enum syslog_source source,
    struct syslog_time *out);

/* "24-11-2026 07:42:31", which no header has. */
bool syslog_take_dashes(struct span *in, struct syslog_stamp *out);

#endif
