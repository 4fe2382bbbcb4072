/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_REPORT_H
#define REPORTER_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "reporter/formats.h"

struct db;
struct issue_hashes;
struct issue_schedule;
struct place;
struct source;

/*
 * One report from end to end: evidence, frozen; values; template; pages; file.
 * A file is written whole or not at all.
 */
struct report_order {
	const struct place *place;
	int tenant;
	const char *kind;      /* quarterly, or another: see kind.h */
	const char *role;      /* of the database; NULL: who runs the program */
	struct db *db;         /* a connection of that role, for who makes many;
				  NULL: one of its own */
	struct source *source; /* of a run of many; NULL: a moment of its own */
	const char *period;    /* 2026Q3, 2026-07 or 2026 */
	const char *site;      /* its name; NULL: the whole organisation */
	const char *language;  /* nl, en; NULL: that of the organisation */
	const char *reason; /* of a version that takes the place of another */
	int64_t supersedes; /* which one; 0: none */
	enum format_name format; /* the PDF is issued, the rest is not */
	const char *output;      /* NULL: made up from what it is */
	const char *folder; /* where it is then, under a name of its version;
			       NULL: here */
	const struct issue_schedule *schedule; /* NULL: somebody asks for it */

	const char *template; /* NULL: as kind.h finds it */
	const char *from;     /* evidence frozen before; NULL: the database */
	const char *evidence; /* where to freeze it; NULL: beside the PDF */
	const char *sample_seed; /* of who audits; NULL: the chain's head */
	const char *values;      /* what the pages state, as JSON; NULL: no */
	const char *bundle;      /* an evidence bundle, FILE.pdf; NULL: none */
	const struct issue_hashes *issued; /* then output is there, and these
			       are its hashes: it only goes into the bundle */
	bool brings_bundle; /* what is issued is made for schedules, and its
			       bundle goes to their folders */
	bool seal;          /* sealed, whatever the configuration says */
};

/* Whose report nobody asked for: the timer's. */
#define REPORT_ROLE "patchwacht_report"

/* Says on standard output which files it wrote. */
int report_make(const struct report_order *order);

/*
 * Checks a template against what it may name, or a catalogue of controls
 * (*.framework); every fault is logged as FILE:LINE:COLUMN.
 */
int report_check(const struct place *place, const char *path);

#endif
