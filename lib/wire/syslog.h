/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SYSLOG_H
#define LIB_WIRE_SYSLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/wire/span.h"

/*
 * A syslog message, RFC 5424, RFC 3164, or as devices really write it. Nothing
 * is refused: what cannot be told apart is message text. All is a claim of the
 * sender; who it is, is known from the transport only.
 */
enum syslog_source {
	SYSLOG_NONE, /* the message does not say */
	SYSLOG_HEADER,
	SYSLOG_INNER,   /* a relay's header stood before it */
	SYSLOG_BODY,    /* key=value pairs, CEF */
	SYSLOG_DEFAULT, /* RFC 3164, 4.3.3 */
};

enum syslog_format {
	SYSLOG_PLAIN, /* a text, perhaps with a priority */
	SYSLOG_RFC3164,
	SYSLOG_RFC5424,
};

/* Nothing is known of the zone when has_zone is false: at is then as if the
 * device kept the zone of the context. */
struct syslog_time {
	enum syslog_source source; /* SYSLOG_NONE: the rest means nothing */
	int64_t at;
	int zone_min; /* minutes ahead of UTC */
	bool has_zone;
	bool has_year;
	bool unsure; /* Cisco's '*': the device's clock is not set */
};

/* A span whose at is NULL was not there. */
struct syslog {
	enum syslog_format format;
	int pri; /* facility * 8 + severity */
	enum syslog_source pri_source;
	struct syslog_time time;
	struct span host;
	enum syslog_source host_source;
	struct span relay; /* the outer host when host is of an inner header */
	struct span app, procid;
	struct span
	    msgid; /* of Cisco's and alike: FACILITY-SEVERITY-MNEMONIC */
	struct span outer_msgid; /* the first of a line with several */
	struct span sd;          /* RFC 5424, 6.3, with its brackets */
	struct span message;
};

/*
 * A zone that the message does not name is that of the device: ahead tells how
 * many minutes its clock is ahead of UTC when it shows local (NULL: zone_min).
 * Unless that is certain, a clock that shows the UTC of the receipt is taken to
 * show UTC. Of a name with several meanings (IST, CST, BST) it is the usual
 * one, unless only another fits the receipt.
 */
struct syslog_context {
	int64_t received; /* a missing year is the one that lies nearest */
	int zone_min;
	int (*ahead)(const void *where, int64_t local);
	const void *where;
	bool is_certain;
};

/* Spans in out point into data. */
void syslog_parse(const struct syslog_context *context, const void *data,
    size_t len, struct syslog *out);

/* The time again, of a message without a zone, when more is known of whose it
 * is. */
void syslog_place_time(
    const struct syslog_context *context, struct syslog_time *t);

/* What SYS-5-RESTART says, beside the priority; -1: it has no such code. */
int syslog_code_severity(const struct syslog *m);

/* ISO 8601 in the zone that the message claims, else UTC; out holds
 * SYSLOG_TIME_MAX bytes. */
enum { SYSLOG_TIME_MAX = 48 };
char *syslog_format_time(const struct syslog_time *t, char *out);

/* { "id": { "name": "value" } }, or NULL where there is none; the caller's to
 * json_free(). A name that comes again makes an array. */
struct json;
struct json *syslog_sd_json(const struct span *sd);

#endif
