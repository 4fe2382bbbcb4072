/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_EVIDENCE_PERIOD_H
#define REPORTER_EVIDENCE_PERIOD_H

/* A calendar period of an organisation, in its own time zone. */
struct period {
	const char *kind; /* quarter, month, year */
	int year;
	int month; /* the first, 1..12 */
	int months;
};

/* "2026Q3", "2026-07" or "2026"; ERR_PARSE for anything else. */
int period_parse(const char *name, struct period *out);

#endif
