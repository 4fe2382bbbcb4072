/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_BASELINE_H
#define LIB_PROFILE_BASELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/wire/oid.h"

/*
 * How devices should be set up, by checks that are data (mibs/baseline.checks,
 * patchwacht-checks(5)): each looks at one thing that is known of a device
 * anyhow. What is not shown is not observable, and no fault. The site's own
 * come before the shipped ones, and take the place of those with the same
 * title.
 */
enum baseline_look {
	BASELINE_SNMP,   /* "v3 priv": how it was read last */
	BASELINE_OBJECT, /* what an object says, as text */
	BASELINE_LOG,    /* how long ago it logged last, or "never" */
	BASELINE_CLOCK,  /* how far off the clock of its log is */
	BASELINE_LEGACY, /* "silent", "v2c public": what a test found */
	BASELINE_LOOKS
};

enum baseline_result {
	BASELINE_NOT_OBSERVABLE,
	BASELINE_PASSED,
	BASELINE_FAILED,
	BASELINE_RESULTS
};

struct regex;

struct baseline_patterns {
	struct regex **regex;
	size_t n;
};

/* What is held against it. Of anything but an object one, without a name. */
struct baseline_rule {
	struct oid oid;
	const char *name; /* of oid, as it is written */
	struct oid *id;   /* one of these prefixes of sysObjectID; none: all */
	size_t n_ids;
	struct baseline_patterns pass, unknown;
};

struct baseline_test {
	const char *object, *says; /* NULL: not given */
	int64_t span;              /* where has_span */
	bool has_span;
	enum baseline_result result;
	unsigned line;
};

struct baseline_check {
	const char *title, *about, *source, *file;
	unsigned line;
	enum baseline_look look;
	bool enabled, verified; /* not verified: never enabled */
	int64_t within;         /* of log and clock */
	const char **category;  /* of devices that it is for; none: all */
	size_t n_categories;
	struct baseline_rule *rule;
	size_t n_rules;
	struct baseline_test *test;
	size_t n_tests;
};

struct baseline_set;

/* Faults are logged as FILE:LINE: reason; *out is the caller's to free. */
int baseline_parse(
    const char *name, const char *text, struct baseline_set **out);

/* The shipped ones and those of SYSCONFDIR/checks.d; data may be NULL. */
int baseline_load_default(const char *data, struct baseline_set **out);

/* Those of a file before those that are there. */
int baseline_add_file(struct baseline_set *set, const char *path);
void baseline_free(struct baseline_set *set); /* NULL is fine */

size_t baseline_count(const struct baseline_set *set);
const struct baseline_check *baseline_at(
    const struct baseline_set *set, size_t i);

const char *baseline_look_name(enum baseline_look l);     /* "object" */
const char *baseline_result_name(enum baseline_result r); /* "passed" */

#endif
